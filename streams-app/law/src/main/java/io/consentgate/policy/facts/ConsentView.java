// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one subject's consents: a record that this version can read, or why there is none, and what the gate
 * keeps beyond it.
 */
public sealed interface ConsentView permits ConsentFacts, ConsentRow, ConsentView.NoRecord, ConsentView.Unreadable {

    /** The publisher's newest record; null where there is none, or where one that nobody could read came after it. */
    @Nullable
    ConsentFacts newest();

    /** What earlier versions forbade and the newest does not repeat. */
    default KeptActs kept() {
        return KeptActs.NONE;
    }

    /** Whether a record came that nobody could read, and that may have been a withdrawal. */
    default boolean isUnreadable() {
        return false;
    }

    /** Whether versions of the record contradict each other, so that nothing that they allow may be relied on. */
    default boolean isInDoubt() {
        return false;
    }

    /** Whether nothing is on record, or what was is erased. */
    default boolean hasNoRecord() {
        return newest() == null && !isUnreadable() && !isInDoubt();
    }

    /** No record, and nothing kept of one. */
    enum NoRecord implements ConsentView {
        NO_RECORD;

        @Override
        public @Nullable ConsentFacts newest() {
            return null;
        }
    }

    /**
     * A record arrived that nobody could read. It may have been a withdrawal, so whatever was known before it
     * no longer clears anything.
     */
    enum Unreadable implements ConsentView {
        UNREADABLE;

        @Override
        public @Nullable ConsentFacts newest() {
            return null;
        }

        @Override
        public boolean isUnreadable() {
            return true;
        }
    }
}
