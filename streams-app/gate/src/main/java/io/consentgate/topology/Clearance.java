// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.Reason;
import io.consentgate.serde.QuarantineCase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Adds the verdict to the headers of a cleared event. Key, value, timestamp and the publisher's own headers stay
 * unchanged. Thread-safe.
 */
final class Clearance {

    private final RecordHeader verdict = new RecordHeader(GateHeaders.VERDICT, "CLEARED".getBytes(UTF_8));
    private final RecordHeader released = new RecordHeader(GateHeaders.VERDICT, "RELEASED".getBytes(UTF_8));
    private final RecordHeader policyVersion;
    private final long validForMs;
    private volatile Stamp latest;

    /** @param validFor how long after its verdict a cleared record may be acted on */
    Clearance(String policyVersion, Duration validFor) {
        this.policyVersion = new RecordHeader(GateHeaders.POLICY_VERSION, policyVersion.getBytes(UTF_8));
        this.validForMs = validFor.toMillis();
        this.latest = stampOf(0);
    }

    /**
     * The record with the verdict's headers.
     *
     * @param record owned by the caller: this method may add headers to it
     */
    Record<byte[], byte[]> stamp(
            Record<byte[], byte[]> record,
            Assessment.Cleared assessment,
            QuarantineCase.@Nullable ConsentSeen seen,
            Instant at) {
        return stamp(verdict, record, assessment, seen, at);
    }

    /** The same for an event released by a reviewer's verdict. The rules cleared the event at the given instant. */
    Record<byte[], byte[]> stampReleased(
            Record<byte[], byte[]> record,
            Assessment.Cleared assessment,
            QuarantineCase.@Nullable ConsentSeen seen,
            Instant at) {
        return stamp(released, record, assessment, seen, at);
    }

    private Record<byte[], byte[]> stamp(
            RecordHeader how,
            Record<byte[], byte[]> record,
            Assessment.Cleared assessment,
            QuarantineCase.@Nullable ConsentSeen seen,
            Instant at) {
        Record<byte[], byte[]> cleared = GateHeaders.withoutOurs(record);
        Headers headers = cleared.headers();
        headers.add(how);
        headers.add(policyVersion);
        if (seen != null) {
            GateHeaders.put(headers, GateHeaders.CONSENT_VERSION, seen.version());
        }
        putCodes(headers, GateHeaders.ADVICE, assessment.advice());
        putCodes(headers, GateHeaders.OBSERVED, assessment.observed());
        Stamp stamp = stampAt(at.toEpochMilli());
        headers.add(stamp.clearedAt());
        headers.add(stamp.validUntil());
        return cleared;
    }

    /** Cached per millisecond: about a hundred events share one while a backlog drains. */
    private Stamp stampAt(long at) {
        Stamp stamp = latest;
        if (stamp.at() != at) {
            stamp = stampOf(at);
            latest = stamp;
        }
        return stamp;
    }

    private Stamp stampOf(long at) {
        return new Stamp(
                at, header(GateHeaders.CLEARED_AT, at), header(GateHeaders.CLEARANCE_VALID_UNTIL, at + validForMs));
    }

    private static RecordHeader header(String name, long value) {
        return new RecordHeader(name, Long.toString(value).getBytes(UTF_8));
    }

    /** The two time headers of a verdict given at this instant, in milliseconds since the epoch. */
    private record Stamp(long at, RecordHeader clearedAt, RecordHeader validUntil) {}

    private static void putCodes(Headers headers, String name, List<Reason> reasons) {
        if (!reasons.isEmpty()) {
            GateHeaders.put(
                    headers,
                    name,
                    reasons.stream().map(reason -> reason.code().code()).collect(Collectors.joining(",")));
        }
    }
}
