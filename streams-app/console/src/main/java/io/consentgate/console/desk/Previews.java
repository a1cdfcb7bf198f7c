// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.RuleFinding;
import io.consentgate.console.cases.Unforeseen;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.cases.VerdictResult;
import io.consentgate.policy.Language;
import io.consentgate.policy.Outcome;
import io.consentgate.policy.Policy;
import io.consentgate.policy.Reason;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.MessageFacts;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Applies the gate's own rules to an imagined verdict given now. Its reviewer has taken enough time, opened all
 * evidence and named a required explanation; {@link CasePart#unopened} tells what they must still open. The gate will
 * judge again, with facts that it alone knows: the reviewer's figures, and for a release the facts in {@link
 * Unforeseen}.
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
                false,
                consent,
                ReviewerFigures.NONE,
                now));
        if (ruling instanceof Ruling.Released released) {
            return new Preview.Released(findings(released.assessment().advice()), false, unforeseen(released.event()));
        }
        if (ruling instanceof Ruling.Refused refused) {
            List<RuleFinding> refusals = findings(refused.refusals());
            return refusals.stream().allMatch(refusal -> refusal.rule().equals(VerdictResult.FOUR_EYES))
                    ? new Preview.Released(List.of(), true, unforeseen(event))
                    : new Preview.Refused(refusals);
        }
        return new Preview.Unknown();
    }

    /** The facts that the gate remembers about such an event. */
    private Set<Unforeseen> unforeseen(ReviewedEvent event) {
        Set<Unforeseen> unforeseen = EnumSet.of(Unforeseen.RELEASED_BEFORE);
        if (event instanceof ReviewedEvent.Message message) {
            MessageFacts facts = message.facts();
            addIf(Policy.repliesToInquiry(facts), Unforeseen.REPLIED, unforeseen);
            addIf(Policy.mayAskToConfirm(facts), Unforeseen.ASKED, unforeseen);
            addIf(policy.events().countsContacts(facts), Unforeseen.CONTACTS, unforeseen);
        } else if (event instanceof ReviewedEvent.Decision decision) {
            addIf(decision.facts().automation().human() != null, Unforeseen.HUMAN_PATTERN, unforeseen);
        }
        return unforeseen;
    }

    private static void addIf(boolean asked, Unforeseen each, Set<Unforeseen> unforeseen) {
        if (asked) {
            unforeseen.add(each);
        }
    }

    /** The result of any verdict on a case that the gate has closed or is about to close; empty before that. */
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
                classification == null ? null : Classifications.facts(classification),
                specialCategoryExcluded,
                null,
                null,
                outcome.isDecision() ? STATED : null,
                changes ? ByteBuffer.wrap(new byte[1]) : null);
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
                // The imagined verdict assumes a case quarantined long enough ago, and opened after that.
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
                        reason.code().code(),
                        reason.law(Language.ENGLISH),
                        reason.text(Language.ENGLISH),
                        reason.text(Language.POLISH),
                        reason.factsByName()))
                .toList();
    }
}
