// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

/** The kind of a record of consent-state; the index stores its name. */
enum ConsentKind {
    RECORD,
    /** A tombstone. */
    ERASURE,
    UNREADABLE
}
