// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of law, one per file and named after its code: what it says in two languages, the law behind it and when
 * that is in force, the ways out of quarantine that it leaves open, and its condition.
 *
 * <p>To add a rule: its file, its line in {@link io.consentgate.policy.rules.Catalogue}, its code in
 * {@code RuleCode}, and its rows in the decision tables. May import: the JDK, JSpecify, {@code policy} and
 * {@code policy.facts}.
 */
@NullMarked
package io.consentgate.policy.rules;

import org.jspecify.annotations.NullMarked;
