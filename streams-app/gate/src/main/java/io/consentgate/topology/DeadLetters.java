// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Turns a record into a dead letter when it can never be read, never be written, or not be believed. A dead letter has
 * the same bytes, key and headers, so that operators can replay it. Further headers say where it came from and what is
 * wrong. A record too large to be written leaves only these further headers.
 */
final class DeadLetters {

    /** Code of the contract: the record has no usable subject. */
    static final String NO_SUBJECT = "NO_SUBJECT";

    static final String SUBJECT_TOO_LONG = "SUBJECT_TOO_LONG";

    /**
     * Longest subject id, bytes. The id becomes a key of the gate's output and a field of the quarantined event.
     * Without a bound, a record could fit its input topic but not its output topic, and would stop its partition for
     * ever.
     */
    static final int LONGEST_SUBJECT = 1024;

    static final String FIELD_TOO_LONG = "FIELD_TOO_LONG";

    /**
     * Longest id, name or role in a verdict, bytes. Outcomes and the headers of released events repeat them, so the
     * same reason applies.
     */
    static final int LONGEST_ID = 1024;

    static final String TOO_LARGE = "TOO_LARGE";

    /**
     * A consent record that contradicts the stored one. Its objections and withdrawals count; the rest is not taken.
     */
    static final String DOUBTFUL_CONSENT = "DOUBTFUL_CONSENT";

    /** A record on a rerouting topic under a wrong key or on a wrong partition. The gate never writes such a record. */
    static final String MISPLACED = "MISPLACED";

    /** A record that an operator had the gate skip, because the gate could not handle it. */
    static final String SKIPPED = "SKIPPED";

    /**
     * Above this size, a dead letter of a skipped record keeps only its place: the content that ended the gate may do
     * so again.
     */
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
     * For a record that no producer of the gate could write. The letter has no value and no headers of the publisher,
     * and no key that is too long for a subject. The original stays in the publisher's topic until retention removes
     * it.
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

    /** For a record that cannot be handled. Reads nothing of the record except its size. */
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
