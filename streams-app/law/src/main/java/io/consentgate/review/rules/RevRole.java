// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.EuropeanUnion.WP251;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.LookAlikes;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Text;
import io.consentgate.policy.Word;
import io.consentgate.review.ReviewCase;
import io.consentgate.review.ReviewOptions;
import io.consentgate.review.ReviewedEvent;
import io.consentgate.review.VerdictRule;
import io.consentgate.review.VerdictSituation;
import io.consentgate.review.facts.VerdictFacts;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reviewer who decides has a role with the authority to decide. A reviewer who confirms has the second role, and is
 * another person. Pseudonyms that no reader can tell apart belong to one person. Only the second role releases an
 * escalated case. Reviewers do not review their own campaign or model.
 */
final class RevRole implements VerdictRule {
    static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.REV_ROLE)
            .restsOn(WP251, GDPR.article(22).paragraph(3));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(VerdictSituation situation) {
        VerdictFacts verdict = situation.verdict();
        String second = verdict.secondReviewer();
        Facts wrong = role(verdict, situation.openCase(), situation.options());
        if (Text.isAbsent(verdict.reviewer())) {
            wrong = wrong.and(Fact.STAFF, null);
        }
        if (second != null && second.isBlank()) {
            wrong = wrong.and(Fact.SECOND_REVIEWER, null);
        } else if (second != null && LookAlikes.areAlike(second, verdict.reviewer())) {
            wrong = wrong.and(Fact.SECOND_REVIEWER, Word.SAME_PERSON);
        }
        wrong = conflict(wrong, verdict.reviewer(), situation);
        wrong = second == null ? wrong : conflict(wrong, second, situation);
        return wrong.isEmpty() ? Finding.kept() : Finding.broken(wrong);
    }

    private static Facts role(VerdictFacts verdict, @Nullable ReviewCase openCase, ReviewOptions options) {
        boolean escalated =
                openCase != null && openCase.escalated() && verdict.outcome().isRelease();
        Set<String> accepted =
                escalated || verdict.secondReviewer() != null ? Set.of(options.secondRole()) : options.roles();
        if (accepted.contains(verdict.reviewerRole())) {
            return Facts.NONE;
        }
        Facts wrong = Facts.of(Fact.REVIEWER_ROLE, verdict.reviewerRole()).and(Fact.ACCEPTED_ROLES, accepted);
        return escalated ? wrong.and(Fact.CASE_STATE, Word.CASE_ESCALATED) : wrong;
    }

    private static Facts conflict(Facts wrong, String person, VerdictSituation situation) {
        ReviewedEvent event = situation.event();
        if (event == null) {
            return wrong;
        }
        String authored = authored(person, event, situation.options());
        return authored == null ? wrong : wrong.and(Fact.STAFF, person).and(Fact.CONFLICT, authored);
    }

    private static @Nullable String authored(String person, ReviewedEvent event, ReviewOptions options) {
        for (ReviewOptions.Conflict conflict : options.conflicts()) {
            if (LookAlikes.areAlike(conflict.reviewer(), person) && event.isFrom(conflict.matter())) {
                return conflict.matter();
            }
        }
        return null;
    }
}
