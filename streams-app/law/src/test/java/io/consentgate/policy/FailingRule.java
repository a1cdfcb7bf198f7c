// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.function.Predicate;

/**
 * A rule that fails.
 *
 * @param failsOn whether it does, on the message or decision of that id; it is kept otherwise
 * @param failure what its exception says
 */
record FailingRule(Predicate<String> failsOn, String failure) implements MessageRule, DecisionRule {

    @Override
    public RuleDescription description() {
        return RuleDescription.diverts(RuleCode.MSG_EXPIRED);
    }

    @Override
    public Finding judge(MessageSituation situation) {
        return judge(situation.message().messageId());
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        return judge(situation.decision().decisionId());
    }

    private Finding judge(String id) {
        if (failsOn.test(id)) {
            throw new IllegalStateException(failure);
        }
        return Finding.kept();
    }
}
