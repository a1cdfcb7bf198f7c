// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.law.LawBook;
import io.consentgate.policy.rules.Catalogue;
import java.util.ArrayList;
import java.util.List;

/** The whole catalogue, in which one rule fails on one message. */
public final class FailingPolicy {
    private FailingPolicy() {}

    /** A policy that fails on that message, with an exception that says so much. */
    public static Policy failingOn(String messageId, String failure) {
        List<Rule> rules = new ArrayList<>(Catalogue.rules());
        FailingRule failing = new FailingRule(messageId::equals, failure);
        rules.removeIf(rule -> rule.code() == failing.code());
        rules.add(failing);
        return Policy.of(LawBook.of(rules), PolicyOptions.defaults());
    }
}
