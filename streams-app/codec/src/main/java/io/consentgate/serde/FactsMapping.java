// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.events.ConsentState;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.policy.facts.AutomationMode;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.ControllerKind;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionRole;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.EvidenceKind;
import io.consentgate.policy.facts.Ground;
import io.consentgate.policy.facts.Initiator;
import io.consentgate.policy.facts.InquiryKind;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Minor;
import io.consentgate.policy.facts.ObjectionScope;
import io.consentgate.policy.facts.OptOut;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.RecordingBasis;
import io.consentgate.policy.facts.Reliance;
import io.consentgate.policy.facts.SubjectKind;
import io.consentgate.policy.facts.Surface;
import io.consentgate.policy.facts.Trigger;
import io.consentgate.review.facts.VerdictFacts;
import io.consentgate.review.facts.VerdictOutcome;
import io.consentgate.schemas.GeneratedClasses;
import org.apache.avro.generic.IndexedRecord;

/**
 * Maps records to facts. Each constructor gets its arguments in the order of the shape's fields, so no field is named
 * twice. A new component of the facts does not compile until it is read here.
 */
final class FactsMapping {

    static {
        GeneratedClasses.trust();
    }

    static final RecordShape MESSAGE = new RecordShape(MessageFacts.class, OutboundMessage.getClassSchema());
    static final RecordShape DECISION = new RecordShape(DecisionFacts.class, OfferDecision.getClassSchema());
    static final RecordShape CONSENT_STATE = new RecordShape(ConsentFacts.class, ConsentState.getClassSchema());
    static final RecordShape VERDICT = new RecordShape(VerdictFacts.class, ReviewVerdict.getClassSchema());

    private static final RecordShape BOT = MESSAGE.nested("bot");
    private static final RecordShape CALL = MESSAGE.nested("call");
    private static final RecordShape CONVERSATION = MESSAGE.nested("conversation");
    private static final RecordShape TRACKING = MESSAGE.nested("tracking");
    private static final RecordShape PROFILING = DECISION.nested("profiling");
    private static final RecordShape AUTOMATION = DECISION.nested("automation");
    private static final RecordShape HUMAN = AUTOMATION.nested("human");
    private static final RecordShape SAFEGUARDS = DECISION.nested("safeguards");
    private static final RecordShape CONSENT = CONSENT_STATE.nested("consents");
    private static final RecordShape EVIDENCE = CONSENT.nested("evidence");
    private static final RecordShape OBJECTION = CONSENT_STATE.nested("objections");
    private static final RecordShape INQUIRY = CONSENT_STATE.nested("inquiries");
    private static final RecordShape CORRECTION = CONSENT_STATE.nested("corrects");
    private static final RecordShape TRUE_CLASSIFICATION = VERDICT.nested("trueClassification");
    private static final RecordShape LABEL_REFERENCE = TRUE_CLASSIFICATION.nested("references");

    private static final Vocabulary<AutomationMode> AUTOMATION_MODES = new Vocabulary<>(AutomationMode.class);
    private static final Vocabulary<Channel> CHANNELS = new Vocabulary<>(Channel.class);
    private static final Vocabulary<CommercialContent> COMMERCIAL_CONTENTS = new Vocabulary<>(CommercialContent.class);
    private static final Vocabulary<ConsentPurpose> CONSENT_PURPOSES = new Vocabulary<>(ConsentPurpose.class);
    private static final Vocabulary<ConsentStatus> CONSENT_STATUSES = new Vocabulary<>(ConsentStatus.class);
    private static final Vocabulary<ControllerKind> CONTROLLER_KINDS = new Vocabulary<>(ControllerKind.class);
    private static final Vocabulary<DecisionRole> DECISION_ROLES = new Vocabulary<>(DecisionRole.class);
    private static final Vocabulary<Effect> EFFECTS = new Vocabulary<>(Effect.class);
    private static final Vocabulary<EvidenceKind> EVIDENCE_KINDS = new Vocabulary<>(EvidenceKind.class);
    private static final Vocabulary<Ground> GROUNDS = new Vocabulary<>(Ground.class);
    private static final Vocabulary<Initiator> INITIATORS = new Vocabulary<>(Initiator.class);
    private static final Vocabulary<InquiryKind> INQUIRY_KINDS = new Vocabulary<>(InquiryKind.class);
    private static final Vocabulary<Minor> MINOR_ANSWERS = new Vocabulary<>(Minor.class);
    private static final Vocabulary<ObjectionScope> OBJECTION_SCOPES = new Vocabulary<>(ObjectionScope.class);
    private static final Vocabulary<OptOut> OPT_OUTS = new Vocabulary<>(OptOut.class);
    private static final Vocabulary<Purpose> PURPOSES = new Vocabulary<>(Purpose.class);
    private static final Vocabulary<RecordingBasis> RECORDING_BASES = new Vocabulary<>(RecordingBasis.class);
    private static final Vocabulary<Reliance> RELIANCES = new Vocabulary<>(Reliance.class);
    private static final Vocabulary<SubjectKind> SUBJECT_KINDS = new Vocabulary<>(SubjectKind.class);
    private static final Vocabulary<Surface> SURFACES = new Vocabulary<>(Surface.class);
    private static final Vocabulary<Trigger> TRIGGERS = new Vocabulary<>(Trigger.class);
    private static final Vocabulary<VerdictOutcome> VERDICT_OUTCOMES = new Vocabulary<>(VerdictOutcome.class);

