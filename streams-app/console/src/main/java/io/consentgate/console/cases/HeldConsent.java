// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gate holds of a person's consents now, and judges by: the newest version of their record, and what it keeps beyond
 * it. Told by the gate's own code from the changelog of its store, so that compaction of the publisher's topic takes nothing
 * away.
 *
 * @param version of the newest record that could be read; null where there is none
 * @param behind whether the log has a record of the person that the gate is not known to have taken in
 * @param doubt why it is in doubt; null unless the state is IN_DOUBT
 * @param unknownFields fields of the newest record that the gate does not know; empty unless the doubt is about them
 * @param entries of the newest record; empty where there is none, or none that can be shown
 * @param kept acts against of earlier versions, which the newest one does not repeat
 * @param erasedAt when the person was erased last; null if never
 */
public record HeldConsent(
        State state,
        @Nullable Long version,
        boolean behind,
        @Nullable Doubt doubt,
        List<String> unknownFields,
        List<ConsentRecord.Entry> entries,
        List<KeptAct> kept,
        @Nullable Instant erasedAt) {

    public HeldConsent {
        unknownFields = List.copyOf(unknownFields);
        entries = List.copyOf(entries);
        kept = List.copyOf(kept);
    }

    /** Of a person of whom nothing more can be told than this. */
    public static HeldConsent of(State state, boolean behind) {
        return new HeldConsent(state, null, behind, null, List.of(), List.of(), List.of(), null);
    }

    /** What is there. */
    public enum State {
        /** There is no changelog: no gate of this application id has started yet. Nothing can be foreseen. */
        NO_CHANGELOG,
        /** The console has not read the changelog yet. Nothing can be foreseen. */
        NOT_READ,
        /** What stands in the changelog is no row of a gate, or one of a newer gate. Nothing can be foreseen. */
        NO_ROW,
        /** No record, or what there was is erased. */
        NO_RECORD,
        CURRENT,
        /** Nothing that any version allows counts. */
        IN_DOUBT,
        /** A record came that nobody can read, and that may have been a withdrawal. */
        UNREADABLE
    }

    /** Why a record is in doubt. */
    public enum Doubt {
        /** Two versions contradict each other, or one has a count that none could follow. */
        CONTRADICTION,
        /** The newest record's schema has fields that the gate does not know. */
        UNKNOWN_FIELDS
    }

    /** Whether the gate would judge by this, as far as anybody can know now. */
    public boolean decides() {
        return !behind && state != State.NO_CHANGELOG && state != State.NOT_READ && state != State.NO_ROW;
    }

    /**
     * An act against, or a consent with an end, that the gate keeps.
     *
     * @param fromVersion the version that it came with
     * @param fields without those that are not known; no names after an erasure
     * @param concerns whether it is of the controller and, where it has one, the channel of the case's event
     */
    public record KeptAct(Kind kind, long fromVersion, List<EventField> fields, boolean concerns) {

        public KeptAct {
            fields = List.copyOf(fields);
        }

        /** How it was said. */
        public enum Kind {
            WITHDRAWAL,
            REFUSAL,
            OBJECTION,
            /** A consent with an end, which an earlier one does not outlast. */
            ENDING,
            /** A status that this version does not know, and that may forbid. */
            UNKNOWN
        }
    }
}
