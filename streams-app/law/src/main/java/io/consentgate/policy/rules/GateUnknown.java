// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.AutomationMode;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.ConsentFacts.Inquiry;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionRole;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.Ground;
import io.consentgate.policy.facts.Initiator;
import io.consentgate.policy.facts.InquiryKind;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.MessageFacts.Call;
import io.consentgate.policy.facts.ObjectionScope;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.RecordingBasis;
import io.consentgate.policy.facts.Reliance;
import io.consentgate.policy.facts.SubjectKind;
import io.consentgate.policy.facts.Surface;
import io.consentgate.policy.facts.Trigger;
import io.consentgate.policy.messages.Campaigns;
import io.consentgate.policy.standing.Grant;
import io.consentgate.policy.standing.StandingConsent;
import io.consentgate.policy.standing.StandingConsent.Standing;
import org.jspecify.annotations.Nullable;

/**
 * What this version of the gate does not know may forbid what it would otherwise clear. This holds for every symbol of
 * the event, for the consent, objection or inquiry that would be used, and for an unreadable record where a record is
 * needed. The rule leaves out a person of unknown age, whom ADM-MINOR judges. A replay after an upgrade is a recheck.
 */
final class GateUnknown implements MessageRule, DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.GATE_UNKNOWN)
            .releasedBy(Release.RECLASSIFY, Release.RECHECK, Release.DECIDE);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Facts unknown = inMessage(situation.message());
        if (situation.isMarketing() || situation.reliesOnInquiry() || situation.needsRecordingConsent()) {
            unknown = inRecord(unknown, situation);
        }
        return unknown.isEmpty() ? Finding.kept() : Finding.broken(unknown);
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        Facts unknown = inDecision(situation.decision());
        if (situation.needsDecisionConsent()
                || situation.needsSpecialCategoryConsent()
                || situation.mayBeObjectedTo()
                || situation.isShownInInbox()) {
            unknown = inRecord(unknown, situation);
        }
        return unknown.isEmpty() ? Finding.kept() : Finding.broken(unknown);
    }

    private static Facts inMessage(MessageFacts message) {
        Facts unknown = Facts.NONE;
        if (message.channel() == Channel.UNKNOWN) {
            unknown = unknown.and(Fact.CHANNEL, message.channel());
        }
        if (message.purpose() == Purpose.UNKNOWN) {
            unknown = unknown.and(Fact.PURPOSE, message.purpose());
        }
        if (message.commercialContent() == CommercialContent.UNKNOWN) {
            unknown = unknown.and(Fact.COMMERCIAL_CONTENT, message.commercialContent());
        }
        // An unknown trigger does not hold back a message that the law demands.
        if (message.trigger() == Trigger.UNKNOWN && !Campaigns.isDemandedByLaw(message)) {
            unknown = unknown.and(Fact.TRIGGER, message.trigger());
        }
        if (message.initiator() == Initiator.UNKNOWN) {
            unknown = unknown.and(Fact.INITIATOR, message.initiator());
        }
        Call call = message.call();
        if (call != null && call.recorded() && call.recordingBasis() == RecordingBasis.UNKNOWN) {
            unknown = unknown.and(Fact.RECORDING_BASIS, call.recordingBasis());
        }
        return unknown;
    }

    private static Facts inRecord(Facts known, MessageSituation situation) {
        if (situation.consent().isUnreadable()) {
            return known.and(Fact.CONSENT_RECORD, Word.UNREADABLE);
        }
        boolean relies = situation.needsConsent() || situation.reliesOnInquiry() || situation.needsRecordingConsent();
        Facts unknown =
                relies && situation.consent().isInDoubt() ? known.and(Fact.CONSENT_RECORD, Word.IN_DOUBT) : known;
        if (situation.isMarketing()) {
            unknown = inStanding(unknown, situation.marketingConsent(), situation.grantReliedOn());
            unknown = inObjection(unknown, situation.objection(ObjectionScope.UNKNOWN));
        }
        if (situation.needsRecordingConsent()) {
            StandingConsent recording = situation.recordingConsent();
            unknown = inStanding(unknown, recording, recording.grant());
        }
        Inquiry inquiry = situation.inquiry();
        if (inquiry != null && inquiry.kind() == InquiryKind.UNKNOWN) {
            unknown = unknown.and(Fact.INQUIRY_KIND, inquiry.kind());
        }
        if (inquiry != null && inquiry.channel() == Channel.UNKNOWN) {
            unknown = unknown.and(Fact.INQUIRY_CHANNEL, inquiry.channel());
        }
        return unknown;
    }

    private static Facts inDecision(DecisionFacts decision) {
        Facts unknown = Facts.NONE;
        if (decision.subjectKind() == SubjectKind.UNKNOWN) {
            unknown = unknown.and(Fact.SUBJECT_KIND, decision.subjectKind());
        }
        if (decision.role() == DecisionRole.UNKNOWN) {
            unknown = unknown.and(Fact.ROLE, decision.role());
        }
        if (decision.reliance() == Reliance.UNKNOWN) {
            unknown = unknown.and(Fact.RELIANCE, decision.reliance());
        }
        if (decision.automation().mode() == AutomationMode.UNKNOWN) {
            unknown = unknown.and(Fact.AUTOMATION, decision.automation().mode());
        }
        if (decision.effects().contains(Effect.UNKNOWN)) {
            unknown = unknown.and(Fact.EFFECTS, decision.effects());
        }
        if (decision.ground() == Ground.UNKNOWN) {
            unknown = unknown.and(Fact.GROUND, decision.ground());
        }
        if (decision.surface() == Surface.UNKNOWN) {
            unknown = unknown.and(Fact.SURFACE, decision.surface());
        }
        return unknown;
    }

    private static Facts inRecord(Facts known, DecisionSituation situation) {
        if (situation.consent().isUnreadable()) {
            return known.and(Fact.CONSENT_RECORD, Word.UNREADABLE);
        }
        boolean relies = situation.needsDecisionConsent()
                || situation.needsSpecialCategoryConsent()
                || situation.isShownInInbox();
        Facts unknown =
                relies && situation.consent().isInDoubt() ? known.and(Fact.CONSENT_RECORD, Word.IN_DOUBT) : known;
        if (situation.needsDecisionConsent()) {
            StandingConsent standing = situation.consentTo(ConsentPurpose.AUTOMATED_DECISION);
            unknown = inStanding(unknown, standing, standing.grant());
        }
        if (situation.needsSpecialCategoryConsent()) {
            StandingConsent standing = situation.consentTo(ConsentPurpose.SPECIAL_CATEGORY_PROCESSING);
            unknown = inStanding(unknown, standing, standing.grant());
        }
        if (situation.isShownInInbox()) {
            StandingConsent standing = situation.emailMarketingConsent();
            unknown = inStanding(unknown, standing, standing.grant());
        }
        if (situation.mayBeObjectedTo()) {
            unknown = inObjection(unknown, situation.objection(ObjectionScope.UNKNOWN));
        }
        return unknown;
    }

    private static Facts inStanding(Facts known, StandingConsent standing, @Nullable Grant grant) {
        if (standing.standing() == Standing.UNKNOWN) {
            return known.and(Fact.CONSENT, standing.forbiddingAct().id()).and(Fact.STATUS, Standing.UNKNOWN);
        }
        Fact field = grant == null ? null : grant.unknownField();
        return grant == null || field == null
                ? known
                : known.and(Fact.CONSENT, grant.consent().consentId()).and(field, "UNKNOWN");
    }

    private static Facts inObjection(Facts known, @Nullable ActAgainst objection) {
        return objection == null
                ? known
                : known.and(Fact.OBJECTION_SCOPE, objection.kind().objectsTo())
                        .and(Fact.RAISED_AT, ActFacts.time(objection));
    }
}
