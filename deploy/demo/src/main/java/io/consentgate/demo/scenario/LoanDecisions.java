// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static io.consentgate.demo.scenario.Decisions.decidedBy;
import static io.consentgate.demo.scenario.Decisions.event;
import static io.consentgate.demo.scenario.Decisions.neededForContract;
import static io.consentgate.demo.scenario.Expectation.cleared;
import static io.consentgate.demo.scenario.Expectation.quarantined;

import io.consentgate.events.Consent;
import io.consentgate.events.ConsentPurpose;
import io.consentgate.events.ControllerKind;
import io.consentgate.events.Effect;
import io.consentgate.events.Ground;
import io.consentgate.events.Human;
import io.consentgate.events.Minor;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.Safeguards;
import io.consentgate.events.SubjectKind;
import io.consentgate.policy.RuleCode;
import java.util.List;
import java.util.function.UnaryOperator;

/** Loans granted and refused: fully automated decisions are prohibited, except on a ground of art. 22(2) GDPR. */
final class LoanDecisions implements PublishingSystem {

    @Override
    public String label() {
        return "loan decisions";
    }

    @Override
    public int weight() {
        return 10;
    }

    @Override
    public List<Act> acts() {
        return List.of(
                new Act(
                        8,
                        "machine alone, from a profile",
                        subject -> decided(subject, refusal(subject), quarantined(RuleCode.ADM_PROHIBITED))),
                new Act(
                        3,
                        "machine alone, no profile",
                        subject -> decided(
                                subject, refusal(subject).setProfiling(null), quarantined(RuleCode.ADM_AUTOMATED))),
                new Act(
                        6,
                        "needed for the contract",
                        subject -> decided(subject, neededForContract(refusal(subject), subject), cleared())),
                new Act(
                        3,
                        "needed for a contract not named",
                        subject -> decided(
                                subject,
                                neededForContract(refusal(subject), subject).setGroundReference(null),
                                quarantined(RuleCode.ADM_GROUND_UNSUPPORTED))),
                new Act(
                        3,
                        "no way to contest",
                        subject -> decided(
                                subject,
                                neededForContract(refusal(subject), subject)
                                        .setSafeguards(new Safeguards(true, true, false, true, true)),
                                quarantined(RuleCode.ADM_SAFEGUARDS))),
                new Act(
                        2,
                        "authorised by a statute",
                        subject -> decided(subject, byStatute(refusal(subject)), cleared())),
                new Act(
                        2,
                        "by a statute, without safeguards",
                        subject -> decided(
                                subject,
                                byStatute(refusal(subject)).setSafeguards(null),
                                quarantined(RuleCode.ADM_SAFEGUARDS))),
                new Act(
                        2,
                        "by a statute for banks, of a shop",
                        subject -> decided(
                                subject,
                                byStatute(refusal(subject)).setControllerKind(ControllerKind.OTHER),
                                quarantined(RuleCode.ADM_GROUND_UNSUPPORTED))),
                new Act(5, "explicit consent", subject -> consented(subject, cleared(), UnaryOperator.identity())),
                new Act(3, "explicit consent withdrawn", LoanDecisions::consentWithdrawn),
                new Act(
                        2,
                        "consent, not explicit",
                        subject -> consented(
                                subject,
                                quarantined(RuleCode.ADM_CONSENT_MISSING),
                                consent -> consent.setExplicit(false))),
                new Act(
                        2,
                        "explicit consent, no record",
                        subject -> decided(subject, byConsent(subject), quarantined(RuleCode.ADM_CONSENT_MISSING))),
                new Act(
                        6,
                        "an analyst decided",
                        subject ->
                                decided(subject, decidedBy(refusal(subject), Decisions.analyst(subject)), cleared())),
                new Act(
                        3,
                        "an analyst in four seconds",
                        subject -> token(
                                subject,
                                analyst -> analyst.setStartedAt(
                                        analyst.getDecidedAt().minusSeconds(4)))),
                new Act(
                        2,
                        "an analyst without authority",
                        subject -> token(subject, analyst -> analyst.setAuthorityRef(null))),
                new Act(
                        2,
                        "an analyst who saw nothing",
                        subject -> token(subject, analyst -> analyst.setInputsSeen(List.of()))),
                new Act(
                        2,
                        "two hundred signed at once",
                        subject -> token(subject, analyst -> analyst.setBatchSize(200))),
                new Act(
                        2,
                        "an analyst who signed afterwards",
                        subject -> token(
                                subject,
                                analyst -> analyst.setDecidedAt(subject.now().plusSeconds(60)))),
                new Act(
                        2,
                        "past its own expiry",
                        subject -> decided(
                                subject,
                                neededForContract(refusal(subject), subject)
                                        .setExpiresAt(subject.now().minusSeconds(60)),
                                quarantined(RuleCode.ADM_EXPIRED))),
                new Act(2, "from health data", LoanDecisions::fromHealthData),
                new Act(
                        2,
                        "from social networks",
                        subject -> decided(
                                subject,
                                neededForContract(refusal(subject), subject)
                                        .setProfiling(Decisions.profile()
                                                .setAspects(List.of("social-network"))
                                                .build()),
                                cleared(RuleCode.ADM_CREDIT_DATA))),
                new Act(
                        2,
                        "about a child",
                        subject -> decided(
                                subject,
                                neededForContract(refusal(subject), subject).setMinor(Minor.YES),
                                quarantined(RuleCode.ADM_MINOR))),
                new Act(
                        2,
                        "about a company",
                        subject ->
                                decided(subject, refusal(subject).setSubjectKind(SubjectKind.LEGAL_PERSON), cleared())),
                new Act(
                        2,
                        "not explained",
                        subject -> decided(
                                subject,
                                neededForContract(refusal(subject), subject).setExplanationRef(null),
                                cleared(RuleCode.ADM_EXPLANATION))));
    }

