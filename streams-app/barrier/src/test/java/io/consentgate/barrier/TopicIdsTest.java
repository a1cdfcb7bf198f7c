// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.consentgate.barrier.TopicIds.Standing;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicIdsTest {
    private static final String TOPIC = "table";
    private static final Uuid FIRST = Uuid.randomUuid();
    private static final Uuid OTHER = Uuid.randomUuid();

    private final TopicIds ids = new TopicIds();

    @BeforeEach
    void first() {
        ids.found(TOPIC, FIRST);
    }

    @Test
    void shouldKnowATopicByTheIdThatWasNamedFirst() {
        ids.found(TOPIC, FIRST);

        assertThat(ids.standing(TOPIC)).isEqualTo(Standing.SAME);
        assertThat(ids.last(TOPIC)).isEqualTo(FIRST);
    }

    @Test
    void shouldTakeATopicForReplacedWhenTwoAnswersInARowSaySo() {
        ids.found(TOPIC, OTHER);
        assertThat(ids.standing(TOPIC)).isEqualTo(Standing.DOUBTFUL);

        ids.found(TOPIC, OTHER);
        assertThat(ids.standing(TOPIC)).isEqualTo(Standing.REPLACED);
        assertThat(ids.first(TOPIC)).isEqualTo(FIRST);
        assertThat(ids.last(TOPIC)).isEqualTo(OTHER);
    }

    @Test
    void shouldNotTakeOneAnswerOfAnOutdatedBrokerForAReplacement() {
        ids.found(TOPIC, OTHER);
        ids.found(TOPIC, FIRST);
        assertThat(ids.standing(TOPIC)).isEqualTo(Standing.SAME);

        ids.found(TOPIC, OTHER);
        ids.found(TOPIC, Uuid.randomUuid());
        assertThat(ids.standing(TOPIC)).isEqualTo(Standing.DOUBTFUL);
    }

    /** What was read of the first one is of no use, whichever topic an outdated broker still knows. */
    @Test
    void shouldStayReplaced() {
        ids.found(TOPIC, OTHER);
        ids.found(TOPIC, OTHER);
        ids.found(TOPIC, FIRST);

        assertThat(ids.standing(TOPIC)).isEqualTo(Standing.REPLACED);
        assertThat(ids.last(TOPIC)).isEqualTo(OTHER);
    }

    @Test
    void shouldKnowNothingOfATopicThatNoAnswerNamed() {
        assertThatNullPointerException().isThrownBy(() -> ids.standing("other"));
    }
}
