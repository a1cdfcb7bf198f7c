// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Release;
import io.consentgate.policy.Rule;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;

/**
 * The check itself failed. The policy reports this code in place of the rule that threw; a replay after the fix is a
 * recheck.
 */
public final class GatePolicyError implements Rule {
    public static final RuleDescription DESCRIPTION =
            RuleDescription.diverts(RuleCode.GATE_POLICY_ERROR).releasedBy(Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }
}
