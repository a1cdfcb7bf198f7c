// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** How clients serialize a subject id that should have been a plain key. */
public enum SerializedKeys {
    /** {@code KafkaAvroSerializer} as the key's serializer. */
    AVRO {
        @Override
        public byte[] key(String subject) {
            return prefixed(avro(subject));
        }
    },
    /** The same from Confluent Platform 8.1 on, if it is told to name schemas in headers. */
    AVRO_WITH_HEADER {
        @Override
        public byte[] key(String subject) {
            return avro(subject);
        }

        @Override
        public Headers headers() {
            return new RecordHeaders()
                    .add(
                            WireFormat.KEY_SCHEMA_ID_HEADER,
                            ByteBuffer.allocate(17)
                                    .put((byte) 1)
                                    .putLong(0x8979176223364186L)
                                    .putLong(0x9674299b90a802e2L)
                                    .array());
        }
    },
    /** {@code JSON.stringify}, {@code json.dumps} and Spring's {@code JsonSerializer}. */
    JSON {
        @Override
        public byte[] key(String subject) {
            return json(subject);
        }
    },
    /** {@code KafkaJsonSchemaSerializer}. */
    PREFIXED_JSON {
        @Override
        public byte[] key(String subject) {
            return prefixed(json(subject));
        }
    };

    public abstract byte[] key(String subject);

    /** What its client sends beside the key. */
    public Headers headers() {
        return new RecordHeaders();
    }

    private static byte[] json(String subject) {
        return ('"' + subject + '"').getBytes(UTF_8);
    }

    private static byte[] prefixed(byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) 0)
                .putInt(7)
                .put(payload)
                .array();
    }

    private static byte[] avro(String subject) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            encoder.writeString(subject);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
