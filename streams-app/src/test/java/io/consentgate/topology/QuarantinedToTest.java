// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.Events;
import io.consentgate.policy.Outcome;
import io.consentgate.review.ReviewCase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantinedToTest {

    private static final String TOPIC = "outbound-messages";
    private static final int PARTITION = 2;

    @TempDir
    Path folder;

    private KeyValueStore<byte[], byte[]> rows;
    private KeyValueStore<byte[], byte[]> deadlines;
    private Cases cases;

    @BeforeEach
    void open() {
        StateStoreContext context = new MockProcessorContext<>(
                        GateScenario.options(folder), new TaskId(0, PARTITION), folder.toFile())
                .getStateStoreContext();
        rows = opened(Stores.cases(), context);
        deadlines = opened(Stores.caseDeadlines(), context);
        cases = new Cases(rows, deadlines);
    }

    @AfterEach
    void close() {
        rows.close();
        deadlines.close();
    }

    @Test
    void shouldKnowThatWhatIsReadForTheFirstTimeIsNew() {
        QuarantinedTo quarantinedTo = begin();

        assertThat(quarantinedTo.advance(at(0))).isTrue();
        assertThat(quarantinedTo.advance(at(7))).isTrue();
        assertThat(quarantinedTo.advance(at(8))).isTrue();
    }

    @Test
    void shouldNotTakeForNewWhatIsReadAgain() {
        QuarantinedTo quarantinedTo = begin();
        quarantinedTo.advance(at(41));
        quarantinedTo.advance(at(50));

        assertThat(quarantinedTo.advance(at(41))).isFalse();
        assertThat(quarantinedTo.advance(at(50))).isFalse();
        assertThat(quarantinedTo.advance(at(51))).isTrue();
    }

    /** As after a restart with the group put back: what an instance before it opened is in the store and nowhere else. */
    @Test
    void shouldNotTakeForNewWhatHasAnOpenCase() {
        cases.open(aCase("anna", TOPIC, PARTITION, 9));
        cases.open(aCase("zażółć." + TOPIC + "." + PARTITION + ".77", TOPIC, PARTITION, 100));
        cases.open(aCase("jan", TOPIC, PARTITION, 23));

        QuarantinedTo quarantinedTo = begin();

        assertThat(quarantinedTo.advance(at(9))).isFalse();
        assertThat(quarantinedTo.advance(at(100))).isFalse();
        assertThat(quarantinedTo.advance(at(101))).isTrue();
    }

    @Test
    void shouldCountNoOtherPlace() {
        cases.open(aCase("anna", TOPIC, PARTITION + 1, 900));
        cases.open(aCase("anna", TOPIC, 10 * PARTITION, 900));
        cases.open(aCase("anna", "offer-decisions", PARTITION, 900));

        assertThat(begin().advance(at(1))).isTrue();
    }

    @Test
    void shouldNotCountACaseThatIsClosed() {
        StoredCase closed = aCase("anna", TOPIC, PARTITION, 30);
        cases.open(closed);
        cases.close(closed);

        assertThat(begin().advance(at(30))).isTrue();
    }

    @Test
    void shouldNotTakeForNewWhatWasRerouted() {
        QuarantinedTo quarantinedTo = begin();

        assertThat(quarantinedTo.advance(new Read(TOPIC + "-rerouted", 5))).isFalse();
        assertThat(quarantinedTo.advance(at(5))).isTrue();
    }

    private QuarantinedTo begin() {
        return new QuarantinedTo(cases, TOPIC, PARTITION);
    }

    private static KeyValueStore<byte[], byte[]> opened(
            StoreBuilder<KeyValueStore<byte[], byte[]>> builder, StateStoreContext context) {
        KeyValueStore<byte[], byte[]> store = builder.withLoggingDisabled().build();
        store.init(context, store);
        return store;
    }

    private static StoredCase aCase(String subject, String topic, int partition, long offset) {
        Origin origin = new Origin(topic, partition, offset, Events.NOW.toEpochMilli());
        return new StoredCase(
                new ReviewCase(
                        origin.caseId(),
                        "digest",
                        subject,
                        EnumSet.of(Outcome.REJECT),
                        List.of("MSG-CONSENT-MISSING"),
                        false,
                        false,
                        Events.NOW,
                        Events.NOW.plus(Duration.ofDays(20)),
                        false,
                        null),
                EventKind.OutboundMessages.OUTBOUND_MESSAGES,
                origin,
                new RecordHeaders(),
                new byte[] {0, 1, 2});
    }

    private static RecordMetadata at(long offset) {
        return new Read(TOPIC, offset);
    }

    private record Read(String topic, long offset) implements RecordMetadata {

        @Override
        public int partition() {
            return PARTITION;
        }
    }
}
