// SPDX-License-Identifier: Apache-2.0
/**
 * The rules for human readers: the question, effect and legal source of each, in their language, with an example of
 * each side.
 */
@NullMarked
package io.consentgate.rulebook;

import org.jspecify.annotations.NullMarked;
