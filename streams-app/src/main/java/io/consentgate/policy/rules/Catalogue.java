// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Rule;
import java.util.List;

/** All rules, in the order in which they are reported. */
public final class Catalogue {
    private static final List<Rule> RULES = List.of(new MsgConsentMissing(), new GatePolicyError());

    private Catalogue() {}

    public static List<Rule> rules() {
        return RULES;
    }
}
