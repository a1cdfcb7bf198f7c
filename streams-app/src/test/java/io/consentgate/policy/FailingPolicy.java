// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.rules.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The whole catalogue and a rule that fails on one message. */
public final class FailingPolicy {
    private FailingPolicy() {}

    /** A policy that fails on that message, with an exception that says so much. */
    public static Policy failingOn(String messageId, String failure) {
        List<Rule> rules = new ArrayList<>(Catalogue.rules());
        rules.add(new Failing(messageId, failure));
        return new Policy(rules, PolicyOptions.defaults());
    }

    private record Failing(String messageId, String failure) implements MessageRule {
        @Override
        public RuleDescription description() {
            return new RuleDescription(
                    RuleCode.MSG_EXPIRED, RuleKind.DIVERTS, Set.of(), List.of(), "Fails.", "Zawodzi.");
        }

        @Override
        public Finding judge(MessageSituation situation) {
            if (situation.message().messageId().equals(messageId)) {
                throw new IllegalStateException(failure);
            }
            return Finding.kept();
        }
    }
}
