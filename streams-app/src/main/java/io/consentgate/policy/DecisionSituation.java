// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.AutomationMode;
import io.consentgate.policy.facts.ConsentFacts.Objection;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionFacts.Profiling;
import io.consentgate.policy.facts.DecisionRole;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.Ground;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.ObjectionScope;
import io.consentgate.policy.facts.Reliance;
import io.consentgate.policy.facts.SubjectKind;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One offer decision and all that the rules may know about it, with the questions that several rules ask. Serves one
 * thread, for one assessment.
 */
public final class DecisionSituation {

    /** Art. 9(2)(g), as English and Polish texts cite it; not art. 19 or 59. */
    private static final Pattern SUBSTANTIAL_PUBLIC_INTEREST = Pattern.compile(
            "(?<!\\d)9\\s*(?:\\(\\s*2\\s*\\)|ust\\.?\\s*2)\\s*(?:\\(\\s*g\\s*\\)|lit\\.?\\s*g\\b)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

    private final DecisionFacts decision;
    private final ConsentView consent;
    private final HumanHistory history;
    private final Instant at;
    private final PolicyOptions options;

    DecisionSituation(
            DecisionFacts decision, ConsentView consent, HumanHistory history, Instant at, PolicyOptions options) {
        this.decision = decision;
        this.consent = consent;
        this.history = history;
        this.at = at;
        this.options = options;
    }

    public DecisionFacts decision() {
        return decision;
    }

    public ConsentView consent() {
        return consent;
    }

    /** What the gate remembers of the human who is said to have decided. */
    public HumanHistory history() {
        return history;
    }

    public PolicyOptions options() {
        return options;
    }

    /** The latest time that a publisher whose clock is ahead can have stated truthfully. */
    public Instant latestPlausible() {
        return at.plus(options.clockSkew());
    }

    /** Whether the GDPR protects the subject: all but legal persons, sole traders included. */
    public boolean concernsNaturalPerson() {
        return decision.subjectKind() != SubjectKind.LEGAL_PERSON;
    }

    /** Whether a score settles the outcome. Reliance that is not stated may be of that kind (CJEU C-634/21). */
    public boolean isDeterminingScore() {
        return decision.role() == DecisionRole.SCORE && decision.reliance() != Reliance.INFORMATIVE;
    }

    /** Whether it is a decision in law: a score that merely informs one is not. */
    public boolean isDecision() {
        return decision.role() != DecisionRole.SCORE || isDeterminingScore();
    }

    /** Whether no human is claimed to have decided. */
    public boolean isSolelyAutomated() {
        return decision.automation().mode() != AutomationMode.HUMAN_DECIDED;
    }

    /**
     * Whether it rests on a profile: aspects of the person are evaluated, and something is inferred. A plain rule on
     * a known fact, such as a birthday, is no profiling.
     */
    public boolean isProfiled() {
        Profiling profiling = decision.profiling();
        return profiling != null
                && profiling.inference()
                && !profiling.aspects().isEmpty();
    }

    /** Whether price or terms were made for this person, whatever effects are declared. */
    public boolean isIndividualised() {
        Double priceDelta = decision.priceDelta();
        return decision.termsIndividualised() || (priceDelta != null && priceDelta != 0.0);
    }

    /** Whether it has legal or similarly significant effect. */
    public boolean hasEffect() {
        if (isIndividualised()) {
            return true;
        }
        for (Effect effect : decision.effects()) {
            if (isSignificant(effect)) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing more than a display is declared. */
    public boolean isDeclaredAsDisplay() {
        for (Effect effect : decision.effects()) {
            if (isSignificant(effect) || effect == Effect.UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSignificant(Effect effect) {
        return switch (effect) {
            case CONTRACT_TERMS, PRICE, CONTRACT_REFUSAL, CONTRACT_TERMINATION, CREDIT, SIMILAR_SIGNIFICANT -> true;
            case OFFER_SHOWN, ADVERT_SHOWN, NONE, UNKNOWN -> false;
        };
    }

    /**
     * Whether art. 22(1) GDPR reaches it: a person, an effect, and no human who decides. A determining score is
     * reached even if a human signs what it settled.
     */
    public boolean isWithinArticle22() {
        return concernsNaturalPerson() && hasEffect() && isDecision() && (isSolelyAutomated() || isDeterminingScore());
    }

    /** Whether only an explicit consent on record supports it (GDPR art. 22(2)(c)). */
    public boolean needsDecisionConsent() {
        return isWithinArticle22() && decision.ground() == Ground.EXPLICIT_CONSENT;
    }

    /**
     * Whether only an explicit consent on record lets special-category data in (GDPR art. 9(2)(a)). A statute lifts
     * the need if the reference says that it is one under art. 9(2)(g): a statute of another kind does not.
     */
    public boolean needsSpecialCategoryConsent() {
        Profiling profiling = decision.profiling();
        return concernsNaturalPerson()
                && profiling != null
                && profiling.specialCategoryData()
                && !isGroundedInSubstantialPublicInterest();
    }

    private boolean isGroundedInSubstantialPublicInterest() {
        String reference = decision.groundReference();
        if (decision.ground() != Ground.AUTHORISED_BY_LAW || reference == null) {
            return false;
        }
        return SUBSTANTIAL_PUBLIC_INTEREST.matcher(reference).find();
    }

    /** Where the person stands on a purpose that has no channel. */
    public StandingConsent consentTo(ConsentPurpose purpose) {
        return StandingConsent.find(
                consent, decision.controllerId(), purpose, null, grant -> isReliable(grant, purpose));
    }

    /** Whether a grant is explicit and holds in every respect. */
    public boolean isExplicit(Grant grant, ConsentPurpose purpose) {
        return grant.consent().explicit() && isReliable(grant, purpose);
    }

    private boolean isReliable(Grant grant, ConsentPurpose purpose) {
        return grant.isCurrent(at)
                && !grant.isFromTheFuture(latestPlausible())
                && grant.unknownField() == null
                && grant.isProven()
                && grant.states(purpose)
                && grant.isLawfullyCaptured(options.acceptedRecordingBases());
    }

    /** Whether a person is profiled for direct marketing. */
    public boolean isProfiledForMarketing() {
        Profiling profiling = decision.profiling();
        return concernsNaturalPerson() && profiling != null && profiling.forDirectMarketing();
    }

    /**
     * The objection that still stands. One to direct marketing is lifted by a later valid marketing consent, if that
     * is the person's last act on any channel; one to profiling is not, for to accept advertising is not to accept
     * being profiled.
     */
    public @Nullable Objection objection(ObjectionScope scope) {
        return switch (scope) {
            case DIRECT_MARKETING -> Objections.standing(consent, decision.controllerId(), scope, this::marketingGrant);
            case PROFILING, UNKNOWN -> Objections.standing(consent, decision.controllerId(), scope, () -> null);
        };
    }

    private @Nullable Grant marketingGrant() {
        Grant grant = consentTo(ConsentPurpose.DIRECT_MARKETING).grant();
        return grant != null && isReliable(grant, ConsentPurpose.DIRECT_MARKETING) && grant.statesItsChannel()
                ? grant
                : null;
    }
}
