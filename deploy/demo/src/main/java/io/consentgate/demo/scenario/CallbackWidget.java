// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static io.consentgate.demo.scenario.Expectation.cleared;
import static io.consentgate.demo.scenario.Expectation.quarantined;
import static io.consentgate.demo.scenario.Messages.event;

import io.consentgate.events.Call;
import io.consentgate.events.Channel;
import io.consentgate.events.Consent;
import io.consentgate.events.ConsentPurpose;
import io.consentgate.events.Inquiry;
import io.consentgate.events.InquiryKind;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.RecordingBasis;
import io.consentgate.policy.RuleCode;
import java.util.List;
import java.util.function.UnaryOperator;

/** A visitor leaves a number for a call-back. This one call needs no consent; later calls do. */
final class CallbackWidget implements PublishingSystem {

    private static final String SCRIPT = "Dzień dobry, oddzwaniamy w sprawie zapytania ze strony.";

    @Override
    public String label() {
        return "call-back widget";
    }

    @Override
    public int weight() {
        return 8;
    }

    @Override
    public List<Act> acts() {
        return List.of(
                new Act(10, "the one call, then more", CallbackWidget::callAndMore),
                new Act(6, "the one call", subject -> called(subject, cleared(), UnaryOperator.identity())),
                new Act(
                        3,
                        "answered before",
                        subject -> called(
                                subject,
                                quarantined(RuleCode.MSG_CALLBACK_MISUSE),
                                inquiry -> inquiry.setAnsweredAt(subject.minutesAgo(2)))),
                new Act(
                        2,
                        "asked too long ago",
                        subject -> called(
                                subject,
                                quarantined(RuleCode.MSG_CALLBACK_MISUSE),
                                inquiry -> inquiry.setExpiresAt(subject.minutesAgo(1)))),
                new Act(
                        2,
                        "another number was left",
                        subject -> called(
                                subject,
                                quarantined(RuleCode.MSG_CALLBACK_MISUSE),
                                inquiry -> inquiry.setContactRef(subject.formerNumber()))),
                new Act(
                        2,
                        "asked another company",
                        subject -> called(
                                subject,
                                quarantined(RuleCode.MSG_CALLBACK_MISUSE),
                                inquiry -> inquiry.setControllerId(Consents.PARTNER))),
                new Act(2, "begins with the offer", CallbackWidget::beginsWithTheOffer),
                new Act(3, "nobody asked", CallbackWidget::nobodyAsked),
                new Act(4, "number goes into a campaign", CallbackWidget::numberGoesIntoCampaign),
                new Act(3, "recorded without saying so", CallbackWidget::recordedWithoutSayingSo),
                new Act(2, "recorded by earlier consent", CallbackWidget::recordedByEarlierConsent));
    }

    private static OutboundMessage.Builder call(Subject subject, Inquiry inquiry, boolean announced) {
        return Messages.reply(subject, inquiry, Channel.VOICE, SCRIPT)
                .setCall(new Call(true, announced, RecordingBasis.CONSENT, true));
    }

    private static Story called(Subject subject, Expectation expectation, UnaryOperator<Inquiry.Builder> change) {
        Inquiry inquiry = change.apply(Consents.inquiry(subject, InquiryKind.CALLBACK, Channel.VOICE))
                .build();
        return Story.of(subject)
                .said(Consents.asked(subject, inquiry))
                .event(event(call(subject, inquiry, true), expectation))
                .build();
    }

    private static Story callAndMore(Subject subject) {
        Inquiry inquiry =
                Consents.inquiry(subject, InquiryKind.CALLBACK, Channel.VOICE).build();
        return Story.of(subject)
                .said(Consents.asked(subject, inquiry))
                .event(event(call(subject, inquiry, true), cleared()))
                .event(event(call(subject, inquiry, true), quarantined(RuleCode.MSG_CALLBACK_MISUSE)))
                .event(event(
                        Messages.reply(subject, inquiry, Channel.SMS, "Czy możemy jeszcze w czymś pomóc?"),
                        quarantined(RuleCode.MSG_CALLBACK_MISUSE)))
                .build();
    }

    private static Story beginsWithTheOffer(Subject subject) {
        Inquiry inquiry =
                Consents.inquiry(subject, InquiryKind.CALLBACK, Channel.VOICE).build();
        return Story.of(subject)
                .said(Consents.asked(subject, inquiry))
                .event(event(
                        call(subject, inquiry, true).setCall(new Call(true, true, RecordingBasis.CONSENT, false)),
                        cleared(RuleCode.MSG_CALL_OPENING)))
                .build();
    }

    private static Story nobodyAsked(Subject subject) {
        Inquiry inquiry =
                Consents.inquiry(subject, InquiryKind.CALLBACK, Channel.VOICE).build();
        return Story.of(subject)
                .event(event(call(subject, inquiry, true), quarantined(RuleCode.GATE_NO_RECORD)))
                .build();
    }

    private static Story numberGoesIntoCampaign(Subject subject) {
        Inquiry inquiry =
                Consents.inquiry(subject, InquiryKind.CALLBACK, Channel.VOICE).build();
        return Story.of(subject)
                .said(Consents.asked(subject, inquiry))
                .event(event(
                        Messages.marketing(subject, Channel.SMS, "Tylko dziś: 20% taniej!"),
                        quarantined(RuleCode.MSG_CONSENT_MISSING)))
                .build();
    }

    private static Story recordedWithoutSayingSo(Subject subject) {
        Inquiry inquiry =
                Consents.inquiry(subject, InquiryKind.CALLBACK, Channel.VOICE).build();
        return Story.of(subject)
                .said(Consents.asked(subject, inquiry))
                .event(event(call(subject, inquiry, false), quarantined(RuleCode.MSG_RECORDING_CONSENT)))
                .build();
    }

    private static Story recordedByEarlierConsent(Subject subject) {
        Inquiry inquiry =
                Consents.inquiry(subject, InquiryKind.CALLBACK, Channel.VOICE).build();
        Consent recording = Consents.grantedFor(subject, ConsentPurpose.CALL_RECORDING, Channel.VOICE)
                .build();
        return Story.of(subject)
                .said(Consents.state(subject, 1, List.of(recording), List.of(), List.of(inquiry)))
                .event(event(call(subject, inquiry, false), cleared()))
                .build();
    }
}
