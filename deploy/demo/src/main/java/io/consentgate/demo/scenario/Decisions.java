// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.events.Automation;
import io.consentgate.events.AutomationMode;
import io.consentgate.events.DecisionRole;
import io.consentgate.events.Effect;
import io.consentgate.events.Ground;
import io.consentgate.events.Human;
import io.consentgate.events.Minor;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.Profiling;
import io.consentgate.events.Safeguards;
import io.consentgate.events.SubjectKind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** Offer decisions of their systems: fully automated, without a legal ground, otherwise valid. */
final class Decisions {

    private Decisions() {}

    static OfferDecision.Builder decision(Subject subject, String text, Effect... effects) {
        return OfferDecision.newBuilder()
                .setDecisionId(subject.newId("d"))
                .setSubjectId(subject.id())
                .setSubjectKind(SubjectKind.NATURAL)
                .setMinor(Minor.NO)
                .setControllerId(Consents.SHOP)
                .setDecidedAt(subject.now())
                .setRole(DecisionRole.DECISION)
                .setProfiling(profile().build())
                .setAutomation(new Automation(AutomationMode.FULLY_AUTOMATED, null))
                .setEffects(List.of(effects))
                .setTermsIndividualised(false)
                .setGround(Ground.NONE)
                .setExplanationRef("explain/loan-model-4")
                .setContent(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    static Profiling.Builder profile() {
        return Profiling.newBuilder()
                .setModelId("loan-model")
                .setModelVersion("4.2")
                .setAspects(List.of("economic-situation", "reliability"))
                .setInference(true)
                .setSpecialCategoryData(false)
                .setForDirectMarketing(false);
    }

    static Safeguards safeguards() {
        return new Safeguards(true, true, true, true, true);
    }

    /** Necessary for a contract, with all safeguards of art. 22(3) GDPR. */
    static OfferDecision.Builder neededForContract(OfferDecision.Builder decision, Subject subject) {
        return decision.setGround(Ground.CONTRACT_NECESSITY)
                .setGroundReference(subject.newId("contract"))
                .setSafeguards(safeguards());
    }

    /** An authorised member of staff who takes time for the case, and sometimes disagrees with the system. */
    static Human.Builder analyst(Subject subject) {
        return Human.newBuilder()
                .setReviewerRef("staff-" + (100 + subject.oneOf(20)))
                .setRole("credit-analyst")
                .setAuthorityRef("mandate-2026-03")
                .setStartedAt(subject.now().minus(Duration.ofMinutes(11)))
                .setDecidedAt(subject.now().minus(Duration.ofMinutes(2)))
                .setInputsSeen(List.of("application", "income", "score"))
                .setMayChange(true)
                .setChanged(subject.oneOf(3) == 0)
                .setBatchSize(1)
                .setSystemProposal("REFUSE");
    }

    static OfferDecision.Builder decidedBy(OfferDecision.Builder decision, Human.Builder human) {
        return decision.setAutomation(new Automation(AutomationMode.HUMAN_DECIDED, human.build()));
    }

    static Event event(OfferDecision.Builder decision, Expectation expectation) {
        return new Event(Input.OFFER_DECISIONS, decision.build(), null, expectation);
    }
}
