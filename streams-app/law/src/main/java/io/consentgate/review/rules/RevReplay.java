// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Text;
import io.consentgate.policy.Word;
import io.consentgate.review.ReviewCase;
import io.consentgate.review.VerdictRule;
import io.consentgate.review.VerdictSituation;
import io.consentgate.review.facts.VerdictFacts;

/**
 * A verdict is used once, and is bound to the case as the reviewer saw it: the same approval does not serve another
 * event. An event is released once, however often it is published.
 */
final class RevReplay implements VerdictRule {
    static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.REV_REPLAY);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(VerdictSituation situation) {
        VerdictFacts verdict = situation.verdict();
        ReviewCase openCase = situation.openCase();
        Facts replayed = situation.verdictSeen() ? Facts.of(Fact.VERDICT_ID, Word.USED) : Facts.NONE;
        if (Text.isAbsent(verdict.verdictId())) {
            replayed = replayed.and(Fact.VERDICT_ID, null);
        }
        if (openCase != null && !openCase.digest().equals(verdict.caseDigest())) {
            replayed = replayed.and(Fact.CASE_DIGEST, Word.DIFFERS);
        }
        if (situation.eventReleased() && verdict.outcome().isRelease()) {
            replayed = replayed.and(Fact.CASE_STATE, Word.RELEASED_BEFORE);
        }
        return replayed.isEmpty() ? Finding.kept() : Finding.broken(replayed);
    }
}
