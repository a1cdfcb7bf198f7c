// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static io.consentgate.demo.scenario.Expectation.cleared;
import static io.consentgate.demo.scenario.Expectation.quarantined;
import static io.consentgate.demo.scenario.Messages.event;

import io.consentgate.events.Bot;
import io.consentgate.events.Channel;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.Conversation;
import io.consentgate.events.Initiator;
import io.consentgate.events.ObjectionScope;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Purpose;
import io.consentgate.events.Trigger;
import io.consentgate.policy.RuleCode;
import java.util.List;

/**
 * Subject to the rules for any chat: a chat begun by the person needs no consent, a chat begun by the business does.
 */
final class Chatbot implements PublishingSystem {

    @Override
    public String label() {
        return "chatbot";
    }

    @Override
    public int weight() {
        return 10;
    }

    @Override
    public List<Act> acts() {
        return List.of(
                new Act(10, "answers a question", subject -> turn(subject, answer(subject), cleared())),
                new Act(
                        6,
                        "tells how an order stands",
                        subject -> turn(
                                subject,
                                Messages.chatTurn(subject, Purpose.CONTRACT_PERFORMANCE, "Paczka jest w drodze."),
                                cleared())),
                new Act(
                        4,
                        "recommends in the customer's chat",
                        subject -> turn(subject, recommendationInTheirChat(subject), cleared())),
                new Act(
                        2,
                        "recommends long after the customer last wrote",
                        subject -> turn(
                                subject,
                                recommendationInTheirChat(subject)
                                        .setConversation(new Conversation(subject.newId("talk"), subject.daysAgo(8))),
                                quarantined(RuleCode.MSG_CONSENT_MISSING))),
                new Act(
                        2,
                        "a campaign said to be a reply",
                        subject -> turn(
                                subject,
                                recommendationInTheirChat(subject)
                                        .setTrigger(Trigger.LAPSED_PURCHASE)
                                        .setCampaignId("come-back-2026"),
                                quarantined(RuleCode.MSG_PURPOSE_CONTRADICTED, RuleCode.MSG_CONSENT_MISSING))),
                new Act(2, "recommends after an objection", Chatbot::recommendsAfterObjection),
                new Act(
                        5,
                        "opens a chat to advertise",
                        subject -> turn(
                                subject,
                                recommendation(subject),
                                quarantined(RuleCode.MSG_CHAT_UNSOLICITED, RuleCode.MSG_CONSENT_MISSING))),
                new Act(3, "opens a chat with consent", Chatbot::opensChatWithConsent),
                new Act(
                        3,
                        "vendor without a processing agreement",
                        subject -> turn(
                                subject,
                                answer(subject)
                                        .setBot(Messages.bot()
                                                .setProcessingAgreementRef(null)
                                                .build()),
                                quarantined(RuleCode.MSG_BOT_AGREEMENT))),
                new Act(
                        3,
                        "combines data, no notice",
                        subject ->
                                turn(subject, answer(subject).setBot(unannounced()), cleared(RuleCode.MSG_BOT_NOTICE))),
                new Act(
                        3,
                        "does not say that it is a machine",
                        subject -> turn(
                                subject,
                                answer(subject)
                                        .setBot(Messages.bot()
                                                .setAiDisclosed(false)
                                                .build()),
                                cleared(RuleCode.MSG_BOT_AI_UNDISCLOSED))),
                new Act(
                        2,
                        "an AI system that does not say that it is one",
                        subject -> turn(
                                subject,
                                answer(subject)
                                        .setBot(Messages.bot()
                                                .setAiDisclosed(false)
                                                .setAiSystem(true)
                                                .build()),
                                quarantined(RuleCode.MSG_BOT_AI_UNDISCLOSED))));
    }

    private static OutboundMessage.Builder answer(Subject subject) {
        return Messages.chatTurn(subject, Purpose.INQUIRY_RESPONSE, "Tak, ten model jest dostępny od ręki.");
    }

    private static OutboundMessage.Builder recommendation(Subject subject) {
        return Messages.chatTurn(subject, Purpose.DIRECT_MARKETING, "Do tego polecamy etui w promocji.")
                .setInitiator(Initiator.BUSINESS)
                .setConversation(null)
                .setCommercialContent(CommercialContent.PRIMARY);
    }

    private static OutboundMessage.Builder recommendationInTheirChat(Subject subject) {
        return Messages.chatTurn(subject, Purpose.DIRECT_MARKETING, "Do tego polecamy etui w promocji.")
                .setCommercialContent(CommercialContent.PRIMARY);
    }

    private static Bot unannounced() {
        return Messages.bot()
                .setCombinesOtherData(true)
                .setPrivacyNoticeShown(false)
                .build();
    }

    private static Story turn(Subject subject, OutboundMessage.Builder message, Expectation expectation) {
        return Story.of(subject).event(event(message, expectation)).build();
    }

    private static Story recommendsAfterObjection(Subject subject) {
        return Story.of(subject)
                .said(Consents.state(
                        subject,
                        1,
                        List.of(),
                        List.of(Consents.objection(ObjectionScope.DIRECT_MARKETING, subject.daysAgo(3))),
                        List.of()))
                .event(event(recommendationInTheirChat(subject), quarantined(RuleCode.MSG_OBJECTION)))
                .build();
    }

    private static Story opensChatWithConsent(Subject subject) {
        return Story.of(subject)
                .said(Consents.state(
                        subject, 1, Consents.granted(subject, Channel.CHAT).build()))
                .event(event(recommendation(subject), cleared()))
                .build();
    }
}
