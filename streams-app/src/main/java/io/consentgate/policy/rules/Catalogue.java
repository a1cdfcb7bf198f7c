// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Rule;
import java.util.List;

/** All rules, in the order in which they are reported. */
public final class Catalogue {
    private static final List<Rule> RULES = List.of(
            new MsgConsentMissing(),
            new MsgConsentWithdrawn(),
            new MsgConsentRefused(),
            new MsgConsentExpired(),
            new MsgConsentLater(),
            new MsgObjection(),
            new MsgEvidenceMissing(),
            new MsgPurposeUnstated(),
            new MsgOralUnrecorded(),
            new MsgContactMismatch(),
            new MsgCallbackMisuse(),
            new MsgMixedContent(),
            new MsgPurposeContradicted(),
            new MsgBasisUnsupported(),
            new MsgConsentRequest(),
            new MsgRecipientCost(),
            new MsgRecordingConsent(),
            new MsgChatUnsolicited(),
            new MsgBotAgreement(),
            new MsgBotNotice(),
            new MsgBotAiUndisclosed(),
            new MsgConsentLegacy(),
            new MsgExpired(),
            new AdmProhibited(),
            new AdmAutomated(),
            new AdmScoreDetermines(),
            new AdmEffectUnderstated(),
            new AdmConsentMissing(),
            new AdmGroundUnsupported(),
            new AdmSafeguards(),
            new AdmSpecialCategory(),
            new AdmTokenHuman(),
            new AdmHumanPattern(),
            new AdmObjection(),
            new AdmMinor(),
            new AdmExplanation(),
            new AdmPriceNotice(),
            new GateNoRecord(),
            new GateUnknown(),
            new GateInvalid(),
            new GateJurisdiction(),
            new GatePolicyError());

    private Catalogue() {}

    public static List<Rule> rules() {
        return RULES;
    }
}