    private FactsMapping() {}

    static MessageFacts message(IndexedRecord record) throws UndecodableException {
        RecordCursor in = MESSAGE.open(record);
        return new MessageFacts(
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.symbol(CHANNELS),
                in.symbol(PURPOSES),
                in.symbol(COMMERCIAL_CONTENTS),
                in.optionalSymbol(TRIGGERS),
                in.symbol(INITIATORS),
                in.instant(),
                in.optionalInstant(),
                in.optionalInstant(),
                in.optionalText(),
                in.optionalText(),
                in.optionalText(),
                in.optionalText(),
                in.optionalText(),
                in.optionalText(),
                in.flag(),
                in.optionalNested(BOT, FactsMapping::bot),
                in.optionalNested(CALL, FactsMapping::call),
                in.optionalText(),
                in.optionalText(),
                in.optionalNested(CONVERSATION, FactsMapping::conversation),
                in.optionalFlag(),
                in.optionalSymbol(OPT_OUTS),
                in.optionalFlag(),
                in.optionalNested(TRACKING, FactsMapping::tracking));
    }

    private static MessageFacts.Bot bot(RecordCursor in) throws UndecodableException {
        return new MessageFacts.Bot(
                in.optionalText(), in.optionalText(), in.flag(), in.flag(), in.flag(), in.optionalFlag());
    }

    private static MessageFacts.Call call(RecordCursor in) throws UndecodableException {
        return new MessageFacts.Call(in.flag(), in.flag(), in.optionalSymbol(RECORDING_BASES), in.optionalFlag());
    }

    private static MessageFacts.Conversation conversation(RecordCursor in) throws UndecodableException {
        return new MessageFacts.Conversation(in.text(), in.instant());
    }

    private static MessageFacts.Tracking tracking(RecordCursor in) throws UndecodableException {
        return new MessageFacts.Tracking(in.flag(), in.optionalText());
    }

    static DecisionFacts decision(IndexedRecord record) throws UndecodableException {
        RecordCursor in = DECISION.open(record);
        return new DecisionFacts(
                in.text(),
                in.text(),
                in.symbol(SUBJECT_KINDS),
                in.symbol(MINOR_ANSWERS),
                in.text(),
                in.text(),
                in.instant(),
                in.optionalInstant(),
                in.symbol(DECISION_ROLES),
                in.optionalSymbol(RELIANCES),
                in.optionalNested(PROFILING, FactsMapping::profiling),
                in.nested(AUTOMATION, FactsMapping::automation),
                in.symbols(EFFECTS),
                in.flag(),
                in.optionalDecimal(),
                in.symbol(GROUNDS),
                in.optionalText(),
                in.optionalNested(SAFEGUARDS, FactsMapping::safeguards),
                in.optionalText(),
                in.optionalFlag(),
                in.optionalText(),
                in.optionalSymbol(CONTROLLER_KINDS),
                in.optionalText(),
                in.optionalSymbol(SURFACES));
    }

    private static DecisionFacts.Profiling profiling(RecordCursor in) throws UndecodableException {
        return new DecisionFacts.Profiling(in.text(), in.text(), in.texts(), in.flag(), in.flag(), in.flag());
    }

    private static DecisionFacts.Automation automation(RecordCursor in) throws UndecodableException {
        return new DecisionFacts.Automation(in.symbol(AUTOMATION_MODES), in.optionalNested(HUMAN, FactsMapping::human));
    }

