// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.Poland.UPK;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.MessageFacts.Call;
import java.time.LocalDate;

/**
 * A caller who wants to conclude a contract with a consumer says at the start who they are, for whom they call and why.
 * A callback counts: the person asked for it, and the caller wants to sell. A service call does not count. If the
 * publisher does not report the opening, the gate takes it as not said.
 */
final class MsgCallOpening implements MessageRule {
    private static final LocalDate CONSUMER_RIGHTS_BEGIN = LocalDate.of(2014, 12, 25);

    private static final RuleDescription DESCRIPTION = RuleDescription.advises(RuleCode.MSG_CALL_OPENING)
            .restsOn(UPK.article(20).paragraph(1).since(CONSUMER_RIGHTS_BEGIN));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Call call = situation.message().call();
        boolean sells = situation.isMarketing() || situation.reliesOnInquiry();
        return call != null && sells && !Boolean.TRUE.equals(call.identified())
                ? Finding.advised(Facts.of(Fact.CALL_IDENTIFIED, call.identified()))
                : Finding.kept();
    }
}
