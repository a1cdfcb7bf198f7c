// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that the gate holds of a person's consents: the newest version of their record, and what it keeps beyond it.
 *
 * @param version of the newest record that could be read; {@link Long#MIN_VALUE} if there was none
 * @param newest that record; null where there is none, or where one that nobody could read came after it
 */
public record ConsentRow(
        State state, long version, @Nullable ConsentFacts newest, KeptActs kept) implements ConsentView {

    /** What the newest record is worth. */
    public enum State {
        /** There is none, or it was erased. */
        NONE,
        CURRENT,
        /**
         * Versions contradict each other. What they forbid holds, and nothing that any of them allows; until a higher
         * version, or the newest one once more, says which is right.
         */
        IN_DOUBT,
        /** A later one could not be read, and may have forbidden what this one allowed. */
        UNREADABLE
    }

    /** Of somebody who is not on record. */
    public static final ConsentRow EMPTY = new ConsentRow(State.NONE, Long.MIN_VALUE, null, KeptActs.NONE);

    /** @throws IllegalArgumentException if there is a record where the state says that there is none, or none where one is */
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

    /** The same row in another state. */
    public ConsentRow as(State changed) {
        return new ConsentRow(changed, version, newest, kept);
    }

    /** The same row, with this kept. */
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

    /** The plainest view that says the same: the record alone, where nothing is kept beyond it. */
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
