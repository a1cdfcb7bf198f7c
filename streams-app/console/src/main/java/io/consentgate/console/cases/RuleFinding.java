// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.Map;

/**
 * One rule's finding: a violation, an advice, or the reason for a refused verdict.
 *
 * @param rule its code, such as MSG-CONSENT-MISSING or REV-TOKEN
 * @param law the articles behind it; may be empty
 * @param facts the deciding fields, by their published names; no content
 */
public record RuleFinding(String rule, String law, String en, String pl, Map<String, String> facts) {

    public RuleFinding {
        facts = Map.copyOf(facts);
    }

    /** The text in Polish for {@code pl}, in English for any other language. */
    public String text(java.util.Locale locale) {
        return locale.getLanguage().equals("pl") ? pl : en;
    }
}
