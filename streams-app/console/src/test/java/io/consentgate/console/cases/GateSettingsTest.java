// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.console.cases.GateSettings.Stated;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateSettingsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private static Stated stated(int partition, String digest, Duration ago) {
        return new Stated("quarantine", partition, digest, NOW.minus(ago));
    }

    @Test
    void shouldAgreeWhereNothingWasStatedOrTheSame() {
        assertThat(new GateSettings(List.of()).differedAt("mine")).isEmpty();
        assertThat(new GateSettings(List.of(stated(0, "mine", Duration.ofDays(9)))).differedAt("mine"))
                .isEmpty();
    }

    @Test
    void shouldDifferWhereAllOfItDoesHoweverLongAgo() {
        assertThat(new GateSettings(List.of(
                                stated(0, "theirs", Duration.ofDays(9)), stated(1, "theirs", Duration.ofDays(8))))
                        .differedAt("mine"))
                .contains(NOW.minus(Duration.ofDays(8)));
    }

    @Test
    void shouldDifferWhereOneOfTwoGatesDoes() {
        assertThat(new GateSettings(List.of(stated(0, "mine", Duration.ZERO), stated(1, "theirs", Duration.ofHours(2))))
                        .differedAt("mine"))
                .contains(NOW.minus(Duration.ofHours(2)));
    }

    @Test
    void shouldKnowWhenItLastAgreed() {
        GateSettings settings = new GateSettings(List.of(
                stated(0, "mine", Duration.ofDays(3)),
                stated(1, "mine", Duration.ofHours(5)),
                stated(2, "theirs", Duration.ZERO)));

        assertThat(settings.agreedAt("mine")).contains(NOW.minus(Duration.ofHours(5)));
        assertThat(settings.agreedAt("another")).isEmpty();
    }

    @Test
    void shouldForgetWhatWasStatedBeforeAChange() {
        assertThat(new GateSettings(List.of(stated(0, "mine", Duration.ZERO), stated(1, "before", Duration.ofDays(2))))
                        .differedAt("mine"))
                .isEmpty();
    }
}
