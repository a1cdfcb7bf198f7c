// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.Assessment.Diverted;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AssessmentTest {
    private static final Set<Outcome> REJECT_ALONE = Set.of(Outcome.REJECT);
    private static final Set<Outcome> MORE = Set.of(Outcome.REJECT, Outcome.RECHECK);

    /** To report a message after it went out is no wrong to a person; to send one that broke a rule is. */
    @Test
    void shouldTellAnUnlawfulSendFromALateReport() {
        assertThat(diverted(REJECT_ALONE, RuleCode.MSG_ALREADY_SENT).isUnlawfulSend())
                .isFalse();
        assertThat(diverted(REJECT_ALONE, RuleCode.MSG_OBJECTION, RuleCode.MSG_ALREADY_SENT)
                        .isUnlawfulSend())
                .isTrue();
        assertThat(diverted(REJECT_ALONE, RuleCode.MSG_OBJECTION, RuleCode.MSG_EXPIRED)
                        .isUnlawfulSend())
                .isFalse();
    }

    @Test
    void shouldAskNoReviewerToRejectWhatNothingCanRelease() {
        assertThat(diverted(REJECT_ALONE, RuleCode.MSG_EXPIRED).needsHuman()).isFalse();
        assertThat(diverted(MORE, RuleCode.MSG_OBJECTION).needsHuman()).isTrue();
        assertThat(diverted(REJECT_ALONE, RuleCode.MSG_OBJECTION, RuleCode.MSG_ALREADY_SENT)
                        .needsHuman())
                .isTrue();
    }

    @Test
    void shouldKnowThatThePublishersLimitHadPassed() {
        assertThat(diverted(REJECT_ALONE, RuleCode.MSG_OBJECTION, RuleCode.MSG_EXPIRED)
                        .isExpired())
                .isTrue();
        assertThat(diverted(REJECT_ALONE, RuleCode.ADM_EXPIRED).isExpired()).isTrue();
        assertThat(diverted(MORE, RuleCode.MSG_OBJECTION).isExpired()).isFalse();
    }

    private static Diverted diverted(Set<Outcome> allowed, RuleCode... broken) {
        List<Reason> violations = Stream.of(broken)
                .map(code -> new Reason(RuleDescription.diverts(code), Facts.NONE.values(), List.of()))
                .toList();
        return new Diverted(violations, List.of(), List.of(), allowed);
    }
}
