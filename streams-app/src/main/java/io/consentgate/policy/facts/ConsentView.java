// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** The consent table's answer for one subject. */
public sealed interface ConsentView {

    /** A record that this version can read. */
    record OnRecord(ConsentFacts facts) implements ConsentView {}

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
