// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.Events;
import java.nio.file.Path;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantinedToTest {

    private static final String TOPIC = "outbound-messages";
    private static final int PARTITION = 2;

    @AutoClose
    private final CaseStores stores;

    private final Cases cases;

    QuarantinedToTest(@TempDir Path folder) {
        stores = new CaseStores(folder, PARTITION);
        cases = stores.cases;
    }

    @Test
    void shouldKnowThatWhatIsReadForTheFirstTimeIsNew() {
        QuarantinedTo quarantinedTo = begin();

        assertThat(direct(quarantinedTo, 0)).isTrue();
        assertThat(direct(quarantinedTo, 7)).isTrue();
        assertThat(direct(quarantinedTo, 8)).isTrue();
    }

    @Test
    void shouldNotTakeForNewWhatIsReadAgain() {
        QuarantinedTo quarantinedTo = begin();
        direct(quarantinedTo, 41);
        direct(quarantinedTo, 50);

        assertThat(direct(quarantinedTo, 41)).isFalse();
        assertThat(direct(quarantinedTo, 50)).isFalse();
        assertThat(direct(quarantinedTo, 51)).isTrue();
    }

    /** As after a restart with the group put back: what an instance before it opened is in the store and nowhere else. */
    @Test
    void shouldNotTakeForNewWhatHasAnOpenCase() {
        cases.open(aCase("anna", TOPIC, PARTITION, 9));
        cases.open(aCase("zażółć." + TOPIC + "." + PARTITION + ".77", TOPIC, PARTITION, 100));
        cases.open(aCase("jan", TOPIC, PARTITION, 23));

        QuarantinedTo quarantinedTo = begin();

        assertThat(direct(quarantinedTo, 9)).isFalse();
        assertThat(direct(quarantinedTo, 100)).isFalse();
        assertThat(direct(quarantinedTo, 101)).isTrue();
    }

    @Test
    void shouldCountNoOtherPlace() {
        cases.open(aCase("anna", TOPIC, PARTITION + 1, 900));
        cases.open(aCase("anna", TOPIC, 10 * PARTITION, 900));
        cases.open(aCase("anna", "offer-decisions", PARTITION, 900));

        assertThat(direct(begin(), 1)).isTrue();
    }

    @Test
    void shouldNotCountACaseThatIsClosed() {
        StoredCase closed = aCase("anna", TOPIC, PARTITION, 30);
        cases.open(closed);
        cases.close(closed);

        assertThat(direct(begin(), 30)).isTrue();
    }

    /** Its case is named after where it stood, and a topic may be named as another with a partition behind it. */
    @Test
    void shouldNotStumbleOverAStrangeName() {
        cases.open(aCase("anna", TOPIC + "." + PARTITION, 0, 5));
        cases.open(aCase("anna", TOPIC, PARTITION, -7));

        assertThat(direct(begin(), 0)).isTrue();
    }

    @Test
    void shouldNotTakeForNewWhatWasRerouted() {
        QuarantinedTo quarantinedTo = begin();

        assertThat(rerouted(quarantinedTo, 3, new Origin(TOPIC, PARTITION + 1, 5, 0)))
                .isFalse();
        assertThat(direct(quarantinedTo, 5)).isTrue();
        assertThat(rerouted(quarantinedTo, 4, new Origin(TOPIC, PARTITION, 8, 0)))
                .as("written without its key")
                .isFalse();
        assertThat(direct(quarantinedTo, 8)).isFalse();
        assertThat(direct(quarantinedTo, 9)).isTrue();
    }

    private QuarantinedTo begin() {
        return new QuarantinedTo(cases, TOPIC, PARTITION);
    }

    private static StoredCase aCase(String subject, String topic, int partition, long offset) {
        return CaseStores.aCase(
                subject, new Origin(topic, partition, offset, Events.NOW.toEpochMilli()), CaseStores.CLOSES_AT);
    }

    private static boolean direct(QuarantinedTo quarantinedTo, long offset) {
        return quarantinedTo.advance(new Read(TOPIC, offset), new Origin(TOPIC, PARTITION, offset, 0));
    }

    private static boolean rerouted(QuarantinedTo quarantinedTo, long offset, Origin origin) {
        return quarantinedTo.advance(new Read(TOPIC + "-rerouted", offset), origin);
    }

    private record Read(String topic, long offset) implements RecordMetadata {

        @Override
        public int partition() {
            return PARTITION;
        }
    }
}
