// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static io.consentgate.demo.scenario.Expectation.cleared;
import static io.consentgate.demo.scenario.Expectation.quarantined;
import static io.consentgate.demo.scenario.Messages.event;

import io.consentgate.events.Call;
import io.consentgate.events.Channel;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.Consent;
import io.consentgate.events.Evidence;
import io.consentgate.events.EvidenceKind;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Purpose;
import io.consentgate.events.RecordingBasis;
import io.consentgate.policy.RuleCode;
import java.util.List;
import java.util.function.UnaryOperator;

/** Sales calls. A spoken consent counts if it is recorded, and if the person first agreed to the recording. */
final class TelephoneSales implements PublishingSystem {

    @Override
    public String label() {
        return "oral consents";
    }

    @Override
    public int weight() {
        return 8;
    }

    @Override
    public List<Act> acts() {
        return List.of(
                new Act(10, "spoken and recorded", subject -> spoken(subject, cleared(), UnaryOperator.identity())),
                new Act(
                        4,
                        "spoken, not recorded",
                        subject -> spoken(
                                subject,
                                unrecorded(),
                                evidence -> evidence.setKind(EvidenceKind.ORAL)
                                        .setRecordingRef(null)
                                        .setRecordingBasis(null)
                                        .setRecordingConsentAt(null))),
                new Act(
                        3,
                        "recording lost",
                        subject -> spoken(subject, unrecorded(), evidence -> evidence.setRecordingRef(null))),
                new Act(
                        3,
                        "recorded first, asked later",
                        subject -> spoken(
                                subject,
                                unrecorded(),
                                evidence -> evidence.setRecordingConsentAt(
                                        evidence.getCapturedAt().plusSeconds(30)))),
                new Act(
                        2,
                        "recorded without asking",
                        subject -> spoken(
                                subject,
                                unrecorded(),
                                evidence -> evidence.setRecordingBasis(RecordingBasis.LEGITIMATE_INTEREST)
                                        .setRecordingConsentAt(null))),
                new Act(
                        5,
                        "cold call",
                        subject -> Story.of(subject)
                                .event(event(salesCall(subject), quarantined(RuleCode.MSG_CONSENT_MISSING)))
                                .build()),
                new Act(4, "cold call only to ask for consent", TelephoneSales::coldCallToAsk));
    }

    private static Expectation unrecorded() {
        return quarantined(RuleCode.MSG_ORAL_UNRECORDED);
    }

    private static OutboundMessage.Builder salesCall(Subject subject) {
        return Messages.marketing(subject, Channel.VOICE, "Dzień dobry, mamy dla Państwa ofertę.")
                .setCall(new Call(true, true, RecordingBasis.CONSENT, true));
    }

    private static Story spoken(Subject subject, Expectation expectation, UnaryOperator<Evidence.Builder> change) {
        Consent.Builder consent = Consents.granted(subject, Channel.VOICE);
        Consent oral =
                Consents.withEvidence(consent, change.apply(Consents.recordedCall(subject, consent.getGrantedAt())));
        return Story.of(subject)
                .said(Consents.state(subject, 1, oral))
                .event(event(salesCall(subject), expectation))
                .build();
    }

    private static Story coldCallToAsk(Subject subject) {
        OutboundMessage.Builder request =
                salesCall(subject).setPurpose(Purpose.CONSENT_REQUEST).setCommercialContent(CommercialContent.NONE);
        return Story.of(subject)
                .event(event(request, quarantined(RuleCode.MSG_CONSENT_REQUEST, RuleCode.MSG_CONSENT_MISSING)))
                .build();
    }
}
