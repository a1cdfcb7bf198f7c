// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.consentgate.policy.PolicyOptions.HumanPattern;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.RecordingBasis;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator may set a rule as wide as it goes, and no wider; the gate does not start with a setting that it cannot meet. */
class OptionBoundsTest {
    private static final PolicyOptions DEFAULTS = PolicyOptions.defaults();

    @ParameterizedTest
    @CsvSource({"50, 0", "50, 1", "1000, 0.02"})
    void shouldDrawAHumansPatternFromEnoughDecisionsAndAnyShare(int window, double share) {
        HumanPattern pattern = new HumanPattern(window, share, false);

        assertThat(pattern.window()).isEqualTo(window);
        assertThat(pattern.leastChanged()).isEqualTo(share);
    }

    @ParameterizedTest
    @ValueSource(ints = {49, 1_001})
    void shouldDrawNoPatternFromTooFewDecisionsOrMoreThanAreKept(int window) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HumanPattern(window, 0.02, false))
                .withMessageContaining(window + " decisions; it has to be from 50 to 1000");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
    void shouldRefuseAShareThatIsNone(double share) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HumanPattern(50, share, false))
                .withMessageContaining(share + "; it has to lie between 0 and 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-PT1S"})
    void shouldRefuseATimeInWhichNothingCouldBeAnswered(Duration time) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MessageOptions(time, false, Duration.ofDays(30)))
                .withMessageContaining("The window of a conversation is " + time);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MessageOptions(Duration.ofHours(24), false, time))
                .withMessageContaining("The greatest age of an inquiry is " + time);
    }

    @ParameterizedTest
    @CsvSource({"1, PT1H", "100, P366D"})
    void shouldLimitContactsFromOneAnHourToAHundredAYear(int most, Duration window) {
        ContactLimit limit = new ContactLimit(Channel.SMS, most, window);

        assertThat(limit.most()).isEqualTo(most);
        assertThat(limit.window()).isEqualTo(window);
    }

    @ParameterizedTest
    @CsvSource({"0, PT1H", "101, PT1H", "1, PT59M", "1, PT8785H", "1, PT90M"})
    void shouldRefuseALimitThatLetsNothingOutOrCannotBeKept(int most, Duration window) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ContactLimit(Channel.SMS, most, window));
    }

    @Test
    void shouldLimitNoChannelThatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContactLimit(Channel.UNKNOWN, 1, Duration.ofDays(1)))
                .withMessageContaining("UNKNOWN");
    }

    @Test
    void shouldRefuseWhatWouldMakeTheGateFailOpenOrHoldBackEverything() {
        assertRefused(PolicyOptionsBuilder.builder(DEFAULTS).humanFloor(Duration.ofSeconds(-1)), "least time");
        assertRefused(
                PolicyOptionsBuilder.builder(DEFAULTS)
                        .humanWindow(DEFAULTS.humanFloor().minusSeconds(1)),
                "can have signed at most");
        assertRefused(PolicyOptionsBuilder.builder(DEFAULTS).maxBatchSize(0), "signed at once is 0");
        assertRefused(PolicyOptionsBuilder.builder(DEFAULTS).clockSkew(Duration.ofSeconds(-1)), "clock skew");
        assertRefused(PolicyOptionsBuilder.builder(DEFAULTS).jurisdictions(Set.of()), "No jurisdiction");
        assertRefused(
                PolicyOptionsBuilder.builder(DEFAULTS).acceptedRecordingBases(Set.of(RecordingBasis.UNKNOWN)),
                "unknown recording basis");
    }

    @Test
    void shouldTakeAHumanOfNoTimeAndClocksThatAgree() {
        PolicyOptions options = PolicyOptionsBuilder.builder(DEFAULTS)
                .humanFloor(Duration.ZERO)
                .clockSkew(Duration.ZERO)
                .build();

        assertThat(options.humanFloor()).isZero();
        assertThat(options.clockSkew()).isZero();
    }

    private static void assertRefused(PolicyOptionsBuilder options, String why) {
        assertThatIllegalArgumentException().isThrownBy(options::build).withMessageContaining(why);
    }
}
