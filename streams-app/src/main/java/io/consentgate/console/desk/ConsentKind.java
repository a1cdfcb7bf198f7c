// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

/** What a record of consent-state is; kept in the index by its place here. */
enum ConsentKind {
    RECORD,
    /** A tombstone. */
    ERASURE,
    UNREADABLE
}