    private static OfferDecision.Builder refusal(Subject subject) {
        return Decisions.decision(subject, "{\"outcome\":\"refused\"}", Effect.CREDIT, Effect.CONTRACT_REFUSAL);
    }

    private static OfferDecision.Builder byStatute(OfferDecision.Builder decision) {
        return decision.setGround(Ground.AUTHORISED_BY_LAW)
                .setGroundReference("art. 105a ust. 1a Prawo bankowe")
                .setControllerKind(ControllerKind.LENDER)
                .setSafeguards(Decisions.safeguards());
    }

    private static OfferDecision.Builder byConsent(Subject subject) {
        return refusal(subject).setGround(Ground.EXPLICIT_CONSENT).setSafeguards(Decisions.safeguards());
    }

    private static Story decided(Subject subject, OfferDecision.Builder decision, Expectation expectation) {
        return Story.of(subject).event(event(decision, expectation)).build();
    }

    private static Story token(Subject subject, UnaryOperator<Human.Builder> change) {
        return decided(
                subject,
                decidedBy(refusal(subject), change.apply(Decisions.analyst(subject))),
                quarantined(RuleCode.ADM_TOKEN_HUMAN));
    }

    private static Story consented(Subject subject, Expectation expectation, UnaryOperator<Consent.Builder> change) {
        Consent consent = change.apply(Consents.grantedFor(subject, ConsentPurpose.AUTOMATED_DECISION, null))
                .build();
        return Story.of(subject)
                .said(Consents.state(subject, 1, consent))
                .event(event(byConsent(subject), expectation))
                .build();
    }

    private static Story consentWithdrawn(Subject subject) {
        Consent granted = Consents.grantedFor(subject, ConsentPurpose.AUTOMATED_DECISION, null)
                .build();
        return Story.of(subject)
                .said(
                        Consents.state(subject, 1, granted),
                        Consents.state(subject, 2, Consents.withdrawn(granted, subject.now())))
                .event(event(byConsent(subject), quarantined(RuleCode.ADM_CONSENT_MISSING)))
                .build();
    }

    private static Story fromHealthData(Subject subject) {
        OfferDecision.Builder decision = neededForContract(refusal(subject), subject)
                .setProfiling(Decisions.profile()
                        .setAspects(List.of("health"))
                        .setSpecialCategoryData(true)
                        .build());
        return Story.of(subject)
                .said(Consents.state(subject, 1))
                .event(event(decision, quarantined(RuleCode.ADM_SPECIAL_CATEGORY)))
                .build();
    }
}
