// SPDX-License-Identifier: Apache-2.0
/**
 * Measures the gate and its alternatives on a real broker.
 *
 * <p>May import everything of the gate and of the local stack. Nothing imports it.
 */
@NullMarked
package io.consentgate.bench;

import org.jspecify.annotations.NullMarked;
