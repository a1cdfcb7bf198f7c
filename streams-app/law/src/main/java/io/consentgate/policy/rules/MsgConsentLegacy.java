// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.Poland.PKE;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.law.Poland;
import io.consentgate.policy.standing.Grant;
import java.time.Instant;

/**
 * PKE has no transitional text for older consents. The gate accepts them if they meet the GDPR and name the channel,
 * and advises a look at their wording.
 *
 * <p>[U] unverified: that consents given before 10 November 2024 remain valid; no transitional provision was found.
 */
final class MsgConsentLegacy implements MessageRule {
    private static final RuleDescription DESCRIPTION =
            RuleDescription.advises(RuleCode.MSG_CONSENT_LEGACY).restsOn(PKE.article(398), PKE.article(400));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    private static final Instant PKE_BEGINS = Poland.startOf(Poland.PKE_BEGINS);

    @Override
    public Finding judge(MessageSituation situation) {
        Grant grant = situation.grantReliedOn();
        return grant != null && grant.grantedAt().isBefore(PKE_BEGINS)
                ? Finding.advised(
                        Facts.of(Fact.CONSENT, grant.consent().consentId()).and(Fact.GRANTED_AT, grant.grantedAt()))
                : Finding.kept();
    }
}
