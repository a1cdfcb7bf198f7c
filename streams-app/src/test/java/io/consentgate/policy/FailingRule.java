// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.List;
import java.util.Set;
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
        return new RuleDescription(RuleCode.MSG_EXPIRED, RuleKind.DIVERTS, Set.of(), List.of(), "Fails.", "Zawodzi.");
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
