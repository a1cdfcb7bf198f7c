// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import org.jspecify.annotations.Nullable;

/**
 * What the gate knows of one subject's consents: a record that this version can read, or why there is none, and what
 * the gate keeps beyond it.
 */
public sealed interface ConsentView permits ConsentFacts, ConsentRow, ConsentView.NoRecord, ConsentView.Unreadable {

    /** The publisher's newest record; null where there is none, or where an unreadable record came after it. */
    @Nullable
    ConsentFacts newest();

    /** What earlier versions forbade and the newest version does not repeat. */
    default KeptActs kept() {
        return KeptActs.NONE;
    }

    /** Whether an unreadable record arrived, which may have been a withdrawal. */
    default boolean isUnreadable() {
        return false;
    }

    /** Whether versions of the record contradict each other. A controller may then rely on nothing that they allow. */
    default boolean isInDoubt() {
        return false;
    }

    /** Whether nothing is on record, or the record was erased. */
    default boolean hasNoRecord() {
        return newest() == null && !isUnreadable() && !isInDoubt();
    }

    /** No record, and nothing kept of an earlier record. */
    enum NoRecord implements ConsentView {
        NO_RECORD;

        @Override
        public @Nullable ConsentFacts newest() {
            return null;
        }
    }

    /** An unreadable record arrived. It may have been a withdrawal, so earlier knowledge no longer clears anything. */
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
