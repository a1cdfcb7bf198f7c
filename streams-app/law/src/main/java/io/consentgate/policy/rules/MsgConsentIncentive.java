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
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.standing.Grant;

/**
 * A benefit for consenting does not rule out that the consent is freely given, but the controller must show that it was
 * (GDPR recital 42; EDPB Guidelines 05/2020).
 */
final class MsgConsentIncentive implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.advises(RuleCode.MSG_CONSENT_INCENTIVE)
            .restsOn(GDPR.article(4).point(11), GDPR.article(7).paragraph(4));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Grant grant = situation.grantReliedOn();
        Evidence evidence = grant == null ? null : grant.consent().evidence();
        return grant != null && evidence != null && Text.isPresent(evidence.incentive())
                ? Finding.advised(
                        Facts.of(Fact.CONSENT, grant.consent().consentId()).and(Fact.INCENTIVE, evidence.incentive()))
                : Finding.kept();
    }
}
