// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: parses, calls {@code run}, prints. Data goes to standard output, everything else to standard
 * error. Holds no domain.
 */
@NullMarked
package io.consentgate.cli;

import org.jspecify.annotations.NullMarked;
