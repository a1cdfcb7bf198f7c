// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static io.consentgate.demo.scenario.Expectation.cleared;
import static io.consentgate.demo.scenario.Expectation.quarantined;
import static io.consentgate.demo.scenario.Messages.event;

import io.consentgate.events.Channel;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.Consent;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Purpose;
import io.consentgate.events.Trigger;
import io.consentgate.policy.RuleCode;
import java.util.List;

/** Messages required by a contract, a statute or a service in use need no consent, unless they also advertise. */
final class ServiceMessages implements PublishingSystem {

    @Override
    public String label() {
        return "contract and service";
    }

    @Override
    public int weight() {
        return 12;
    }

    @Override
    public List<Act> acts() {
        return List.of(
                new Act(10, "order shipped", subject -> sent(subject, shipped(subject), cleared())),
                new Act(
                        4,
                        "order shipped, no order named",
                        subject -> sent(
                                subject,
                                shipped(subject).setBasisRef(null),
                                quarantined(RuleCode.MSG_BASIS_UNSUPPORTED))),
                new Act(
                        4,
                        "duty by statute",
                        subject -> sent(
                                subject,
                                Messages.message(
                                                subject,
                                                Channel.EMAIL,
                                                Purpose.LEGAL_OBLIGATION,
                                                "Informujemy o zmianie regulaminu.")
                                        .setBasisRef("upk-art-20"),
                                cleared())),
                new Act(5, "service notice", subject -> sent(subject, outage(subject), cleared())),
                new Act(
                        3,
                        "service notice, to no service",
                        subject -> sent(
                                subject,
                                outage(subject).setBasisRef(null),
                                quarantined(RuleCode.MSG_BASIS_UNSUPPORTED))),
                new Act(
                        3,
                        "service notice to all of a plan",
                        subject -> sent(
                                subject,
                                outage(subject).setAudienceId("plan-xl"),
                                cleared(RuleCode.MSG_BATCH_SERVICE))),
                new Act(
                        3,
                        "data breach told to all",
                        subject -> sent(
                                subject,
                                Messages.message(
                                                subject,
                                                Channel.EMAIL,
                                                Purpose.LEGAL_OBLIGATION,
                                                "Informujemy o wycieku danych.")
                                        .setBasisRef("gdpr-art-34")
                                        .setCampaignId("breach-2026-11")
                                        .setAudienceId("leaked"),
                                cleared())),
                new Act(4, "order shipped, marketing withdrawn", ServiceMessages::shippedAfterWithdrawal),
                new Act(
                        6,
                        "reminder with an offer",
                        subject -> sent(
                                subject,
                                reminderWithOffer(subject),
                                quarantined(RuleCode.MSG_MIXED_CONTENT, RuleCode.MSG_CONSENT_MISSING))),
                new Act(4, "reminder with an offer, agreed", ServiceMessages::reminderWithOfferAgreed),
                new Act(
                        3,
                        "sent in a campaign",
                        subject -> sent(
                                subject,
                                shipped(subject).setCampaignId("high-value"),
                                quarantined(RuleCode.MSG_PURPOSE_CONTRADICTED))));
    }

    private static OutboundMessage.Builder shipped(Subject subject) {
        return Messages.message(subject, Channel.SMS, Purpose.CONTRACT_PERFORMANCE, "Zamówienie wysłano.")
                .setTrigger(Trigger.TRANSACTION)
                .setBasisRef(subject.newId("order"));
    }

    private static OutboundMessage.Builder outage(Subject subject) {
        return Messages.message(subject, Channel.PUSH, Purpose.SERVICE_NOTICE, "Przerwa techniczna w nocy.")
                .setBasisRef(subject.newId("account"));
    }

    private static OutboundMessage.Builder reminderWithOffer(Subject subject) {
        return Messages.message(
                        subject, Channel.SMS, Purpose.CONTRACT_PERFORMANCE, "Faktura czeka. Sprawdź też nowy pakiet!")
                .setTrigger(Trigger.DEADLINE)
                .setBasisRef(subject.newId("invoice"))
                .setCommercialContent(CommercialContent.ANCILLARY);
    }

    private static Story sent(Subject subject, OutboundMessage.Builder message, Expectation expectation) {
        return Story.of(subject).event(event(message, expectation)).build();
    }

    private static Story shippedAfterWithdrawal(Subject subject) {
        Consent granted = Consents.granted(subject, Channel.SMS).build();
        return Story.of(subject)
                .said(Consents.state(subject, 1, Consents.withdrawn(granted, subject.daysAgo(1))))
                .event(event(shipped(subject), cleared()))
                .build();
    }

    private static Story reminderWithOfferAgreed(Subject subject) {
        return Story.of(subject)
                .said(Consents.state(
                        subject, 1, Consents.granted(subject, Channel.SMS).build()))
                .event(event(reminderWithOffer(subject), cleared()))
                .build();
    }
}
