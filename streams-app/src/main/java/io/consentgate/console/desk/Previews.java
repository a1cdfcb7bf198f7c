// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.RuleFinding;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.cases.VerdictResult;
import io.consentgate.policy.Outcome;
import io.consentgate.policy.Reason;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.review.Review;
import io.consentgate.review.ReviewCase;
import io.consentgate.review.ReviewPolicy;
import io.consentgate.review.ReviewedEvent;
import io.consentgate.review.ReviewerFigures;
import io.consentgate.review.Ruling;
import io.consentgate.review.facts.VerdictFacts;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the gate's own rules say of a verdict that was given now by somebody who had taken all the time and opened all
 * the evidence that it needs; what they still have to open is {@link CasePart#unopened}. The gate judges again, with what
 * it alone knows: the replies that it has let through and the reviewer's figures.
 */
final class Previews {

    private static final String STATED = "preview";
    private static final Duration LONG_ENOUGH = Duration.ofHours(1);

    private final ReviewPolicy policy;
    private final Clock clock;

    Previews(ReviewPolicy policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    Preview of(
            CaseRows.Row row,
            boolean mustExcludeSpecialCategory,
            ReviewedEvent event,
            ConsentView consent,
            Reviewer reviewer,
            VerdictOutcome outcome,
            @Nullable Classification classification,
            boolean specialCategoryExcluded) {
        if (!outcome.mayRelease()) {
            return outcome == VerdictOutcome.ESCALATE ? new Preview.PassedOn() : new Preview.Ends();
        }
        if (outcome == VerdictOutcome.RECLASSIFY && classification == null) {
            return new Preview.DependsOnInput();
        }
        Instant now = clock.instant();
        Ruling ruling = policy.rule(new Review(
                verdict(row, reviewer, outcome, classification, specialCategoryExcluded, now),
                false,
                openCase(row, mustExcludeSpecialCategory, now),
                event,
                false,
                consent,
                ReviewerFigures.NONE,
                now));
        if (ruling instanceof Ruling.Released released) {
            return new Preview.Released(findings(released.assessment().advice()), false);
        }
        if (ruling instanceof Ruling.Refused refused) {
            List<RuleFinding> refusals = findings(refused.refusals());
            return refusals.stream().allMatch(refusal -> refusal.rule().equals(VerdictResult.FOUR_EYES))
                    ? new Preview.Released(List.of(), true)
                    : new Preview.Refused(refusals);
        }
        return new Preview.Unknown();
    }

    /** What any verdict meets on a case that the gate has closed by now or is about to; empty before that. */
    Optional<Preview> ifLate(CaseRows.Row row, Reviewer reviewer, VerdictOutcome outcome) {
        Instant now = clock.instant();
        if (row.summary().deadline().isAfter(now)) {
            return Optional.empty();
        }
        Ruling ruling = policy.rule(new Review(
                verdict(row, reviewer, outcome, null, true, now),
                false,
                openCase(row, false, now),
                null,
                false,
                ConsentView.NoRecord.NO_RECORD,
                ReviewerFigures.NONE,
                now));
        return ruling instanceof Ruling.Refused refused
                ? Optional.of(new Preview.Refused(findings(refused.refusals())))
                : Optional.empty();
    }

    private VerdictFacts verdict(
            CaseRows.Row row,
            Reviewer reviewer,
            VerdictOutcome outcome,
            @Nullable Classification classification,
            boolean specialCategoryExcluded,
            Instant now) {
        boolean changes = outcome == VerdictOutcome.DECIDE_AMEND || outcome == VerdictOutcome.DECIDE_OVERTURN;
        return new VerdictFacts(
                STATED,
                row.summary().caseId(),
                row.digest(),
                row.summary().subjectId(),
                reviewer.id(),
                reviewer.decidesAs().word(),
                now.minus(LONG_ENOUGH),
                Arrays.stream(CasePart.values()).map(CasePart::word).toList(),
                Math.toIntExact(LONG_ENOUGH.toSeconds()),
                now,
                io.consentgate.review.facts.VerdictOutcome.valueOf(outcome.name()),
                STATED,
                classification == null ? null : truth(classification),
                specialCategoryExcluded,
                null,
                null,
                changes ? ByteBuffer.wrap(new byte[1]) : null);
    }

    private static VerdictFacts.TrueClassification truth(Classification stated) {
        String purpose = stated.purpose();
        Set<Effect> effects = stated.effects().stream().map(Effect::valueOf).collect(Collectors.toSet());
        return new VerdictFacts.TrueClassification(
                purpose == null ? null : Purpose.valueOf(purpose), effects, stated.basisRef());
    }

    private static ReviewCase openCase(CaseRows.Row row, boolean mustExcludeSpecialCategory, Instant now) {
        return new ReviewCase(
                row.summary().caseId(),
                row.digest(),
                row.summary().subjectId(),
                row.summary().allowedOutcomes().stream()
                        .map(outcome -> Outcome.valueOf(outcome.name()))
                        .collect(Collectors.toSet()),
                row.summary().rules(),
                mustExcludeSpecialCategory,
                false,
                // Held back in this instant at the latest, and opened after that.
                row.summary().quarantinedAt().isBefore(now.minus(LONG_ENOUGH))
                        ? row.summary().quarantinedAt()
                        : now.minus(LONG_ENOUGH),
                row.summary().deadline(),
                row.summary().escalated(),
                null);
    }

    private static List<RuleFinding> findings(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> new RuleFinding(
                        reason.code().code(), reason.law(), reason.en(), reason.pl(), reason.factsByName()))
                .toList();
    }
}
