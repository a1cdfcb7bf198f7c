// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that the gate holds of a person's consents: the newest version of their record, and what it keeps beyond that
 * version.
 *
 * @param version of the newest record that could be read; {@link Long#MIN_VALUE} if there was none
 * @param newest the newest record; null where there is none, or where an unreadable record came after it
 */
public record ConsentRow(
        State state, long version, @Nullable ConsentFacts newest, KeptActs kept) implements ConsentView {

    public enum State {
        /** There is no record, or it was erased. */
        NONE,
        CURRENT,
        /**
         * Versions contradict each other. The prohibitions of all of them hold, and none of them allows anything. A
         * higher version, or the newest version read again, ends the doubt.
         */
        IN_DOUBT,
        /** A later record could not be read, and may have forbidden what this record allowed. */
        UNREADABLE
    }

    /** The row of a person who is not on record. */
    public static final ConsentRow EMPTY = new ConsentRow(State.NONE, Long.MIN_VALUE, null, KeptActs.NONE);

    /**
     * @throws IllegalArgumentException if the record is present in a state without one, or missing in a state with one
     */
    public ConsentRow {
        boolean fits = switch (state) {
            case NONE, UNREADABLE -> newest == null;
            case CURRENT -> newest != null;
            case IN_DOUBT -> true;
        };
        if (!fits) {
            throw new IllegalArgumentException("A row " + state + (newest == null ? " without a record" : " with one"));
        }
    }

    public ConsentRow as(State changed) {
        return new ConsentRow(changed, version, newest, kept);
    }

    public ConsentRow keeping(KeptActs changed) {
        return new ConsentRow(state, version, newest, changed);
    }

    @Override
    public boolean isUnreadable() {
        return state == State.UNREADABLE;
    }

    @Override
    public boolean isInDoubt() {
        return state == State.IN_DOUBT;
    }

    /** The simplest view with the same meaning: the record alone, if the gate keeps nothing beyond it. */
    public ConsentView view() {
        if (!kept.forbidsNothing()) {
            return this;
        }
        return switch (state) {
            case NONE -> NoRecord.NO_RECORD;
            case CURRENT -> Objects.requireNonNull(newest);
            case IN_DOUBT -> this;
            case UNREADABLE -> Unreadable.UNREADABLE;
        };
    }
}
