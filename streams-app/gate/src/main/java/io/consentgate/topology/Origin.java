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
 * Where a record stood when its publisher wrote it: what a case is named after, however often the gate moved the
 * record since.
 *
 * @param timestamp the publisher's, milliseconds since the epoch
 */
record Origin(String topic, int partition, long offset, long timestamp) {

    /**
     * The origin of a record that was just read.
     *
     * @param rerouted whether it was read from one of our own rerouting topics. Only there are origin headers
     *     believed, and only of a place on its input: on a publisher's topic they could be forged
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
     * The record on its way to its subject's partition: under its subject's key, with its publisher's headers, whether it asks
     * again, and this. A header that says how another key was serialized would make nobody's key of the subject's.
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

    /** What the ids of all cases begin with whose events stood there. */
    static String place(String topic, int partition) {
        return topic + "." + partition + ".";
    }

    /** Unique in the cluster for as long as the topic is not deleted and made anew. */
    String caseId() {
        return place(topic, partition) + offset;
    }
}
