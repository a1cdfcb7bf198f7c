// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.PolicyOptions.HumanPattern;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.RecordingBasis;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyOptionsTest {
    private static final PolicyOptions DEFAULTS = PolicyOptions.defaults();
    private static final LocalDate DAY = LocalDate.of(2026, 11, 2);
    private static final ContactLimit DAILY = new ContactLimit(Channel.SMS, 2, Duration.ofHours(24));
    private static final ContactLimit WEEKLY = new ContactLimit(Channel.EMAIL, 5, Duration.ofDays(7));

    @Test
    void shouldChangeOneThingAndKeepAllElse() {
        HumanPattern pattern = new HumanPattern(60, 0.1, true);
        Set<RecordingBasis> bases = EnumSet.of(RecordingBasis.LEGAL_OBLIGATION);
        ContactOptions contact = limited(true, DAILY);

        assertThat(DEFAULTS.withHumanPattern(pattern))
                .isEqualTo(PolicyOptionsBuilder.builder(DEFAULTS)
                        .humanPattern(pattern)
                        .build());
        assertThat(DEFAULTS.withAcceptedRecordingBases(bases))
                .isEqualTo(PolicyOptionsBuilder.builder(DEFAULTS)
                        .acceptedRecordingBases(bases)
                        .build());
        assertThat(DEFAULTS.withContact(contact))
                .isEqualTo(
                        PolicyOptionsBuilder.builder(DEFAULTS).contact(contact).build());
        assertThat(DEFAULTS.withMessages(DEFAULTS.messages())).isEqualTo(DEFAULTS);
    }

    @Test
    void shouldKeepTheModesOfOtherRules() {
        PolicyOptions observed = DEFAULTS.withMode(RuleCode.MSG_EXPIRED, RuleMode.OBSERVE)
                .withMode(RuleCode.MSG_OBJECTION, RuleMode.OBSERVE);

        assertThat(observed.mode(RuleCode.MSG_EXPIRED)).isEqualTo(RuleMode.OBSERVE);
        assertThat(observed.mode(RuleCode.MSG_OBJECTION)).isEqualTo(RuleMode.OBSERVE);
    }

    @Test
    void shouldTakeAHumansWindowThatIsAsLongAsTheirFloor() {
        assertThat(PolicyOptionsBuilder.builder(DEFAULTS)
                        .humanWindow(DEFAULTS.humanFloor())
                        .build()
                        .humanWindow())
                .isEqualTo(DEFAULTS.humanFloor());
    }

    @Test
    void shouldKnowWhichRulesOnlyAdviseAsThingsAreSet() {
        assertThat(DEFAULTS.onlyAdvises(RuleCode.ADM_HUMAN_PATTERN, DAY)).isTrue();
        assertThat(DEFAULTS.withHumanPattern(new HumanPattern(50, 0.02, true))
                        .onlyAdvises(RuleCode.ADM_HUMAN_PATTERN, DAY))
                .isFalse();
        assertThat(DEFAULTS.onlyAdvises(RuleCode.MSG_CONTACT_FREQUENCY, DAY)).isTrue();
        assertThat(DEFAULTS.withContact(limited(true, DAILY)).onlyAdvises(RuleCode.MSG_CONTACT_FREQUENCY, DAY))
                .isFalse();
        assertThat(DEFAULTS.onlyAdvises(RuleCode.MSG_OBJECTION, DAY)).isFalse();
    }

    @Test
    void shouldAdviseOnCreditDataUntilTheDayThatIsSet() {
        PolicyOptions set =
                PolicyOptionsBuilder.builder(DEFAULTS).creditDataFrom(DAY).build();

        assertThat(DEFAULTS.onlyAdvises(RuleCode.ADM_CREDIT_DATA, DAY)).isTrue();
        assertThat(set.onlyAdvises(RuleCode.ADM_CREDIT_DATA, DAY.minusDays(1))).isTrue();
        assertThat(set.onlyAdvises(RuleCode.ADM_CREDIT_DATA, DAY)).isFalse();
    }

    @Test
    void shouldKnowWhichRulesHaveNothingToGoBy() {
        PolicyOptions set = DEFAULTS.withContact(new ContactOptions(
                List.of(new ContactHours(
                        Channel.VOICE, EnumSet.of(DayOfWeek.MONDAY), false, LocalTime.of(9, 0), LocalTime.of(20, 0))),
                List.of(DAILY),
                false,
                Map.of(),
                PublicHolidays.NONE));

        assertThat(DEFAULTS.isUnset(RuleCode.MSG_CONTACT_HOURS)).isTrue();
        assertThat(DEFAULTS.isUnset(RuleCode.MSG_CONTACT_FREQUENCY)).isTrue();
        assertThat(set.isUnset(RuleCode.MSG_CONTACT_HOURS)).isFalse();
        assertThat(set.isUnset(RuleCode.MSG_CONTACT_FREQUENCY)).isFalse();
        assertThat(DEFAULTS.isUnset(RuleCode.MSG_OBJECTION)).isFalse();
    }

    @Test
    void shouldRememberAsManyContactsForAsLongAsTheWidestLimitNeeds() {
        ContactOptions limited = limited(false, WEEKLY, DAILY);

        assertThat(limited.limits()).as("the shortest first").containsExactly(DAILY, WEEKLY);
        assertThat(limited.mostRemembered()).isEqualTo(5);
        assertThat(limited.longestWindow()).isEqualTo(Duration.ofDays(7));
        assertThat(ContactOptions.DEFAULT.mostRemembered()).isZero();
        assertThat(ContactOptions.DEFAULT.longestWindow()).isZero();
    }

    private static ContactOptions limited(boolean divert, ContactLimit... limits) {
        return new ContactOptions(List.of(), List.of(limits), divert, Map.of(), PublicHolidays.NONE);
    }
}
