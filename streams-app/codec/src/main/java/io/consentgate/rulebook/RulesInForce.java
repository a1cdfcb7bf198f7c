// SPDX-License-Identifier: Apache-2.0
package io.consentgate.rulebook;

import java.util.List;

/**
 * The rules on events that bind in a country on a day.
 *
 * @param jurisdiction the country (ISO 3166 alpha-2)
 * @param country its name in the reader's language
 * @param law the legal order that the gate judges it by
 * @param rules in the order in which they are reported
 */
public record RulesInForce(String jurisdiction, String country, String law, List<RuleEntry> rules) {
    public RulesInForce {
        rules = List.copyOf(rules);
    }
}
