// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Turns a record that can never be read, never be written or not be believed into a dead letter: the same bytes, key and headers, so
 * that it can be replayed, and headers that say where it came from and what is wrong. Of what is too large to be written
 * these alone are left.
 */
final class DeadLetters {

    /** Why a record without a usable subject is a dead letter, as a code of the contract. */
    static final String NO_SUBJECT = "NO_SUBJECT";

    static final String SUBJECT_TOO_LONG = "SUBJECT_TOO_LONG";

    /**
     * Bytes of the longest subject id. It becomes the key of what the gate writes and a field of a quarantined event;
     * without a bound, a record that fitted its input would not fit its output and would stop its partition for ever.
     */
    static final int LONGEST_SUBJECT = 1024;

    static final String FIELD_TOO_LONG = "FIELD_TOO_LONG";

    /**
     * Bytes of the longest id, name or role in a verdict, for the same reason: an outcome and the headers of a released
     * event repeat them.
     */
    static final int LONGEST_ID = 1024;

    static final String TOO_LARGE = "TOO_LARGE";

    /** A consent record that contradicts what is on record. What it forbids holds; nothing else of it is taken. */
    static final String DOUBTFUL_CONSENT = "DOUBTFUL_CONSENT";

    /** On a rerouting topic, where the gate puts nothing under another key or on another partition. */
    static final String MISPLACED = "MISPLACED";

    /** What an operator had the gate step over, since it could not be handled. */
    static final String SKIPPED = "SKIPPED";

    /** Of such a record with more bytes than this, only the place is kept: what was too much for the gate may be it again. */
    private static final int LARGEST_SKIPPED = 256 * 1024;

    private static final int LONGEST_TEXT = 200;

    private DeadLetters() {}

    static Record<byte[], byte[]> of(Record<byte[], byte[]> record, Origin origin, String reason, String text) {
        Headers headers = GateHeaders.withoutOurs(record.headers());
        origin.putInto(headers);
        GateHeaders.put(headers, GateHeaders.REASON, reason);
        GateHeaders.put(
                headers,
                GateHeaders.REASON_TEXT,
                text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT));
        return record.withHeaders(headers);
    }

    /**
     * For a record that no producer of the gate could write: without value and publisher's headers, and without a key that
     * can be no subject's. The original stays where its publisher wrote it, until that topic lets it go.
     */
    static Record<byte[], byte[]> tooLarge(Record<byte[], byte[]> record, Origin origin, RecordLimit limit) {
        return withoutContent(record, origin, TOO_LARGE, tooLargeText(record, origin, limit));
    }

    private static Record<byte[], byte[]> withoutContent(
            Record<byte[], byte[]> record, Origin origin, String reason, String text) {
        Headers headers = new RecordHeaders();
        origin.putInto(headers);
        GateHeaders.put(headers, GateHeaders.REASON, reason);
        GateHeaders.put(headers, GateHeaders.REASON_TEXT, text);
        byte[] key = record.key();
        return new Record<>(
                key != null && key.length > LONGEST_SUBJECT ? null : key, null, record.timestamp(), headers);
    }

    /** For a record that cannot be handled: nothing in it is looked at but its size. */
    static Record<byte[], byte[]> skipped(Record<byte[], byte[]> record, Origin origin, String why) {
        String text = "stepped over by an operator: " + why;
        return RecordLimit.sizeOf(record) <= LARGEST_SKIPPED
                ? of(record, origin, SKIPPED, text)
                : withoutContent(record, origin, SKIPPED, text);
    }

    private static String tooLargeText(Record<byte[], byte[]> record, Origin origin, RecordLimit limit) {
        return limit.exceededBy(record) + "; it is to be had from " + origin.topic() + ", partition "
                + origin.partition() + ", offset " + origin.offset() + ", for as long as that topic keeps it";
    }

    static Record<byte[], byte[]> subjectTooLong(Record<byte[], byte[]> record, Origin origin, int bytes) {
        return of(
                record,
                origin,
                SUBJECT_TOO_LONG,
                "subjectId has " + bytes + " bytes; at most " + LONGEST_SUBJECT + " are taken");
    }

    static Record<byte[], byte[]> misplaced(Record<byte[], byte[]> record, Origin origin) {
        return of(
                record,
                origin,
                MISPLACED,
                "a rerouted record that has not its subject's key or partition; somebody else writes there, or partitions"
                        + " were added");
    }

    static Record<byte[], byte[]> fieldTooLong(Record<byte[], byte[]> record, Origin origin, String field) {
        return of(record, origin, FIELD_TOO_LONG, field + " has more than " + LONGEST_ID + " bytes; shorten it");
    }
}
