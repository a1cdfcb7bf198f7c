// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Rule;
import java.util.List;

/** All rules, in the order in which the gate reports them. */
public final class Catalogue {
    private static final List<Rule> RULES = List.of(
            new MsgConsentMissing(),
            new MsgConsentWithdrawn(),
            new MsgConsentRefused(),
            new MsgConsentExpired(),
            new MsgConsentAged(),
            new MsgConsentLater(),
            new MsgObjection(),
            new MsgEvidenceMissing(),
            new MsgPurposeUnstated(),
            new MsgOralUnrecorded(),
            new MsgContactMismatch(),
            new MsgCallbackMisuse(),
            new MsgMixedContent(),
            new MsgPurposeContradicted(),
            new MsgBatchService(),
            new MsgBasisUnsupported(),
            new MsgConsentRequest(),
            new MsgConsentRequestMemberStates(),
            new MsgRecipientCost(),
            new MsgContactHours(),
            new MsgContactFrequency(),
            new MsgRecordingConsent(),
            new MsgChatUnsolicited(),
            new MsgBotAgreement(),
            new MsgBotNotice(),
            new MsgBotAiUndisclosed(),
            new MsgCallOpening(),
            new MsgOptOutPath(),
            new MsgSenderUnidentified(),
            new MsgTracking(),
            new MsgArt14Notice(),
            new MsgConsentIncentive(),
            new MsgConsentImplicit(),
            new MsgConsentLegacy(),
            new MsgExpired(),
            new MsgAlreadySent(),
            new AdmProhibited(),
            new AdmAutomated(),
            new AdmScoreDetermines(),
            new AdmEffectUnderstated(),
            new AdmConsentMissing(),
            new AdmConsentBroad(),
            new AdmGroundUnsupported(),
            new AdmSafeguards(),
            new AdmSpecialCategory(),
            new AdmTokenHuman(),
            new AdmHumanPattern(),
            new AdmObjection(),
            new AdmInboxAdvert(),
            new AdmMinor(),
            new AdmExplanation(),
            new AdmPriceNotice(),
            new AdmCreditData(),
            new AdmExpired(),
            new GateNoRecord(),
            new GateUnknown(),
            new GateInvalid(),
            new GateJurisdiction(),
            new GateJurisdictionMemberStates(),
            new GatePolicyError());

    private Catalogue() {}

    public static List<Rule> rules() {
        return RULES;
    }
}
