// SPDX-License-Identifier: Apache-2.0
package io.consentgate.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.consentgate.serde.SerializedKeys;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record as somebody might write it to a topic of the contract.
 *
 * @param schema text of the schema that it names, if it names one that was made for it
 */
public record FuzzedRecord(byte @Nullable [] key, byte @Nullable [] value, Headers headers, String schema) {

    private static final List<String> RESERVED = List.of(
            "consent-gate-verdict",
            "Consent-Gate-Verdict",
            "CONSENT-GATE-REASON",
            "consent-gate-reason",
            "consent-gate-asks-again",
            "consent-gate-origin-topic",
            "consent-gate-origin-partition",
            "consent-gate-origin-offset",
            "consent-gate-origin-timestamp",
            "consent-gate-event-schema-id",
            "consent-gate-settings",
            "consent-gate-timestamp",
            "__value_schema_id",
            "__key_schema_id",
            "traceparent",
            "");
    private static final List<String> HEADER_VALUES = List.of(
            "", "CLEARED", "TOO_LARGE", "SKIPPED", "0", "-1", "9223372036854775807", "outbound-messages", "null");

    private static final int LARGEST_HEADER = 2 * 1024 * 1024;
    private static final int MOST_HEADERS = 20_000;

    /**
     * Makes one.
     *
     * @param contract what it should be
     * @param subject whose it should be
     */
    public static FuzzedRecord of(FuzzedDataProvider data, FuzzedRegistry registry, Schema contract, String subject) {
        registry.recover();
        RecordHeaders headers = new RecordHeaders();
        boolean asContracted = data.consumeBoolean();
        String schema = asContracted ? contract.toString() : FuzzedSchema.like(data, contract);
        int id = asContracted ? FuzzedRegistry.CONTRACT.indexOf(contract) + 1 : registry.answer(data, schema);
        byte[] payload = FuzzedValue.of(data, schema, subject);
        byte[] value = framed(data, asContracted, id, payload, headers);
        byte[] key = key(data, subject, headers);
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
            headers.add(
                    data.consumeInt(0, 7) == 7 ? data.consumeString(20) : data.pickValue(RESERVED), headerValue(data));
        }
        // Seldom, since it takes time: most that a record can be is in its other parts.
        if (data.consumeInt(0, 63) == 63) {
            addMany(data, headers);
        }
        return new FuzzedRecord(key, value, headers, schema);
    }

    /** As many as nobody means to write, or one as large; where they stand among the others counts, too. */
    private static void addMany(FuzzedDataProvider data, RecordHeaders headers) {
        String name = data.pickValue(RESERVED);
        if (data.consumeBoolean()) {
            headers.add(name, new byte[data.consumeInt(0, LARGEST_HEADER)]);
        } else {
            byte[] value = headerValue(data);
            for (int i = data.consumeInt(0, MOST_HEADERS); i > 0; i--) {
                headers.add(name, value);
            }
        }
        if (data.consumeBoolean()) {
            headers.add(data.pickValue(RESERVED), headerValue(data));
        }
    }

    /** Bytes of key, value and headers. */
    public long size() {
        long size = (key == null ? 0 : key.length) + (value == null ? 0L : value.length) + schema.length();
        for (org.apache.kafka.common.header.Header header : headers) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }

    private static byte @Nullable [] framed(
            FuzzedDataProvider data, boolean contracted, int id, byte[] payload, RecordHeaders headers) {
        switch (data.consumeInt(0, 15)) {
            case 0 -> {
                return null;
            }
            case 1 -> {
                return payload;
            }
            case 2 -> {
                headers.add("__value_schema_id", prefix((byte) 0, id));
                return payload;
            }
            case 3 -> {
                headers.add("__value_schema_id", guid(contracted ? 7L << 40 : id));
                return payload;
            }
            default -> {
                return ByteBuffer.allocate(5 + payload.length)
                        .put(prefix((byte) 0, id))
                        .put(payload)
                        .array();
            }
        }
    }

    private static byte[] prefix(byte magic, int id) {
        return ByteBuffer.allocate(5).put(magic).putInt(id).array();
    }

    private static byte[] guid(long id) {
        return ByteBuffer.allocate(17).put((byte) 1).putLong(id).putLong(id).array();
    }

    private static byte @Nullable [] headerValue(FuzzedDataProvider data) {
        return switch (data.consumeInt(0, 3)) {
            case 0 -> null;
            case 1 -> data.consumeBytes(20);
            default -> data.pickValue(HEADER_VALUES).getBytes(UTF_8);
        };
    }

    private static byte @Nullable [] key(FuzzedDataProvider data, String subject, RecordHeaders headers) {
        switch (data.consumeInt(0, 11)) {
            case 0 -> {
                return null;
            }
            case 1 -> {
                return data.consumeBytes(40);
            }
            case 2 -> {
                SerializedKeys form = data.pickValue(SerializedKeys.values());
                form.headers().forEach(headers::add);
                return form.key(subject);
            }
            case 3 -> {
                return (subject + "x".repeat(data.consumeInt(0, 2_000))).getBytes(UTF_8);
            }
            default -> {
                return subject.getBytes(UTF_8);
            }
        }
    }
}
