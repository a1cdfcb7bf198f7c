// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Grant;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.StandingConsent;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.MessageFacts.Call;
import java.util.List;
import java.util.Set;

/**
 * A call is recorded only if the person is asked at its start, has consented before, or a basis that the operator accepts
 * needs no asking.
 */
final class MsgRecordingConsent implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_RECORDING_CONSENT,
            RuleKind.DIVERTS,
            Set.of(),
            List.of(Law.gdpr("art. 6(1)"), Law.gdpr("art. 13")),
            "The call is to be recorded with no step that asks for it.",
            "Rozmowa ma być nagrywana bez zapytania o zgodę na nagrywanie.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        if (!situation.needsRecordingConsent() || !(situation.consent() instanceof ConsentFacts)) {
            return Finding.kept();
        }
        StandingConsent standing = situation.recordingConsent();
        Grant grant = standing.grant();
        if (grant != null && situation.allowsRecording(grant)) {
            return Finding.kept();
        }
        Call call = situation.message().call();
        return Finding.broken(Facts.of(Fact.STATUS, standing.standing())
                .and(Fact.RECORDING_ANNOUNCED, false)
                .and(Fact.RECORDING_BASIS, call == null ? null : call.recordingBasis()));
    }
}
