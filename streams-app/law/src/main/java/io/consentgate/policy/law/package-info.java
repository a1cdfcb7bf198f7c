// SPDX-License-Identifier: Apache-2.0
/**
 * The acts, judgments and guidance that the rules rest on, one file per legal order, with the days on which they bind.
 *
 * <p>To cite an act that is not here: its constant in the file of its legal order, and its short name under {@code act.}
 * in each file of texts. May import: the JDK, JSpecify and {@code policy}.
 */
@NullMarked
package io.consentgate.policy.law;

import org.jspecify.annotations.NullMarked;
