// SPDX-License-Identifier: Apache-2.0
/**
 * How a person stands to a controller: what they allowed, what they forbade, and which of the two came last. Half of
 * the law lives here. The rules in {@code policy.rules} ask for the standing, and give the answer a code, a text and a
 * citation.
 *
 * <p>May import: the JDK, JSpecify, {@code policy} and {@code policy.facts}.
 */
@NullMarked
package io.consentgate.policy.standing;

import org.jspecify.annotations.NullMarked;
