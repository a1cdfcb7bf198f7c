// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ContinuationTest {

    private static final TopicPartition MESSAGES_0 = new TopicPartition("outbound-messages", 0);
    private static final TopicPartition MESSAGES_1 = new TopicPartition("outbound-messages", 1);
    private static final TopicPartition CONSENT_0 = new TopicPartition("consent-state", 0);
    private static final TopicPartition CONSENT_1 = new TopicPartition("consent-state", 1);

    private final Map<TopicPartition, Long> beginnings = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Set<Integer> judged = new TreeSet<>();

    ContinuationTest() {
        for (TopicPartition input : Set.of(MESSAGES_0, MESSAGES_1, CONSENT_0, CONSENT_1)) {
            beginnings.put(input, 100L);
            ends.put(input, 900L);
        }
    }

    @Test
    void shouldGoOnWhereItStopped() {
        beginnings.keySet().forEach(input -> committed.put(input, 500L));
        judged.addAll(Set.of(0, 1));

        assertThat(continuation().findings()).isEmpty();
    }

    @Test
    void shouldBeginWhereItHasNeverBeen() {
        assertThat(continuation().findings()).isEmpty();
        assertThat(continuation().withoutPosition()).containsExactly(0, 1);
    }

    @Test
    void shouldNotMindATopicOnWhichNothingHasComeYet() {
        committed.put(CONSENT_0, 500L);
        judged.add(0);

        assertThat(continuation().findings()).isEmpty();
    }

    @Test
    void shouldNotMindRetentionOfWhatItHasRead() {
        beginnings.put(MESSAGES_0, 900L);
        committed.put(MESSAGES_0, 900L);

        assertThat(continuation().findings()).isEmpty();
    }

    @Test
    void shouldSayWhatRetentionTookUnread() {
        beginnings.put(MESSAGES_1, 700L);
        committed.put(MESSAGES_1, 500L);
        committed.put(MESSAGES_0, 500L);

        assertThat(continuation().findings()).containsOnlyKeys(Discontinuity.RECORDS_GONE);
        assertThat(continuation().findings().get(Discontinuity.RECORDS_GONE))
                .contains("outbound-messages-1", "stopped at offset 500", "begins at 700", "up to 200 records")
                .contains("only aborted transactions and markers", "--skip-gone-records")
                .doesNotContain("outbound-messages-0");
        assertThat(continuation().startOver(Discontinuity.RECORDS_GONE)).isEqualTo(Map.of(MESSAGES_1, 700L));
    }

    @Test
    void shouldSayThatAForgottenPositionMeansToJudgeAgain() {
        committed.put(CONSENT_0, 500L);
        judged.addAll(Set.of(0, 1));

        assertThat(continuation().findings()).containsOnlyKeys(Discontinuity.POSITION_LOST);
        assertThat(continuation().findings().get(Discontinuity.POSITION_LOST))
                .contains("partitions [1]", "twice", "offsets.retention.minutes")
                .contains("kafka-consumer-groups", "--group gate", "--to-datetime", "--judge-again")
                .contains("--execute --topic outbound-messages:1. ")
                .contains("by as much as it lagged", "sent twice", "judged from its beginning")
                .doesNotContain("--topic consent-state");
        assertThat(continuation().startOver(Discontinuity.POSITION_LOST))
                .isEqualTo(Map.of(MESSAGES_1, 100L, CONSENT_1, 100L));
    }

    @Test
    void shouldSayThatATopicMadeAnewIsJudgedAgain() {
        committed.put(MESSAGES_0, 901L);

        assertThat(continuation().findings()).containsOnlyKeys(Discontinuity.POSITION_LOST);
        assertThat(continuation().findings().get(Discontinuity.POSITION_LOST))
                .contains("outbound-messages-0 ends at 900, before offset 901")
                .contains("--topic outbound-messages:0. ");
        assertThat(continuation().startOver(Discontinuity.POSITION_LOST)).isEqualTo(Map.of(MESSAGES_0, 100L));
    }

    @Test
    void shouldWarnOfATopicThatWasLeftOutWhenTheGroupWasPutBack() {
        committed.putAll(Map.of(CONSENT_0, 500L, CONSENT_1, 500L, MESSAGES_0, 500L));
        judged.addAll(Set.of(0, 1));

        assertThat(continuation().findings()).isEmpty();
        assertThat(continuation().warnings())
                .singleElement()
                .asString()
                .contains("no position on [outbound-messages-1]", "judged from the beginning", "put back by hand");
    }

    @Test
    void shouldNotWarnOfWhatIsEmptyOrMayBeReadAgainOrWasNeverJudged() {
        committed.putAll(Map.of(MESSAGES_0, 500L, CONSENT_1, 500L));
        ends.put(MESSAGES_1, 100L);
        judged.addAll(Set.of(0, 1));
        assertThat(continuation().warnings()).as("consent, and an empty topic").isEmpty();

        ends.put(MESSAGES_1, 900L);
        judged.remove(1);
        assertThat(continuation().warnings()).as("no state of partition 1").isEmpty();
    }

    private Continuation continuation() {
        return new Continuation("gate", Set.of("outbound-messages"), beginnings, committed, ends, judged);
    }
}
