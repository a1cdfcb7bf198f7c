// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitioningTest {

    @Test
    void shouldPlaceKeysWhereLibrdkafkaWasSeenToPlaceThem() {
        assertThat(IntStream.rangeClosed(1, 6).mapToObj(n -> Partitioning.LIBRDKAFKA.partitionFor("subj-" + n, 12)))
                .containsExactly(0, 10, 8, 11, 5, 11);
    }

    @Test
    void shouldSendNoKeyOrAnotherKey() {
        assertThat(Partitioning.NO_KEY.keyFor("subj-1")).isNull();
        assertThat(Partitioning.NO_KEY.partitionFor("subj-1", 12)).isBetween(0, 11);
        assertThat(Partitioning.WRONG_KEY.keyFor("subj-1")).isNotEqualTo(Partitioning.JAVA_CLIENT.keyFor("subj-1"));
    }
}
