// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.MessageFacts.Call;
import io.consentgate.policy.standing.StandingConsent;

/**
 * A call is recorded only on a basis that the operator accepts. If the basis is consent, the person is asked at the
 * start or has consented before. A legal obligation to record (as of investment firms) is a basis of its own.
 */
final class MsgRecordingConsent implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_RECORDING_CONSENT)
            .restsOn(GDPR.article(6).paragraph(1), GDPR.article(13));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        if (situation.isRecordedOnNoAcceptedGround()) {
            return Finding.broken(basis(situation));
        }
        if (!situation.needsRecordingConsent() || situation.consent().newest() == null) {
            return Finding.kept();
        }
        StandingConsent standing = situation.recordingConsent();
        if (standing.allows(situation.goesOutAt())) {
            return Finding.kept();
        }
        Facts facts = basis(situation).and(Fact.STATUS, standing.standing());
        return Finding.broken(GrantFacts.ofUntimely(facts, standing));
    }

    private static Facts basis(MessageSituation situation) {
        Call call = situation.message().call();
        return Facts.of(Fact.RECORDING_ANNOUNCED, call != null && call.recordingAnnounced())
                .and(Fact.RECORDING_BASIS, call == null ? null : call.recordingBasis());
    }
}
