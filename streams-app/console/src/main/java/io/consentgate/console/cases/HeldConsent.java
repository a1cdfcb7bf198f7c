// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The person's consents as the gate holds them now and judges by: the newest version of their record, and what the gate
 * keeps from earlier ones. Read with the gate's own code from the changelog of its store. Compaction of the publisher's
 * topic therefore removes nothing.
 *
 * @param version of the newest readable record; null when there is none
 * @param behind whether the log may have a record of the person that the gate has not yet applied
 * @param doubt why it is in doubt; null unless the state is IN_DOUBT
 * @param unknownFields fields of the newest record that the gate does not know; empty unless they cause the doubt
 * @param entries of the newest record; empty when there is none, or none that can be shown
 * @param kept withdrawals, objections and consents with an end from earlier versions that the newest record does not
 *     repeat
 * @param erasedAt when the person was last erased; null if never
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

    /** For a person about whom nothing more is known. */
    public static HeldConsent of(State state, boolean behind) {
        return new HeldConsent(state, null, behind, null, List.of(), List.of(), List.of(), null);
    }

    /** What is there. */
    public enum State {
        /** No changelog exists: no gate with this application id has started yet. Nothing can be predicted. */
        NO_CHANGELOG,
        /** The console has not read the changelog yet. Nothing can be predicted. */
        NOT_READ,
        /** The changelog's row is not a gate's, or a newer gate wrote it. Nothing can be predicted. */
        NO_ROW,
        /** No record, or the record was erased. */
        NO_RECORD,
        CURRENT,
        /** No consent in any version counts. */
        IN_DOUBT,
        /** An unreadable record arrived, which may have been a withdrawal. */
        UNREADABLE
    }

    /** Why a record is in doubt. */
    public enum Doubt {
        /** Two versions contradict each other, or the version number is so high that no record could follow. */
        CONTRADICTION,
        /** The newest record's schema has fields that the gate does not know. */
        UNKNOWN_FIELDS
    }

    /** Whether the gate would judge by this, as far as the console can know. */
    public boolean decides() {
        return !behind && state != State.NO_CHANGELOG && state != State.NOT_READ && state != State.NO_ROW;
    }

    /**
     * An objection, a withdrawal or a consent with an end that the gate keeps.
     *
     * @param fromVersion the version that contained it
     * @param fields known fields only; no names after an erasure
     * @param concerns whether controller and, if present, channel equal those of the case's event
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
            /** A consent with an end; an earlier consent ends with it. */
            ENDING,
            /** A status unknown to this version, which may forbid. */
            UNKNOWN
        }
    }
}
