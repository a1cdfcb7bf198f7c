// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Word;
import io.consentgate.review.ReviewCase;
import io.consentgate.review.VerdictRule;
import io.consentgate.review.VerdictSituation;

/**
 * A verdict concerns an open case, and counts at the instant at which it arrives: the person may have withdrawn consent
 * since, and no lapse of time releases anything.
 */
final class RevStale implements VerdictRule {
    static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.REV_STALE)
            .restsOn(GDPR.article(7).paragraph(3), GDPR.article(5).paragraph(2));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(VerdictSituation situation) {
        ReviewCase openCase = situation.openCase();
        if (openCase == null) {
            return Finding.broken(Facts.of(Fact.CASE_STATE, Word.NOT_HELD));
        }
        if (!openCase.closesAt().isAfter(situation.at())) {
            return Finding.broken(Facts.of(Fact.CASE_STATE, Word.EXPIRED).and(Fact.EXPIRES_AT, openCase.closesAt()));
        }
        return situation.event() == null ? Finding.broken(Facts.of(Fact.CASE_STATE, Word.UNREADABLE)) : Finding.kept();
    }
}
