// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.rules;

import static io.consentgate.policy.law.EuropeanUnion.SYMBOLIC_REVIEW;
import static io.consentgate.policy.law.EuropeanUnion.WP251;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Word;
import io.consentgate.review.VerdictRule;
import io.consentgate.review.VerdictSituation;

/**
 * Two people release an event where a reviewer's figures look like rubber-stamping, or where the operator always
 * requires two. The second person looks for themselves, and confirms exactly the waiting verdict.
 */
final class RevFourEyes implements VerdictRule {
    static final RuleDescription DESCRIPTION =
            RuleDescription.diverts(RuleCode.REV_FOUR_EYES).restsOn(WP251, SYMBOLIC_REVIEW);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(VerdictSituation situation) {
        return situation.isConfirmation() && !situation.confirmsProposal()
                ? Finding.broken(Facts.of(Fact.CONFIRMS, Word.NOTHING_WAITS))
                : Finding.kept();
    }
}
