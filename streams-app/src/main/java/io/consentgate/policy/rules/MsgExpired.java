// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The publisher set the limit: after it the message is no longer wanted. It expires at the instant it names.
 */
final class MsgExpired implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_EXPIRED,
            RuleKind.DIVERTS,
            Set.of(),
            List.of(),
            "The message is past its own expiry.",
            "Upłynął termin ważności wiadomości.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Instant expiresAt = situation.message().expiresAt();
        return expiresAt != null && !expiresAt.isAfter(situation.at())
                ? Finding.broken(Facts.of(Fact.EXPIRES_AT, expiresAt))
                : Finding.kept();
    }
}
