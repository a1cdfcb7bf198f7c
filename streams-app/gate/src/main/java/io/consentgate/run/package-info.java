// SPDX-License-Identifier: Apache-2.0
/**
 * Assembles the gate from its parts, checks what it stands on, starts and stops it. Holds no law.
 *
 * <p>May import everything but cli.
 */
@NullMarked
package io.consentgate.run;

import org.jspecify.annotations.NullMarked;
