// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.topology.Skips;
import io.consentgate.topology.Skips.Skip;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators order is read as they ordered it, by this version and as earlier ones wrote it. */
class SkipOrderTest {

    private static final String TOPIC = Uuid.randomUuid().toString();
    private static final long OFFSET = 77;

    @ParameterizedTest
    @ValueSource(strings = {"anna", "zażółć gęślą", "a:b c", "ab+/=?&"})
    void shouldReadThePersonWhomItWasWrittenWith(String subject) {
        SkipOrder order = new SkipOrder(TOPIC, new Skip(OFFSET, "OPS-311: why, at 12:00", true, subject));

        assertThat(SkipOrder.parse(OFFSET, order.metadata())).contains(order);
    }

    @Test
    void shouldReadOrdersOfEarlierVersions() {
        assertThat(SkipOrder.parse(OFFSET, TOPIC + " OPS-311: why"))
                .contains(new SkipOrder(TOPIC, new Skip(OFFSET, "OPS-311: why")));
        assertThat(SkipOrder.parse(OFFSET, TOPIC + ":unread OPS-311: why"))
                .contains(new SkipOrder(TOPIC, new Skip(OFFSET, "OPS-311: why", true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id", "id:unread", "id:other why", "id:unread:*** why", "id:unread:YQ:YQ why"})
    void shouldTakeNothingElseForAnOrder(String metadata) {
        assertThat(SkipOrder.parse(OFFSET, metadata)).isEmpty();
    }

    @Test
    void shouldStayWellBelowWhatBrokersTake() {
        Skip longest = new Skip(OFFSET, "ż".repeat(150), true, "x".repeat(Skips.LONGEST_SUBJECT));

        assertThat(new SkipOrder(TOPIC, longest).metadata().getBytes(UTF_8)).hasSizeLessThan(2_048);
    }
}
