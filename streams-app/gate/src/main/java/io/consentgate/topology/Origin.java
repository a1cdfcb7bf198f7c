// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.serde.WireFormat;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The place where a publisher wrote a record. Case ids are made from it, because it stays the same when the gate
 * reroutes the record.
 *
 * @param timestamp the publisher's, milliseconds since the epoch
 */
record Origin(String topic, int partition, long offset, long timestamp) {

    /**
     * The origin of a record that was just read.
     *
     * @param rerouted whether the record came from one of the gate's rerouting topics. Only there does the gate trust
     *     origin headers, and only if they name the matching input topic: a publisher could forge them on its own topic
     */
    static Origin of(RecordMetadata read, Record<byte[], byte[]> record, boolean rerouted) {
        Origin here = new Origin(read.topic(), read.partition(), read.offset(), record.timestamp());
        return rerouted
                ? stated(record.headers())
                        .filter(origin -> Topics.twinOf(origin.topic()).equals(read.topic()))
                        .orElse(here)
                : here;
    }

    private static Optional<Origin> stated(Headers headers) {
        String topic = GateHeaders.text(headers, GateHeaders.ORIGIN_TOPIC);
        String partition = GateHeaders.text(headers, GateHeaders.ORIGIN_PARTITION);
        String offset = GateHeaders.text(headers, GateHeaders.ORIGIN_OFFSET);
        String timestamp = GateHeaders.text(headers, GateHeaders.ORIGIN_TIMESTAMP);
        if (topic == null || partition == null || offset == null || timestamp == null) {
            return Optional.empty();
        }
        try {
            Origin origin =
                    new Origin(topic, Integer.parseInt(partition), Long.parseLong(offset), Long.parseLong(timestamp));
            return origin.partition() >= 0 && origin.offset() >= 0 && origin.timestamp() >= 0
                    ? Optional.of(origin)
                    : Optional.empty();
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }

    /**
     * The record to send to its subject's partition: with its subject's key, its publisher's headers, its {@link
     * GateHeaders#ASKS_AGAIN} header if present, and this origin. When the key changes, the header for the old key's
     * schema is removed, because the new key has no schema.
     */
    Record<byte[], byte[]> carriedBy(Record<byte[], byte[]> record, byte[] subject) {
        Headers headers = GateHeaders.withoutOurs(record.headers());
        if (!Arrays.equals(record.key(), subject)) {
            headers = GateHeaders.without(WireFormat.KEY_SCHEMA_ID_HEADER, headers);
        }
        putInto(headers);
        Header asksAgain = record.headers().lastHeader(GateHeaders.ASKS_AGAIN);
        if (asksAgain != null) {
            headers.add(asksAgain);
        }
        return record.withKey(subject).withHeaders(headers);
    }

    void putInto(Headers headers) {
        GateHeaders.put(headers, GateHeaders.ORIGIN_TOPIC, topic);
        GateHeaders.put(headers, GateHeaders.ORIGIN_PARTITION, partition);
        GateHeaders.put(headers, GateHeaders.ORIGIN_OFFSET, offset);
        GateHeaders.put(headers, GateHeaders.ORIGIN_TIMESTAMP, timestamp);
    }

    /** Prefix of the ids of all cases whose events came from this partition. */
    static String place(String topic, int partition) {
        return topic + "." + partition + ".";
    }

    /** Unique in the cluster until the topic is deleted and created again. */
    String caseId() {
        return place(topic, partition) + offset;
    }
}
