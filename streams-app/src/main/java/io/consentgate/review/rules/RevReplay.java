// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.Text;
import io.consentgate.policy.Word;
import io.consentgate.review.ReviewCase;
import io.consentgate.review.VerdictRule;
import io.consentgate.review.VerdictSituation;
import io.consentgate.review.facts.VerdictFacts;
import java.util.List;
import java.util.Set;

/**
 * A verdict is used once, and is bound to the case as it was seen: the same approval does not serve another event.
 */
final class RevReplay implements VerdictRule {
    static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.REV_REPLAY,
            RuleKind.DIVERTS,
            Set.of(),
            List.of(),
            "The verdict was used before, or it was given on another state of the case.",
            "Werdykt już wykorzystano albo wydano go na podstawie innego stanu sprawy.");

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
        return replayed.isEmpty() ? Finding.kept() : Finding.broken(replayed);
    }
}
