// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantinedToTest {

    private static final String TOPIC = "outbound-messages";

    @AutoClose
    private final KeyValueStore<byte[], byte[]> store =
            Stores.quarantinedTo().withLoggingDisabled().build();

    @BeforeEach
    void open(@TempDir Path folder) {
        StateStoreContext context = new MockProcessorContext<>(
                        GateScenario.options(folder), new TaskId(0, 0), folder.toFile())
                .getStateStoreContext();
        store.init(context, store);
    }

    @Test
    void shouldKnowThatWhatIsReadForTheFirstTimeIsNew() {
        QuarantinedTo quarantinedTo = new QuarantinedTo(store, TOPIC);

        assertThat(quarantinedTo.advance(at(0))).isTrue();
        assertThat(quarantinedTo.advance(at(7))).isTrue();
        assertThat(quarantinedTo.advance(at(7 + 3 * QuarantinedTo.AHEAD))).isTrue();
    }

    @Test
    void shouldNotTakeForNewWhatIsReadAgain() {
        QuarantinedTo quarantinedTo = new QuarantinedTo(store, TOPIC);
        quarantinedTo.advance(at(41));
        quarantinedTo.advance(at(50));

        assertThat(quarantinedTo.advance(at(41))).isFalse();
        assertThat(quarantinedTo.advance(at(50))).isFalse();
        assertThat(quarantinedTo.advance(at(51))).isTrue();
    }

    /** A task that begins anew, here or on another instance, knows what the store says and nothing else. */
    @Test
    void shouldNotTakeForNewWhatATaskBeforeItMayHaveSeen() {
        QuarantinedTo before = new QuarantinedTo(store, TOPIC);
        long last = 2 * QuarantinedTo.AHEAD + 17;
        for (long offset = 3; offset <= last; offset += 7) {
            before.advance(at(offset));
        }
        before.advance(at(last));

        QuarantinedTo after = new QuarantinedTo(store, TOPIC);

        assertThat(after.advance(at(3))).isFalse();
        assertThat(after.advance(at(last))).isFalse();
        assertThat(after.advance(at(last + QuarantinedTo.AHEAD + 1))).isTrue();
    }

    @Test
    void shouldNotTakeForNewWhatWasRerouted() {
        QuarantinedTo quarantinedTo = new QuarantinedTo(store, TOPIC);

        assertThat(quarantinedTo.advance(new Read(TOPIC + "-rerouted", 5))).isFalse();
        assertThat(quarantinedTo.advance(at(5))).isTrue();
    }

    @Test
    void shouldCountEachTopicForItself() {
        new QuarantinedTo(store, "offer-decisions").advance(new Read("offer-decisions", 1_000));

        assertThat(new QuarantinedTo(store, TOPIC).advance(at(1))).isTrue();
    }

    private static RecordMetadata at(long offset) {
        return new Read(TOPIC, offset);
    }

    private record Read(String topic, long offset) implements RecordMetadata {

        @Override
        public int partition() {
            return 0;
        }
    }
}
