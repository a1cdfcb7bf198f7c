// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.EuropeanUnion.SYMBOLIC_REVIEW;
import static io.consentgate.policy.law.EuropeanUnion.WP251;

import io.consentgate.policy.Fact;
import io.consentgate.policy.FactValue;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Plausible;
import io.consentgate.policy.Reference;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Text;
import io.consentgate.policy.Word;
import io.consentgate.review.ReviewCase;
import io.consentgate.review.ReviewOptions;
import io.consentgate.review.VerdictRule;
import io.consentgate.review.VerdictSituation;
import io.consentgate.review.facts.Evidence;
import io.consentgate.review.facts.VerdictFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A reviewer opens the evidence, takes time for it and says why; the stated times are possible. The same holds for a
 * reviewer who confirms another's verdict.
 *
 * <p>A reviewer must open what the outcome depends on, as {@link Evidence} states. The gate does not read content: a
 * reviewer must also open empty or encrypted content, to see that it is.
 */
final class RevToken implements VerdictRule {
    static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.REV_TOKEN)
            .restsOn(WP251, SYMBOLIC_REVIEW, GDPR.article(22).paragraph(3));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(VerdictSituation situation) {
        VerdictFacts verdict = situation.verdict();
        ReviewOptions options = situation.options();
        Facts token = Facts.NONE;
        if (verdict.evidenceOpened().stream().noneMatch(Text::isPresent)) {
            token = token.and(Fact.EVIDENCE_OPENED, null);
        }
        token = unopened(token, verdict);
        if (Reference.isNoReason(verdict.rationale())) {
            token = token.and(Fact.RATIONALE, Word.ABSENT);
        }
        Duration active = Duration.ofSeconds(verdict.activeSeconds());
        if (active.compareTo(options.floor()) < 0) {
            token = token.and(Fact.ACTIVE_SECONDS, verdict.activeSeconds())
                    .and(Fact.FLOOR_SECONDS, options.floor().toSeconds());
        }
        token = times(token, verdict, active, situation.at().plus(options.clockSkew()));
        ReviewCase openCase = situation.openCase();
        if (openCase != null && verdict.openedAt().plus(options.clockSkew()).isBefore(openCase.quarantinedAt())) {
            token = token.and(Fact.OPENED_AT, verdict.openedAt()).and(Fact.QUARANTINED_AT, openCase.quarantinedAt());
        }
        return token.isEmpty() ? Finding.kept() : Finding.broken(token);
    }

    private static Facts unopened(Facts token, VerdictFacts verdict) {
        boolean confirmsAmendment = verdict.secondReviewer() != null && verdict.amendedContent() != null;
        Set<Evidence> unopened =
                Evidence.unopened(verdict.outcome(), confirmsAmendment, Set.copyOf(verdict.evidenceOpened()));
        return unopened.isEmpty()
                ? token
                : token.and(
                        Fact.EVIDENCE_NOT_OPENED,
                        FactValue.listOf(unopened.stream().map(RevToken::word).toList()));
    }

    private static Word word(Evidence part) {
        return switch (part) {
            case CONSENT, CONSENT_HISTORY -> Word.CONSENT;
            case CONTENT -> Word.CONTENT;
            case AMENDMENT -> Word.AMENDMENT;
        };
    }

    /**
     * A reviewer cannot decide before opening the case, work longer than it was open, or decide tomorrow. A time in
     * another unit, or a default, is no time, and so shows no time spent.
     */
    private static Facts times(Facts token, VerdictFacts verdict, Duration active, Instant latestPlausible) {
        Facts impossible = token;
        if (!Plausible.isPast(verdict.openedAt(), latestPlausible)) {
            impossible = impossible.and(Fact.OPENED_AT, verdict.openedAt());
        }
        // Rounded up: activeSeconds counts whole seconds.
        Duration open =
                Duration.between(verdict.openedAt(), verdict.decidedAt()).plusSeconds(1);
        if (verdict.openedAt().isAfter(verdict.decidedAt()) || active.compareTo(open) > 0) {
            impossible = impossible
                    .and(Fact.ACTIVE_SECONDS, verdict.activeSeconds())
                    .and(Fact.OPENED_AT, verdict.openedAt())
                    .and(Fact.DECIDED_AT, verdict.decidedAt());
        }
        return Plausible.isPast(verdict.decidedAt(), latestPlausible)
                ? impossible
                : impossible.and(Fact.DECIDED_AT, verdict.decidedAt());
    }
}
