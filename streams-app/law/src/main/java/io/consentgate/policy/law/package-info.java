// SPDX-License-Identifier: Apache-2.0
/**
 * The acts, judgments and guidance that the rules rest on, one file per legal order, with the days on which they bind.
 *
 * <p>To cite another act: add its constant to the file of its legal order, and its short name under {@code act.} to
 * each text file. May import: the JDK, JSpecify and {@code policy}.
 */
@NullMarked
package io.consentgate.policy.law;

import org.jspecify.annotations.NullMarked;
