// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static io.consentgate.demo.scenario.Decisions.decision;
import static io.consentgate.demo.scenario.Decisions.event;
import static io.consentgate.demo.scenario.Decisions.neededForContract;
import static io.consentgate.demo.scenario.Expectation.cleared;
import static io.consentgate.demo.scenario.Expectation.quarantined;

import io.consentgate.events.Consent;
import io.consentgate.events.ConsentPurpose;
import io.consentgate.events.Effect;
import io.consentgate.events.Ground;
import io.consentgate.events.OfferDecision;
import io.consentgate.policy.RuleCode;
import java.time.Instant;
import java.util.List;

/** Offers and prices. The same offer for everyone is free; a personal price is a decision about the person. */
final class PriceOffers implements PublishingSystem {

    @Override
    public String label() {
        return "price offers";
    }

    @Override
    public int weight() {
        return 7;
    }

    @Override
    public List<Act> acts() {
        return List.of(
                new Act(
                        8,
                        "the same offer for all",
                        subject -> decided(
                                subject, decision(subject, "{\"offer\":\"A\"}", Effect.OFFER_SHOWN), cleared())),
                new Act(
                        5,
                        "a dearer price called a display",
                        subject -> decided(
                                subject,
                                decision(subject, "{\"price\":1.08}", Effect.OFFER_SHOWN)
                                        .setPriceDelta(0.08),
                                quarantined(RuleCode.ADM_EFFECT_UNDERSTATED, RuleCode.ADM_PROHIBITED))),
                new Act(
                        5,
                        "an individual price",
                        subject -> decided(subject, individual(subject), quarantined(RuleCode.ADM_PROHIBITED))),
                new Act(
                        5,
                        "an individual price the contract needs",
                        subject -> decided(
                                subject,
                                neededForContract(individual(subject), subject).setPriceNoticeShown(true),
                                cleared())),
                new Act(
                        3,
                        "an individual price, not said",
                        subject -> decided(
                                subject,
                                neededForContract(individual(subject), subject),
                                cleared(RuleCode.ADM_PRICE_NOTICE))),
                new Act(3, "an individual price, by a broad consent", PriceOffers::byBroadConsent),
                new Act(
                        2,
                        "no effect stated",
                        subject -> decided(
                                subject, decision(subject, "{\"offer\":\"B\"}"), quarantined(RuleCode.GATE_INVALID))),
                new Act(
                        2,
                        "an effect of a newer vocabulary",
                        subject -> decided(
                                subject,
                                decision(subject, "{\"offer\":\"C\"}", Effect.UNKNOWN),
                                quarantined(RuleCode.GATE_UNKNOWN))));
    }

    private static OfferDecision.Builder individual(Subject subject) {
        return decision(subject, "{\"price\":0.95}", Effect.PRICE)
                .setTermsIndividualised(true)
                .setPriceDelta(-0.05);
    }

    private static Story byBroadConsent(Subject subject) {
        Instant at = subject.daysAgo(30);
        Consent consent = Consents.grantedFor(subject, ConsentPurpose.AUTOMATED_DECISION, null)
                .setEvidence(Consents.webForm(subject, at, ConsentPurpose.AUTOMATED_DECISION, null)
                        .setStatedEffects(List.of())
                        .build())
                .build();
        return Story.of(subject)
                .said(Consents.state(subject, 1, consent))
                .event(event(
                        individual(subject)
                                .setGround(Ground.EXPLICIT_CONSENT)
                                .setSafeguards(Decisions.safeguards())
                                .setPriceNoticeShown(true),
                        cleared(RuleCode.ADM_CONSENT_BROAD)))
                .build();
    }

    private static Story decided(Subject subject, OfferDecision.Builder decision, Expectation expectation) {
        return Story.of(subject).event(event(decision, expectation)).build();
    }
}
