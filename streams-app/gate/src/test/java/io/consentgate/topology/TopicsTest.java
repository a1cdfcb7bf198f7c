// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    /** How often a broker looks for what to delete, and for how long it then leaves the file. */
    private static final Duration BROKERS_ROUND = Duration.ofMinutes(6);

    /** An event says by retainUntil when it is gone; a broker counts from the newest record of a segment. */
    @ParameterizedTest
    @ValueSource(strings = {"P3D", "P30D", "P365D"})
    void shouldHaveNoContentLeftWhenItsRetentionEnds(Duration retention) {
        Topics topics = Topics.prefixed("");
        List<String> ofContent = List.of(topics.quarantine(), topics.deadLetters(), topics.reviewVerdicts());

        assertThat(topics.specs(retention, Duration.ofDays(1095)))
                .filteredOn(spec -> ofContent.contains(spec.name()))
                .hasSize(3)
                .allSatisfy(spec -> {
                    assertThat(duration(spec.settings(), "retention.ms")
                                    .plus(duration(spec.settings(), "segment.ms"))
                                    .plus(BROKERS_ROUND))
                            .isLessThan(retention);
                    assertThat(duration(spec.settings(), "retention.ms"))
                            .as("for as long as a case may be open")
                            .isEqualTo(Topics.readableFor(retention));
                });
    }

    private static Duration duration(Map<String, String> settings, String name) {
        return Duration.ofMillis(Long.parseLong(settings.get(name)));
    }
}
