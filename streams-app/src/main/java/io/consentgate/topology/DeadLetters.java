// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Turns a record that can never be read into a dead letter: the same bytes, key and headers, so that it can be
 * replayed, and headers that say where it came from and what is wrong.
 */
final class DeadLetters {

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
}
