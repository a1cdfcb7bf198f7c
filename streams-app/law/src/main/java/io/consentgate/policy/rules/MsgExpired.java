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
 * The publisher set the limit: after it the message is no longer wanted. The message expires at the instant it names.
 */
final class MsgExpired implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_EXPIRED);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Instant expiresAt = situation.message().expiresAt();
        return expiresAt != null && !expiresAt.isAfter(situation.goesOutAt())
                ? Finding.broken(Facts.of(Fact.EXPIRES_AT, expiresAt))
                : Finding.kept();
    }
}
