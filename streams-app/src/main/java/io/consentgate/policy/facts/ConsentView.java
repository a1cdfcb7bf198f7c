// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** The consent table's answer for one subject: a record that this version can read, or why there is none. */
public sealed interface ConsentView permits ConsentFacts, ConsentView.NoRecord, ConsentView.Unreadable {

    /** No record, or one that was erased. */
    enum NoRecord implements ConsentView {
        NO_RECORD
    }

    /**
     * A record arrived that nobody could read. It may have been a withdrawal, so whatever was known before it
     * no longer clears anything.
     */
    enum Unreadable implements ConsentView {
        UNREADABLE
    }
}
