// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.topology.ConsentRows;
import io.consentgate.topology.Skips;
import io.consentgate.topology.Topics;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom an operator can have named by mistake is not held in the place of another person. */
class NamedSubjectTest {

    private static final int PARTITIONS = 6;
    private static final String ANNA = "subject-anna";
    private static final TopicPartition ONLY =
            new TopicPartition(Topics.prefixed("").consentState(), 0);

    @ParameterizedTest
    @ValueSource(strings = {ANNA, "4711", "zażółć gęślą", "true"})
    void shouldTakeAPersonOnTheirPartition(String subject) {
        TopicPartition home = new TopicPartition(ONLY.topic(), ConsentRows.partitionOf(subject, PARTITIONS));

        assertThat(NamedSubject.obstacle(subject, home, PARTITIONS)).isEmpty();
    }

    @Test
    void shouldNameThePartitionOfAPersonWhoBelongsElsewhere() {
        int home = ConsentRows.partitionOf(ANNA, PARTITIONS);
        TopicPartition other = new TopicPartition(ONLY.topic(), (home + 1) % PARTITIONS);

        assertThat(NamedSubject.obstacle(ANNA, other, PARTITIONS))
                .hasValueSatisfying(obstacle ->
                        assertThat(obstacle).contains("partition " + home).doesNotContain(ANNA));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                " anna",
                "anna ",
                "an\tna",
                "anna\r",
                "ann\uFFFD",
                "ann\uD800",
                "\"anna\"",
                "{\"id\":1}"
            })
    void shouldRefuseWhatIsNoPlainId(String subject) {
        assertThat(NamedSubject.obstacle(subject, ONLY, 1)).isPresent();
    }

    @Test
    void shouldRefuseAnIdThatIsTooLong() {
        String longest = "ż".repeat(Skips.LONGEST_SUBJECT / 2);

        assertThat(NamedSubject.obstacle(longest, ONLY, 1)).isEmpty();
        assertThat(NamedSubject.obstacle(longest + "x", ONLY, 1))
                .hasValueSatisfying(obstacle -> assertThat(obstacle).contains("1025 bytes", "1024"));
    }
}
