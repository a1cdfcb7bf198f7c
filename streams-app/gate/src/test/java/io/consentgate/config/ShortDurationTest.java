// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortDurationTest {

    @ParameterizedTest
    @CsvSource({"0s, PT0S", "500ms, PT0.5S", "90s, PT1M30S", "5m, PT5M", "36h, PT36H", "1095d, P1095D"})
    void shouldReadAndWriteADurationAsOperatorsDo(String text, Duration duration) {
        assertThat(ShortDuration.parse(text)).isEqualTo(duration);
        assertThat(ShortDuration.text(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"60s, 1m", "24h, 1d", "PT30S, 30s", "PT0.0005S, PT0.0005S", "-PT1S, PT-1S"})
    void shouldWriteTheLongestUnitThatSaysItWhole(String text, String written) {
        assertThat(ShortDuration.text(ShortDuration.parse(text))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "30 seconds", "1w", "-1s", "99999999999999999999d", "9223372036854775807d"})
    void shouldSayHowToWriteWhatIsNone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShortDuration.parse(text))
                .withMessageContaining("'" + text + "' is no duration; write 500ms, 30s");
    }
}
