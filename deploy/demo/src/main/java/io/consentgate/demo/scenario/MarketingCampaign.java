// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static io.consentgate.demo.scenario.Consents.state;
import static io.consentgate.demo.scenario.Expectation.cleared;
import static io.consentgate.demo.scenario.Expectation.quarantined;

import io.consentgate.events.Channel;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.Consent;
import io.consentgate.events.ConsentPurpose;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Evidence;
import io.consentgate.events.EvidenceKind;
import io.consentgate.events.ObjectionScope;
import io.consentgate.events.OptOut;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Purpose;
import io.consentgate.events.Tracking;
import io.consentgate.events.Trigger;
import io.consentgate.policy.RuleCode;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A campaign of congratulations, reminders or offers. The automation is lawful. Each message is direct marketing and
 * needs the person's prior consent, for customers too.
 */
record MarketingCampaign(String label, int weight, Channel channel, Trigger trigger, String text)
        implements PublishingSystem {

    @Override
    public List<Act> acts() {
        return List.of(
                new Act(30, "agreed, with proof", subject -> consented(subject, cleared(), UnaryOperator.identity())),
                new Act(4, "agreed before PKE", this::agreedBeforePke),
                new Act(
                        4,
                        "agreed on another system, source named",
                        subject -> proven(
                                subject,
                                evidence ->
                                        evidence.setKind(EvidenceKind.IMPORT).setSource("crm-2019"),
                                cleared(RuleCode.MSG_ART14_NOTICE))),
                new Act(
                        2,
                        "agreed for a discount",
                        subject -> proven(
                                subject,
                                evidence -> evidence.setIncentive("10 % discount"),
                                cleared(RuleCode.MSG_CONSENT_INCENTIVE))),
                new Act(
                        2,
                        "agreed by an act, not in express words",
                        subject -> consented(
                                subject,
                                cleared(RuleCode.MSG_CONSENT_IMPLICIT),
                                consent -> consent.setExplicit(false))),
                new Act(
                        2,
                        "no way out stated",
                        subject -> agreedAndAdvised(
                                subject, message -> message.setOptOut(OptOut.NONE), RuleCode.MSG_OPT_OUT_PATH)),
                new Act(
                        2,
                        "does not say whose it is",
                        subject -> agreedAndAdvised(
                                subject,
                                message -> message.setSenderIdentified(false),
                                RuleCode.MSG_SENDER_UNIDENTIFIED)),
                new Act(
                        2,
                        "tracked without consent to it",
                        subject -> agreedAndAdvised(
                                subject,
                                message -> message.setTracking(
                                        Tracking.newBuilder().setPixel(true).build()),
                                RuleCode.MSG_TRACKING)),
                new Act(3, "objected, then agreed", this::objectedThenAgreed),
                new Act(2, "written before agreed", this::writtenBeforeAgreed),
                new Act(14, "never heard of", subject -> contacted(subject, RuleCode.MSG_CONSENT_MISSING)),
                new Act(4, "agreed to another channel only", this::agreedToAnotherChannel),
                new Act(
                        3,
                        "agreed to another company",
                        subject -> consented(
                                subject,
                                quarantined(RuleCode.MSG_CONSENT_MISSING),
                                consent -> consent.setControllerId(Consents.PARTNER))),
                new Act(8, "withdrew", this::withdrew),
                new Act(3, "withdrew, and an older record comes late", this::olderRecordComesLate),
                new Act(
                        4,
                        "refused",
                        subject -> consented(
                                subject,
                                quarantined(RuleCode.MSG_CONSENT_REFUSED),
                                consent ->
                                        consent.setStatus(ConsentStatus.REFUSED).setGrantedAt(null))),
                new Act(
                        4,
                        "never confirmed",
                        subject -> consented(
                                subject,
                                quarantined(RuleCode.MSG_CONSENT_EXPIRED),
                                consent -> consent.setStatus(ConsentStatus.PENDING))),
                new Act(
                        3,
                        "expired",
                        subject -> consented(
                                subject,
                                quarantined(RuleCode.MSG_CONSENT_EXPIRED),
                                consent -> consent.setExpiresAt(subject.daysAgo(1)))),
                new Act(6, "objected", this::objected),
                new Act(4, "erased", this::erased),
                new Act(
                        3,
                        "no reference to any proof",
                        subject -> proven(
                                subject,
                                evidence -> evidence.setReference(null),
                                quarantined(RuleCode.MSG_EVIDENCE_MISSING))),
                new Act(
                        2,
                        "agreed on another system, source not named",
                        subject -> proven(
                                subject,
                                evidence ->
                                        evidence.setKind(EvidenceKind.IMPORT).setNoticeRef("notice-7"),
                                quarantined(RuleCode.MSG_EVIDENCE_MISSING))),
                new Act(
                        3,
                        "form silent on purpose",
                        subject -> proven(
                                subject,
                                evidence -> evidence.setStatedPurposes(List.of()),
                                quarantined(RuleCode.MSG_PURPOSE_UNSTATED))),
                new Act(
                        2,
                        "form silent on channel",
                        subject -> proven(
                                subject,
                                evidence -> evidence.setStatedChannels(List.of(Channel.PUSH)),
                                quarantined(RuleCode.MSG_PURPOSE_UNSTATED))),
                new Act(
                        3,
                        "agreed for a former number",
                        subject -> consented(
                                subject,
                                quarantined(RuleCode.MSG_CONTACT_MISMATCH),
                                consent -> consent.setContactRef(subject.formerNumber()))),
                new Act(2, "objected, and a former number", this::objectedWithFormerNumber),
                new Act(
                        2,
                        "at the recipient's cost",
                        subject -> agreedBut(
                                subject, message -> message.setChargedToRecipient(true), RuleCode.MSG_RECIPIENT_COST)),
                new Act(
                        2,
                        "too late to send",
                        subject -> agreedBut(
                                subject,
                                message -> message.setExpiresAt(subject.minutesAgo(90)),
                                RuleCode.MSG_EXPIRED)),
                new Act(2, "sent first, agreed later", this::sentBeforeAgreed),
                new Act(
                        2,
                        "for a country without rules",
                        subject -> agreedBut(
                                subject,
                                message -> message.setJurisdiction("DE")
                                        .setOptOut(OptOut.LINK)
                                        .setSenderIdentified(true),
                                RuleCode.GATE_JURISDICTION)),
                new Act(4, "labelled as a service notice", this::labelledAsServiceNotice));
    }

    private OutboundMessage.Builder message(Subject subject) {
        return Messages.marketing(subject, channel, text)
                .setTrigger(trigger)
                .setCampaignId(trigger.name().toLowerCase(java.util.Locale.ROOT) + "-2026");
    }

    private Story contacted(Subject subject, RuleCode... rules) {
        return Story.of(subject)
                .event(Messages.event(message(subject), quarantined(rules)))
                .build();
    }

    private Story consented(Subject subject, Expectation expectation, UnaryOperator<Consent.Builder> change) {
        return Story.of(subject)
                .said(state(
                        subject,
                        1,
                        change.apply(Consents.granted(subject, channel)).build()))
                .event(Messages.event(message(subject), expectation))
                .build();
    }

    private Story proven(Subject subject, UnaryOperator<Evidence.Builder> change, Expectation expectation) {
        return consented(
                subject,
                expectation,
                consent -> consent.setEvidence(change.apply(Consents.webForm(
                                subject, consent.getGrantedAt(), ConsentPurpose.DIRECT_MARKETING, channel))
                        .build()));
    }

    private Story agreedBut(Subject subject, UnaryOperator<OutboundMessage.Builder> change, RuleCode rule) {
        return Story.of(subject)
                .said(state(subject, 1, Consents.granted(subject, channel).build()))
                .event(Messages.event(change.apply(message(subject)), quarantined(rule)))
                .build();
    }

    private Story agreedAndAdvised(Subject subject, UnaryOperator<OutboundMessage.Builder> change, RuleCode rule) {
        return Story.of(subject)
                .said(state(subject, 1, Consents.granted(subject, channel).build()))
                .event(Messages.event(change.apply(message(subject)), cleared(rule)))
                .build();
    }

    private Story agreedBeforePke(Subject subject) {
        return consented(
                subject,
                cleared(RuleCode.MSG_CONSENT_LEGACY),
                consent -> consent.setGrantedAt(Consents.BEFORE_PKE)
                        .setEvidence(
                                Consents.webForm(subject, Consents.BEFORE_PKE, ConsentPurpose.DIRECT_MARKETING, channel)
                                        .build()));
    }

    private Story objectedThenAgreed(Subject subject) {
        return Story.of(subject)
                .said(Consents.state(
                        subject,
                        1,
                        List.of(Consents.granted(subject, channel).build()),
                        List.of(Consents.objection(ObjectionScope.DIRECT_MARKETING, subject.daysAgo(400))),
                        List.of()))
                .event(Messages.event(message(subject), cleared()))
                .build();
    }

    private Story writtenBeforeAgreed(Subject subject) {
        Consent.Builder consent = Consents.granted(subject, channel);
        return Story.of(subject)
                .said(state(subject, 1, consent.build()))
                .event(Messages.event(
                        message(subject).setCreatedAt(consent.getGrantedAt().minus(Duration.ofDays(1))),
                        cleared(RuleCode.MSG_CONSENT_LATER)))
                .build();
    }

    private Story sentBeforeAgreed(Subject subject) {
        Consent.Builder consent = Consents.granted(subject, channel);
        return Story.of(subject)
                .said(state(subject, 1, consent.build()))
                .event(Messages.event(
                        message(subject)
                                .setCreatedAt(consent.getGrantedAt().minus(Duration.ofDays(1)))
                                .setSentAt(consent.getGrantedAt().minus(Duration.ofDays(1))),
                        quarantined(RuleCode.MSG_CONSENT_LATER, RuleCode.MSG_ALREADY_SENT)))
                .build();
    }

    private Story agreedToAnotherChannel(Subject subject) {
        Channel other = channel == Channel.EMAIL ? Channel.SMS : Channel.EMAIL;
        return Story.of(subject)
                .said(state(subject, 1, Consents.granted(subject, other).build()))
                .event(Messages.event(message(subject), quarantined(RuleCode.MSG_CONSENT_MISSING)))
                .build();
    }

    private Story withdrew(Subject subject) {
        Consent granted = Consents.granted(subject, channel).build();
        return Story.of(subject)
                .said(state(subject, 1, granted), state(subject, 2, Consents.withdrawn(granted, subject.now())))
                .event(Messages.event(message(subject), quarantined(RuleCode.MSG_CONSENT_WITHDRAWN)))
                .build();
    }

    private Story olderRecordComesLate(Subject subject) {
        Consent granted = Consents.granted(subject, channel).build();
        return Story.of(subject)
                .said(state(subject, 3, Consents.withdrawn(granted, subject.daysAgo(1))), state(subject, 2, granted))
                .event(Messages.event(message(subject), quarantined(RuleCode.MSG_CONSENT_WITHDRAWN)))
                .build();
    }

    private Story objected(Subject subject) {
        Consent granted = Consents.granted(subject, channel).build();
        return Story.of(subject)
                .said(state(subject, 1, granted), objectedTo(subject, granted))
                .event(Messages.event(message(subject), quarantined(RuleCode.MSG_OBJECTION)))
                .build();
    }

    private Story objectedWithFormerNumber(Subject subject) {
        Consent granted = Consents.granted(subject, channel)
                .setContactRef(subject.formerNumber())
                .build();
        return Story.of(subject)
                .said(state(subject, 1, granted), objectedTo(subject, granted))
                .event(Messages.event(
                        message(subject), quarantined(RuleCode.MSG_OBJECTION, RuleCode.MSG_CONTACT_MISMATCH)))
                .build();
    }

    private static io.consentgate.events.ConsentState objectedTo(Subject subject, Consent granted) {
        return Consents.state(
                subject,
                2,
                List.of(granted),
                List.of(Consents.objection(ObjectionScope.DIRECT_MARKETING, subject.now())),
                List.of());
    }

    private Story erased(Subject subject) {
        return Story.of(subject)
                .said(state(subject, 1, Consents.granted(subject, channel).build()))
                .erased()
                .event(Messages.event(message(subject), quarantined(RuleCode.MSG_CONSENT_MISSING)))
                .build();
    }

    private Story labelledAsServiceNotice(Subject subject) {
        OutboundMessage.Builder message = message(subject)
                .setPurpose(Purpose.SERVICE_NOTICE)
                .setCommercialContent(CommercialContent.NONE)
                .setBasisRef(subject.newId("account"));
        return Story.of(subject)
                .event(Messages.event(message, quarantined(RuleCode.MSG_PURPOSE_CONTRADICTED)))
                .build();
    }
}
