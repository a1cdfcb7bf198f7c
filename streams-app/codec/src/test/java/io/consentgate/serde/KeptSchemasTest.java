// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static io.consentgate.serde.Samples.framed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.consentgate.events.OutboundMessage;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records that each name another large schema must not fill the heap with what is kept of the schemas. */
class KeptSchemasTest {

    private static final int SCHEMAS = 30;
    private static final long MOST_KEPT = 70L << 20;
    private static final Headers NO_HEADERS = new RecordHeaders();

    private final FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void shouldKeepABoundedShareOfTheSchemasThatRecordsName() throws Exception {
        byte[] plain = framed(1, Samples.message().build());
        byte[] message = Arrays.copyOf(plain, plain.length + 1);
        FactsReader.InputTopics topics = new FactsReader.InputTopics("messages", "decisions", "consent", "verdicts");
        Map<String, String> properties = Map.of("schema.registry.url", registry.url());
        try (FactsReader reader = FactsReader.open(AvroDeserializer.class.getName(), properties, topics);
                FactsReader foreign = FactsReader.open(DelegatingDeserializer.class.getName(), properties, topics)) {
            long before = used();

            for (int id = 1; id <= SCHEMAS; id++) {
                registry.with("/schemas/ids/" + id, 200, "{\"schema\": " + large(id) + "}");
                ByteBuffer.wrap(message).putInt(1, id);
                assertThat(reader.readMessage(NO_HEADERS, message)).isNotNull();
                assertThat(foreign.readMessage(NO_HEADERS, message)).isNotNull();
                registry.with("/schemas/ids/" + id, 404, "");
            }

            assertThat(used() - before).isLessThan(MOST_KEPT);
        }
    }

    /** A message's schema with a field more, which may be many things and is nothing. */
    private static String large(int id) {
        String message = OutboundMessage.getClassSchema().toString();
        int end = message.lastIndexOf(']');
        String union = IntStream.range(0, 5_000)
                .mapToObj(i -> ",{\"type\":\"fixed\",\"name\":\"X" + id + "_" + i + "\",\"size\":1}")
                .collect(Collectors.joining("", "[\"null\"", "]"));
        return TextNode.valueOf(message.substring(0, end) + ",{\"name\":\"extra\",\"type\":" + union + "}"
                        + message.substring(end))
                .toString();
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
