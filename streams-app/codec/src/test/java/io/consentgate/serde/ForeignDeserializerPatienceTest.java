// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.events.OutboundMessage;
import io.consentgate.serde.UndecodableException.Reason;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A class of somebody else may be refused where our own client is not, or fail for reasons that nobody knows. */
class ForeignDeserializerPatienceTest {

    private static final int GIVEN = 1;
    private static final int REFUSED = 2;
    private static final int PUZZLING = 3;

    private final FakeRegistry registry = new FakeRegistry();
    private final RegistryWait wait = new RegistryWait(new RegistryHealth(Clock.systemUTC()), Duration.ZERO);
    private final DeserializerPool pool =
            DeserializerPool.open(Foreign.class.getName(), Map.of("schema.registry.url", registry.url()));
    private final RecordReading reading =
            pool.waiting(new RegistryPatience(wait, Duration.ZERO, Duration.ofSeconds(15)));

    @BeforeEach
    void giveSchemas() {
        registry.with("/subjects", 200, "[\"s\"]")
                .with("/subjects/s/versions/latest", 200, FakeRegistry.schemaBody(OutboundMessage.getClassSchema()));
    }

    @AfterEach
    void close() {
        pool.close();
        registry.close();
    }

    @Test
    void shouldParkASchemaThatItIsRefusedOnceItHasReadAnother() throws Exception {
        read(GIVEN);

        assertThatThrownBy(() -> read(REFUSED))
                .isInstanceOfSatisfying(
                        UndecodableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNRESOLVABLE_SCHEMA));
    }

    @Test
    void shouldNotParkASchemaWhileItHasReadNothing() {
        assertThatThrownBy(() -> read(REFUSED)).isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void shouldNotPutAFailureThatNobodyCanExplainDownToASchema() throws Exception {
        read(GIVEN);

        assertThatThrownBy(() -> read(PUZZLING))
                .isInstanceOfSatisfying(
                        RegistryUnavailable.class,
                        e -> assertThat(e.kind()).isEqualTo(RegistryUnavailable.Kind.UNEXPLAINED));
    }

    private void read(int id) throws UndecodableException {
        reading.read(
                "t",
                new RecordHeaders(),
                ByteBuffer.allocate(6).put((byte) 0).putInt(id).array());
    }

    /** As Confluent's. */
    public static final class Foreign implements Deserializer<Object> {
        @Override
        public Object deserialize(String topic, byte[] data) {
            return switch (ByteBuffer.wrap(data).getInt(1)) {
                case GIVEN -> new GenericData.Record(OutboundMessage.getClassSchema());
                case REFUSED -> throw new SerializationException("as told", new RestClientException());
                default -> throw new IllegalStateException("as told");
            };
        }
    }

    /** Known by its name and getters. */
    public static final class RestClientException extends Exception {
        private static final long serialVersionUID = 1L;

        public int getStatus() {
            return 403;
        }

        public int getErrorCode() {
            return 40301;
        }
    }
}
