// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

/** What stands in the changelog for a subject; the index has it by name. */
enum HeldKind {
    ROW,
    /** A null value: the gate holds nothing. */
    NONE,
    /** Bytes that are no row of a gate that this version knows. */
    NO_ROW
}
