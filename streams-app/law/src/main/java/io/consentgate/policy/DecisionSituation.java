// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.AutomationMode;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
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
import io.consentgate.policy.facts.Surface;
import io.consentgate.policy.law.LawInForce;
import io.consentgate.policy.law.MemberStates;
import io.consentgate.policy.standing.Grant;
import io.consentgate.policy.standing.Objections;
import io.consentgate.policy.standing.Question;
import io.consentgate.policy.standing.StandingConsent;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One offer decision, all that the rules may know about it, and the questions that several rules ask. Serves one
 * thread, for one assessment.
 */
public final class DecisionSituation {

    /** Matches art. 9(2)(g) as English and Polish texts cite it; not art. 19 or 59. */
    private static final Pattern SUBSTANTIAL_PUBLIC_INTEREST = Pattern.compile(
            "(?<!\\d)9\\s*(?:\\(\\s*2\\s*\\)|ust\\.?\\s*2)\\s*(?:\\(\\s*g\\s*\\)|lit\\.?\\s*g\\b)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

    private final DecisionFacts decision;
    private final ConsentView consent;
    private final HumanHistory history;
    private final Instant at;
    private final LawInForce law;
    private final PolicyOptions options;

    DecisionSituation(
            DecisionFacts decision,
            ConsentView consent,
            HumanHistory history,
            Instant at,
            LawInForce law,
            PolicyOptions options) {
        this.decision = decision;
        this.consent = consent;
        this.history = history;
        this.at = at;
        this.law = law;
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

    /** The latest instant that a publisher with a fast clock can state truthfully. */
    public Instant latestPlausible() {
        return at.plus(options.clockSkew());
    }

    /** Whether the GDPR protects the subject: everyone but legal persons, sole traders included. */
    public boolean concernsNaturalPerson() {
        return decision.subjectKind() != SubjectKind.LEGAL_PERSON;
    }

    /**
     * Whether a score settles the outcome. If reliance on the score is not stated, the score counts as settling it
     * (CJEU C-634/21).
     */
    public boolean isDeterminingScore() {
        return decision.role() == DecisionRole.SCORE && decision.reliance() != Reliance.INFORMATIVE;
    }

    /** Whether the publisher claims no human decision. */
    public boolean isSolelyAutomated() {
        return decision.automation().mode() != AutomationMode.HUMAN_DECIDED;
    }

    /**
     * Whether the decision rests on a profile: it evaluates aspects of the person and infers something. A plain rule on
     * a known fact, such as a birthday, is no profiling.
     */
    public boolean isProfiled() {
        Profiling profiling = decision.profiling();
        return profiling != null
                && profiling.inference()
                && !profiling.aspects().isEmpty();
    }

    /** Whether price or terms were made for this person, even where no effect is declared. */
    public boolean isIndividualised() {
        return decision.termsIndividualised() || isPriced();
    }

    /** Whether a price was made for this person, by its effects or by its difference to the standard price. */
    public boolean isPriceIndividual() {
        return decision.effects().contains(Effect.PRICE) || isPriced();
    }

    private boolean isPriced() {
        Double priceDelta = decision.priceDelta();
        return priceDelta != null && priceDelta != 0.0;
    }

    /** Whether the decision has expired: from the instant that it names, it may no longer be applied. */
    public boolean hasExpired() {
        Instant expiresAt = decision.expiresAt();
        return expiresAt != null && !expiresAt.isAfter(at);
    }

    /** Whether the decision has a legal or similarly significant effect. */
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

    /** Whether the publisher declares nothing more than a display. */
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
     * Whether art. 22(1) GDPR applies: to a person, with an effect, and without a human who decides. The name of the
     * output does not matter. A score that only informs does nothing to the person; a score with an effect of its own
     * is a decision (CJEU C-634/21). Art. 22 applies to a determining score even if a human signs the result.
     */
    public boolean isWithinArticle22() {
        return concernsNaturalPerson() && hasEffect() && (isSolelyAutomated() || isDeterminingScore());
    }

    /** Whether only an explicit consent on record supports the decision (GDPR art. 22(2)(c)). */
    public boolean needsDecisionConsent() {
        return isWithinArticle22() && decision.ground() == Ground.EXPLICIT_CONSENT;
    }

    /**
     * Whether only an explicit consent on record allows special-category data (GDPR art. 9(2)(a)). A statute removes
     * the need if it authorises the decision and allows such data, and if the reference cites art. 9(2)(g).
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
        AuthorisingStatute statute = statute();
        return reference != null
                && statute != null
                && statute.coversSpecialCategories()
                && statute.authorises(decision)
                && SUBSTANTIAL_PUBLIC_INTEREST.matcher(reference).find();
    }

    /**
     * The statute that the decision relies on (GDPR art. 22(2)(b)), even if it does not authorise this decision. If
     * several are named, one that authorises it.
     *
     * @return null if the decision relies on no statute, or names none that is known to authorise decisions by a
     *     machine
     */
    public @Nullable AuthorisingStatute statute() {
        String reference = decision.groundReference();
        if (decision.ground() != Ground.AUTHORISED_BY_LAW || reference == null) {
            return null;
        }
        AuthorisingStatute named = null;
        for (AuthorisingStatute statute : law.statutes()) {
            if (!law.dayOf(decision.decidedAt()).isBefore(statute.since()) && statute.isNamedIn(reference)) {
                if (statute.authorises(decision)) {
                    return statute;
                }
                named = statute;
            }
        }
        return named;
    }

    /** Aspects of the profile whose codes belong to a special category (GDPR art. 9(1)). */
    public Set<String> specialCategoryAspects() {
        return aspects(options.specialCategoryAspects()::mean);
    }

    /** Aspects of the profile that may not serve to judge creditworthiness (directive (EU) 2023/2225 art. 18(3)). */
    public Set<String> aspectsNoSourceForCredit() {
        return aspects(aspect -> options.specialCategoryAspects().mean(aspect)
                || options.socialNetworkAspects().mean(aspect));
    }

    private Set<String> aspects(Predicate<String> meant) {
        Profiling profiling = decision.profiling();
        if (profiling == null) {
            return Set.of();
        }
        Set<String> found = Set.of();
        for (String aspect : profiling.aspects()) {
            if (meant.test(aspect)) {
                found = found.isEmpty() ? new TreeSet<>() : found;
                found.add(AspectCodes.told(aspect));
            }
        }
        return found;
    }

    /** Whether the gate holds back credit decided from such data, on the day of the decision. */
    public boolean isCreditDataHeldBack() {
        return !options.onlyAdvises(RuleCode.ADM_CREDIT_DATA, law.dayOf(decision.decidedAt()));
    }

    /** Where the person stands on a purpose that has no channel and needs an explicit consent. */
    public StandingConsent consentTo(ConsentPurpose purpose) {
        return standing(purpose, true);
    }

    private StandingConsent standing(ConsentPurpose purpose, boolean explicit) {
        Question question = may(purpose, explicit);
        return StandingConsent.of(
                consent,
                purpose == ConsentPurpose.AUTOMATED_DECISION ? question.andMetBy(this::isForItsEffects) : question);
    }

    private Question may(ConsentPurpose purpose, boolean explicit) {
        return Question.may(decision.controllerId(), purpose, explicit, options, latestPlausible());
    }

    /** The explicit consent that supports the decision; null if it needs none or there is none. */
    public @Nullable Grant supportingDecisionConsent() {
        if (!needsDecisionConsent()) {
            return null;
        }
        StandingConsent standing = consentTo(ConsentPurpose.AUTOMATED_DECISION);
        return standing.allows(at) ? standing.grant() : null;
    }

    /** Whether an explicit consent to a purpose holds in every respect. */
    public boolean hasExplicitConsent(ConsentPurpose purpose) {
        return consentTo(purpose).allows(at);
    }

    public Set<Effect> statedEffects(Grant grant) {
        Evidence evidence = grant.consent().evidence();
        return evidence == null ? Set.of() : evidence.statedEffects();
    }

    /**
     * Whether a consent covers what the decision does (GDPR art. 4(11): specific). A consent that names no effect does
     * not cover the gravest effects.
     */
    private boolean isForItsEffects(Grant grant) {
        Set<Effect> stated = statedEffects(grant);
        for (Effect effect : decision.effects()) {
            if (isSignificant(effect) && !(stated.isEmpty() ? !isGrave(effect) : stated.contains(effect))) {
                return false;
            }
        }
        if (stated.isEmpty()) {
            return true;
        }
        boolean termsNamed = stated.contains(Effect.CONTRACT_TERMS) || stated.contains(Effect.PRICE);
        return (!isPriced() || stated.contains(Effect.PRICE)) && (!decision.termsIndividualised() || termsNamed);
    }

    private static boolean isGrave(Effect effect) {
        return switch (effect) {
            case CREDIT, CONTRACT_REFUSAL, CONTRACT_TERMINATION -> true;
            case CONTRACT_TERMS, PRICE, SIMILAR_SIGNIFICANT, OFFER_SHOWN, ADVERT_SHOWN, NONE, UNKNOWN -> false;
        };
    }

    /** Whether the offer is shown among the messages of an inbox, which is e-mail marketing (CJEU C-102/20). */
    public boolean isShownInInbox() {
        return decision.surface() == Surface.INBOX;
    }

    /** Where the person stands on marketing by e-mail, to any address. */
    public StandingConsent emailMarketingConsent() {
        return StandingConsent.of(consent, mayAdvertiseByEmail());
    }

    private Question mayAdvertiseByEmail() {
        return Question.mayAdvertise(
                decision.controllerId(),
                Channel.EMAIL,
                law.asksForExplicitMarketingConsent(),
                options,
                latestPlausible());
    }

    /** Whether a consent to marketing is too old to rely on, where the law lets such consents lapse. */
    public boolean hasLapsed(Grant grant) {
        return law.letsMarketingConsentLapse() && MemberStates.hasLapsed(grant.provenFrom(), at);
    }

    /** When the gate judges the decision. */
    public Instant at() {
        return at;
    }

    /**
     * Whether a person is profiled for direct marketing. Showing an advert, or an offer that the person did not ask
     * for, based on what was inferred of them is such profiling, even if not declared.
     */
    public boolean isProfiledForMarketing() {
        Profiling profiling = decision.profiling();
        return concernsNaturalPerson()
                && profiling != null
                && (profiling.forDirectMarketing() || (profiling.inference() && isShownUnasked()));
    }

    private boolean isShownUnasked() {
        return decision.effects().contains(Effect.ADVERT_SHOWN)
                || (decision.effects().contains(Effect.OFFER_SHOWN) && Text.isAbsent(decision.requestRef()));
    }

    /** Whether the person may object to the processing, which is lawful only without an objection. */
    public boolean mayBeObjectedTo() {
        return isProfiledForMarketing() || (concernsNaturalPerson() && isShownInInbox());
    }

    /** Whether the person was erased, and has not since consented to marketing by this controller. */
    public boolean isErased() {
        return consent.kept().erasedAt() != null && marketingGrant() == null;
    }

    /**
     * The objection that still stands. A later valid marketing consent lifts an objection to direct marketing. It must
     * be the person's last act on any channel, or on e-mail where the offer is shown in an inbox. No consent lifts an
     * objection to profiling: accepting advertising does not mean accepting profiling.
     */
    public @Nullable ActAgainst objection(ObjectionScope scope) {
        return Objections.standing(
                consent,
                decision.controllerId(),
                scope,
                latestPlausible(),
                null,
                objection -> scope == ObjectionScope.DIRECT_MARKETING ? grantThatLifts(objection) : null);
    }

    /**
     * Where the person stands on marketing by this controller, on any channel. For an inbox only a consent to e-mail
     * counts.
     */
    public StandingConsent marketingConsent() {
        return isShownInInbox()
                ? emailMarketingConsent()
                : standing(ConsentPurpose.DIRECT_MARKETING, law.asksForExplicitMarketingConsent());
    }

    private @Nullable Grant grantThatLifts(ActAgainst objection) {
        Question question = isShownInInbox()
                ? mayAdvertiseByEmail()
                : may(ConsentPurpose.DIRECT_MARKETING, law.asksForExplicitMarketingConsent());
        StandingConsent lifting = StandingConsent.lifting(objection, consent, question);
        return lifting.allows(at) ? lifting.grant() : null;
    }

    private @Nullable Grant marketingGrant() {
        StandingConsent marketing = marketingConsent();
        return marketing.allows(at) ? marketing.grant() : null;
    }
}
