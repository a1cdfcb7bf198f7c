// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Policy;
import io.consentgate.policy.Reason;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.review.facts.Rationales;
import io.consentgate.review.facts.VerdictFacts;
import io.consentgate.review.facts.VerdictFacts.TrueClassification;
import io.consentgate.review.facts.VerdictOutcome;
import io.consentgate.review.rules.VerdictRules;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges reviewers' verdicts. Immutable, thread-safe and silent, as {@link Policy} is.
 *
 * <p>No rule is ever waived: an event goes on only if the whole catalogue clears it at that instant, as the verdict
 * corrects it or as a human decided it.
 */
public final class ReviewPolicy {

    private static final ZoneId POLAND = ZoneId.of("Europe/Warsaw");

    private final Policy policy;
    private final ReviewOptions options;

    /** @param policy judges the event again */
    public ReviewPolicy(Policy policy, ReviewOptions options) {
        this.policy = policy;
        this.options = options;
    }

    public ReviewOptions options() {
        return options;
    }

    /** The answer to one verdict; the same arguments always give the same answer. */
    public Ruling rule(Review review) {
        VerdictSituation situation = new VerdictSituation(review, options);
        List<Reason> refusals = refusals(situation);
        ReviewCase openCase = review.openCase();
        ReviewedEvent event = review.event();
        if (!refusals.isEmpty() || openCase == null || event == null) {
            return new Ruling.Refused(refusals, false, null, null);
        }
        VerdictFacts verdict = review.verdict();
        if (openCase.control()) {
            return new Ruling.ControlClosed(verdict.isBulkRejection() ? null : act(review, failsControl(verdict)));
        }
        if (verdict.outcome() == VerdictOutcome.ESCALATE) {
            return new Ruling.Escalated();
        }
        if (!verdict.outcome().isRelease()) {
            return new Ruling.Rejected(verdict.isBulkRejection() ? null : act(review, false));
        }
        return release(review, situation, openCase, event);
    }

    private List<Reason> refusals(VerdictSituation situation) {
        List<Reason> refusals = new ArrayList<>();
        for (VerdictRule rule : VerdictRules.all()) {
            if (rule.judge(situation) instanceof Finding.Broken broken) {
                refusals.add(reason(rule.description(), broken.facts(), situation.at()));
            }
        }
        return refusals;
    }

    private Ruling release(Review review, VerdictSituation situation, ReviewCase openCase, ReviewedEvent event) {
        VerdictFacts verdict = review.verdict();
        Proposal waiting = openCase.proposal();
        boolean confirmed = waiting != null && situation.confirmsProposal();
        Proposal decided = waiting != null && confirmed ? waiting : Proposal.of(verdict);
        ReviewedEvent corrected = Correction.apply(verdict, decided, event);
        Assessment assessment = corrected.assess(policy, review.consent(), review.at());
        if (assessment instanceof Assessment.Diverted diverted) {
            List<Reason> refusals = new ArrayList<>();
            refusals.add(reason(VerdictRules.stale(), VerdictRules.rulesStillBroken(), review.at()));
            refusals.addAll(diverted.violations());
            return new Ruling.Refused(refusals, true, null, null);
        }
        ReviewerFigures.Act act = act(review, false);
        Facts another = needOfAnother(review, act, confirmed);
        if (!another.isEmpty()) {
            return new Ruling.Refused(
                    List.of(reason(VerdictRules.fourEyes(), another, review.at())),
                    true,
                    confirmed ? null : decided,
                    act);
        }
        return new Ruling.Released(corrected, (Assessment.Cleared) assessment, act);
    }

    /**
     * Why the word of who acts is not enough; no facts if it is. By figures, that holds for who confirms, too: what waits
     * then waits for yet another.
     */
    private Facts needOfAnother(Review review, ReviewerFigures.Act act, boolean confirmed) {
        return switch (options.fourEyes()) {
            case ALWAYS -> confirmed ? Facts.NONE : VerdictRules.alwaysByTwo();
            case PATTERN ->
                review.figures().with(act, options.thresholds().window()).pattern(options.thresholds());
        };
    }

    private static boolean failsControl(VerdictFacts verdict) {
        TrueClassification truth = verdict.trueClassification();
        return failsControl(verdict.outcome(), truth == null ? null : truth.purpose());
    }

    /**
     * Whether a verdict on a planted case shows that nobody read it. Whoever says that plain advertising is none has not;
     * to state its true purpose, or to ask again, is no failure.
     *
     * @param truePurpose as the verdict states it; null when it states none
     */
    public static boolean failsControl(VerdictOutcome outcome, @Nullable Purpose truePurpose) {
        return outcome == VerdictOutcome.RECLASSIFY
                && truePurpose != Purpose.DIRECT_MARKETING
                && truePurpose != Purpose.CONSENT_REQUEST;
    }

    private static ReviewerFigures.Act act(Review review, boolean failedControl) {
        VerdictFacts verdict = review.verdict();
        return new ReviewerFigures.Act(
                review.at(),
                verdict.activeSeconds(),
                verdict.outcome().upholds(),
                digest(verdict.rationale()),
                failedControl);
    }

    /** The first eight bytes of the SHA-256 of the words. */
    private static long digest(String rationale) {
        byte[] words = Rationales.wordsOf(rationale).getBytes(UTF_8);
        return ByteBuffer.wrap(Proposal.sha256().digest(words)).getLong();
    }

    private static Reason reason(RuleDescription rule, Facts facts, Instant at) {
        return new Reason(
                rule, facts.values(), rule.citationsOn(at.atZone(POLAND).toLocalDate()));
    }
}