    private static DecisionFacts.Human human(RecordCursor in) throws UndecodableException {
        return new DecisionFacts.Human(
                in.text(),
                in.text(),
                in.optionalText(),
                in.instant(),
                in.instant(),
                in.texts(),
                in.flag(),
                in.flag(),
                in.integer(),
                in.optionalText());
    }

    private static DecisionFacts.Safeguards safeguards(RecordCursor in) throws UndecodableException {
        return new DecisionFacts.Safeguards(in.flag(), in.flag(), in.flag(), in.flag(), in.optionalFlag());
    }

    static ConsentFacts consentState(IndexedRecord record) throws UndecodableException {
        RecordCursor in = CONSENT_STATE.open(record);
        return new ConsentFacts(
                in.text(),
                in.longInteger(),
                in.instant(),
                in.allNested(CONSENT, FactsMapping::consent),
                in.allNested(OBJECTION, FactsMapping::objection),
                in.allNested(INQUIRY, FactsMapping::inquiry),
                in.allNested(CORRECTION, FactsMapping::correction));
    }

    private static ConsentFacts.Consent consent(RecordCursor in) throws UndecodableException {
        return new ConsentFacts.Consent(
                in.text(),
                in.text(),
                in.optionalSymbol(CHANNELS),
                in.symbol(CONSENT_PURPOSES),
                in.symbol(CONSENT_STATUSES),
                in.flag(),
                in.optionalInstant(),
                in.optionalInstant(),
                in.optionalInstant(),
                in.optionalText(),
                in.optionalText(),
                in.optionalNested(EVIDENCE, FactsMapping::evidence));
    }

    private static ConsentFacts.Evidence evidence(RecordCursor in) throws UndecodableException {
        return new ConsentFacts.Evidence(
                in.symbol(EVIDENCE_KINDS),
                in.optionalText(),
                in.optionalText(),
                in.optionalText(),
                in.optionalInstant(),
                in.optionalText(),
                in.optionalText(),
                in.symbols(CONSENT_PURPOSES),
                in.symbols(CHANNELS),
                in.optionalText(),
                in.optionalSymbol(RECORDING_BASES),
                in.optionalInstant(),
                in.optionalText(),
                in.symbols(EFFECTS),
                in.optionalText());
    }

    private static ConsentFacts.Objection objection(RecordCursor in) throws UndecodableException {
        return new ConsentFacts.Objection(in.text(), in.symbol(OBJECTION_SCOPES), in.instant(), in.optionalText());
    }

    private static ConsentFacts.Correction correction(RecordCursor in) throws UndecodableException {
        return new ConsentFacts.Correction(in.text(), in.text());
    }

    static VerdictFacts verdict(IndexedRecord record) throws UndecodableException {
        RecordCursor in = VERDICT.open(record);
        return new VerdictFacts(
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.instant(),
                in.texts(),
                in.integer(),
                in.instant(),
                in.symbol(VERDICT_OUTCOMES),
                in.text(),
                in.optionalNested(TRUE_CLASSIFICATION, FactsMapping::trueClassification),
                in.optionalFlag(),
                in.optionalText(),
                in.optionalText(),
                in.optionalText(),
                in.optionalBytes());
    }

    private static VerdictFacts.TrueClassification trueClassification(RecordCursor in) throws UndecodableException {
        return new VerdictFacts.TrueClassification(
                in.optionalSymbol(PURPOSES),
                in.symbols(EFFECTS),
                in.optionalText(),
                in.optionalSymbol(COMMERCIAL_CONTENTS),
                in.optionalFlag(),
                in.optionalFlag(),
                in.optionalText(),
                in.optionalFlag(),
                in.allNested(LABEL_REFERENCE, FactsMapping::labelReference));
    }

    private static VerdictFacts.LabelReference labelReference(RecordCursor in) throws UndecodableException {
        return new VerdictFacts.LabelReference(in.text(), in.text());
    }

    private static ConsentFacts.Inquiry inquiry(RecordCursor in) throws UndecodableException {
        return new ConsentFacts.Inquiry(
                in.text(),
                in.symbol(INQUIRY_KINDS),
                in.text(),
                in.symbol(CHANNELS),
                in.optionalText(),
                in.instant(),
                in.optionalInstant(),
                in.optionalInstant(),
                in.optionalText());
    }
}
