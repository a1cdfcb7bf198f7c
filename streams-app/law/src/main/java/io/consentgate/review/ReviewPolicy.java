// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Outcome;
import io.consentgate.policy.Policy;
import io.consentgate.policy.Reason;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.law.EuropeanUnion;
import io.consentgate.review.facts.Rationales;
import io.consentgate.review.facts.VerdictFacts;
import io.consentgate.review.facts.VerdictFacts.TrueClassification;
import io.consentgate.review.facts.VerdictOutcome;
import io.consentgate.review.rules.VerdictRules;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges reviewers' verdicts. Immutable, thread-safe and silent, as {@link Policy} is.
 *
 * <p>A verdict waives no rule: an event is released only if the whole catalogue clears it at that instant, as the
 * verdict corrects it or as a human decided it.
 */
public final class ReviewPolicy {

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

    /** The policy that judges the event again. */
    public Policy events() {
        return policy;
    }

    /** The ruling on one verdict; the same arguments always give the same ruling. */
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
        return release(review, situation, event);
    }

    /** The outcome for an event that complies, but that an earlier verdict already released: an event goes out once. */
    public Assessment.Diverted releasedBefore(Instant at) {
        return new Assessment.Diverted(
                List.of(reason(VerdictRules.replay(), VerdictRules.releasedBefore(), at)),
                List.of(),
                List.of(),
                Set.of(Outcome.REJECT));
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

    private Ruling release(Review review, VerdictSituation situation, ReviewedEvent event) {
        VerdictFacts verdict = review.verdict();
        Proposal confirmed = situation.confirmed();
        Proposal decided = confirmed == null ? Proposal.of(verdict) : confirmed;
        ReviewedEvent corrected = Correction.apply(verdict, decided, event, policy.options());
        Assessment assessment = corrected.assess(policy, review.consent(), review.at());
        if (assessment instanceof Assessment.Diverted diverted) {
            List<Reason> refusals = new ArrayList<>();
            refusals.add(reason(VerdictRules.stale(), VerdictRules.rulesStillBroken(), review.at()));
            refusals.addAll(diverted.violations());
            return new Ruling.Refused(refusals, true, null, null);
        }
        ReviewerFigures.Act act = act(review, false);
        Facts another = needOfAnother(review, act, confirmed != null);
        if (!another.isEmpty()) {
            return new Ruling.Refused(
                    List.of(reason(VerdictRules.fourEyes(), another, review.at())),
                    true,
                    confirmed == null ? decided : null,
                    act);
        }
        return new Ruling.Released(corrected, (Assessment.Cleared) assessment, act);
    }

    /**
     * Why the acting person's word alone is not enough; no facts if it is. The figures apply to a confirming person,
     * too: the waiting verdict then waits for yet another person.
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
        return failsControl(
                verdict.outcome(),
                truth == null ? null : truth.purpose(),
                truth == null ? null : truth.commercialContent());
    }

    /**
     * Whether a verdict on a planted case shows that the reviewer did not read it: the verdict says that plain
     * advertising is no advertising. Stating its true purpose, correcting another label or asking again is no failure.
     *
     * @param truePurpose as the verdict states it; null when the label stands
     * @param trueContent as the verdict states it; null when the label stands
     */
    public static boolean failsControl(
            VerdictOutcome outcome, @Nullable Purpose truePurpose, @Nullable CommercialContent trueContent) {
        return outcome == VerdictOutcome.RECLASSIFY && (isNoAdvertising(truePurpose) || isNoAdvertising(trueContent));
    }

    private static boolean isNoAdvertising(@Nullable Purpose purpose) {
        return purpose != null && purpose != Purpose.DIRECT_MARKETING && purpose != Purpose.CONSENT_REQUEST;
    }

    private static boolean isNoAdvertising(@Nullable CommercialContent content) {
        return content == CommercialContent.NONE || content == CommercialContent.REQUESTED;
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

    /** The first eight bytes of the SHA-256 of the rationale's words. */
    private static long digest(String rationale) {
        byte[] words = Rationales.wordsOf(rationale).getBytes(UTF_8);
        return ByteBuffer.wrap(Proposal.sha256().digest(words)).getLong();
    }

    private static Reason reason(RuleDescription rule, Facts facts, Instant at) {
        return new Reason(rule, facts.values(), rule.citationsOn(EuropeanUnion.dayOf(at)));
    }
}
