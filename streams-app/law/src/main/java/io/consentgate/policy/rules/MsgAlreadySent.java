// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import java.time.Instant;

/**
 * A message reported after it was sent is no request to send: clearing it would send it again. The gate holds it back
 * and reports every other rule that it broke, under the law of the day on which it was sent. If it broke another rule,
 * a person was contacted unlawfully. The rule cannot be set to observe.
 */
final class MsgAlreadySent implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_ALREADY_SENT);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Instant sentAt = situation.message().sentAt();
        return sentAt == null ? Finding.kept() : Finding.broken(Facts.of(Fact.SENT_AT, sentAt));
    }
}
