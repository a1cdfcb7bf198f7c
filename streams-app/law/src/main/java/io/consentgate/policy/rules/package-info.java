// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of law, one per file and named after its code: the law behind the rule, the ways out of quarantine that it
 * leaves open, and its condition. Its wording stands in the text files, {@code policy/texts/rules_en.properties} and
 * the same for each language.
 *
 * <p>To add a rule: its file, its line in {@link io.consentgate.policy.rules.Catalogue}, its code in {@code RuleCode},
 * its line {@code rule.CODE} in each text file, and its rows in the decision tables. May import: the JDK, JSpecify,
 * {@code policy}, {@code policy.facts} and {@code policy.law}.
 */
@NullMarked
package io.consentgate.policy.rules;

import org.jspecify.annotations.NullMarked;
