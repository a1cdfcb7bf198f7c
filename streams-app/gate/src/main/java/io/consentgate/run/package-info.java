// SPDX-License-Identifier: Apache-2.0
/**
 * Assembles the gate from its parts, validates configuration and cluster, starts and stops the gate. Holds no law.
 *
 * <p>May import everything but cli.
 */
@NullMarked
package io.consentgate.run;

import org.jspecify.annotations.NullMarked;
