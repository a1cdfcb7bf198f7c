// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

/** The kind of a subject's changelog row; the index stores its name. */
enum HeldKind {
    ROW,
    /** A null value: the gate holds nothing. */
    NONE,
    /** The bytes are no row of a gate known to this version. */
    NO_ROW
}
