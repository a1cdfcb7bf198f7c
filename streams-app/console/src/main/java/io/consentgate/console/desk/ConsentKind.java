// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

/** What a record of consent-state is; the index has it by name. */
enum ConsentKind {
    RECORD,
    /** A tombstone. */
    ERASURE,
    UNREADABLE
}
