// SPDX-License-Identifier: Apache-2.0
package io.consentgate.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.consentgate.events.ConsentState;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewActivity;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.serde.ContractRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * A registry at two addresses that has the contract's schemas under ids of its own and says of the others what an input wants it
 * to say, at once or too late; an input may have one of the addresses down, or lag. Each input has ids that were not used
 * before, so that nothing remembered of one answers for another.
 */
public final class FuzzedRegistry implements AutoCloseable {

    /** The contract, in the order of its schemas' ids from 1. */
    public static final List<Schema> CONTRACT = List.of(
            OutboundMessage.getClassSchema(),
            OfferDecision.getClassSchema(),
            ConsentState.getClassSchema(),
            ReviewVerdict.getClassSchema(),
            QuarantinedEvent.getClassSchema(),
            ReviewOutcome.getClassSchema(),
            ReviewActivity.getClassSchema());

    private static final int FIRST_ID = 1_000;
    private static final int MOST_REMEMBERED = 50;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Integer> STATUSES = List.of(404, 403, 401, 500, 503, 301, 204, 400, 409, 422, 429, 200);
    private static final List<Integer> CODES = List.of(40403, 404, 40401, 40402, 40301, 50001, 0, -1);
    private static final List<String> OTHER_TYPES = List.of("JSON", "PROTOBUF", "avro", "");
    private static final List<String> NO_SCHEMA =
            List.of("", "{", "null", "[]", "{}", "<html>", "\"schema\"", "{\"schema\":7}", "{\"status\":\"UP\"}");

    /** Half of what the client waits for an answer. Real time, so it is short; on a busy machine others come late, too. */
    private static final int PATIENCE_MILLIS = 100;

    /** How an answer comes. */
    private enum Pace {
        AT_ONCE,
        NEVER,
        STALLING
    }

    /** How one of the two addresses is; the other one is well. */
    private enum Trouble {
        NONE,
        DOWN,
        /** It has the contract alone. */
        LAGGING
    }

    private record Reply(int status, byte[] body, Pace pace) {}

    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<HttpServer> servers = List.of(serve(0), serve(1));
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private volatile Trouble trouble = Trouble.NONE;
    private volatile int troubled;
    private int lastId = FIRST_ID;

    private HttpServer serve(int address) {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> answer(address, exchange));
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "fuzzed-registry");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        return server;
    }

    /** The contract's schema of a record. */
    public static Schema schemaOf(ContractRecord record) {
        return switch (record) {
            case OUTBOUND_MESSAGE -> OutboundMessage.getClassSchema();
            case OFFER_DECISION -> OfferDecision.getClassSchema();
            case CONSENT_STATE -> ConsentState.getClassSchema();
            case QUARANTINED_EVENT -> QuarantinedEvent.getClassSchema();
            case REVIEW_VERDICT -> ReviewVerdict.getClassSchema();
            case REVIEW_OUTCOME -> ReviewOutcome.getClassSchema();
        };
    }

    /** A record of the contract as a publisher sends it, under the id of its schema here. */
    public static byte[] framed(IndexedRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(5)
                .putInt(1, 1 + CONTRACT.indexOf(record.getSchema()))
                .array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<IndexedRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Options of a client that gives up soon. */
    public Map<String, String> properties() {
        return Map.of(
                "schema.registry.url",
                servers.stream()
                        .map(server -> "http://localhost:" + server.getAddress().getPort())
                        .collect(Collectors.joining(",")),
                "http.connect.timeout.ms",
                String.valueOf(PATIENCE_MILLIS),
                "http.read.timeout.ms",
                String.valueOf(PATIENCE_MILLIS),
                "max.retries",
                "0",
                "auto.register.schemas",
                "false");
    }

    /** Both addresses are well until an input says otherwise. */
    void recover() {
        trouble = Trouble.NONE;
    }

    /**
     * Has the registry answer for a schema, nearly always by giving it, and nearly always at both addresses.
     *
     * @return its id
     */
    public int answer(FuzzedDataProvider data, String schema) {
        if (replies.size() > MOST_REMEMBERED) {
            replies.clear();
        }
        int id = ++lastId;
        Reply reply = data.consumeInt(0, 7) == 7 ? refusal(data, schema) : given(data, id, schema);
        if (data.consumeInt(0, 63) == 63) {
            reply = new Reply(reply.status(), reply.body(), data.pickValue(Pace.values()));
        }
        if (data.consumeInt(0, 31) == 31) {
            trouble = data.pickValue(Trouble.values());
            troubled = data.consumeInt(0, 1);
        }
        replies.put("/schemas/ids/" + id, reply);
        replies.put("/schemas/guids/" + new java.util.UUID(id, id), reply);
        return id;
    }

    private static Reply refusal(FuzzedDataProvider data, String schema) {
        int status = data.pickValue(STATUSES);
        return switch (data.consumeInt(0, 3)) {
            case 0 -> reply(status, "{\"error_code\":" + data.pickValue(CODES) + ",\"message\":\"as told\"}");
            case 1 -> reply(status, data.pickValue(NO_SCHEMA));
            case 2 -> new Reply(status, data.consumeBytes(64), Pace.AT_ONCE);
            default ->
                reply(
                        200,
                        body(schema)
                                .put("schemaType", data.pickValue(OTHER_TYPES))
                                .toString());
        };
    }

    private Reply given(FuzzedDataProvider data, int id, String schema) {
        ObjectNode body = body(schema);
        if (data.consumeInt(0, 7) == 7) {
            ArrayNode references = body.putArray("references");
            for (int i = data.consumeInt(1, 3); i > 0; i--) {
                int version = data.consumeInt(1, 3);
                references
                        .addObject()
                        .put("name", data.consumeBoolean() ? "Referenced" : data.consumeString(10))
                        .put("subject", "subject-" + id)
                        .put("version", version);
                ObjectNode referenced = body(referenced(data));
                if (data.consumeBoolean()) {
                    referenced.set("references", references.deepCopy());
                }
                replies.put("/subjects/subject-" + id + "/versions/" + version, reply(200, referenced.toString()));
            }
        }
        return reply(200, body.toString());
    }

    private static String referenced(FuzzedDataProvider data) {
        return data.consumeBoolean()
                ? "{\"type\":\"record\",\"name\":\"Referenced\",\"fields\":[]}"
                : FuzzedSchema.anyType(data);
    }

    private static ObjectNode body(String schema) {
        return JSON.createObjectNode().put("schema", schema);
    }

    private static Reply reply(int status, String body) {
        return new Reply(status, body.getBytes(StandardCharsets.UTF_8), Pace.AT_ONCE);
    }

    private void answer(int address, HttpExchange exchange) throws IOException {
        try (exchange) {
            Trouble here = address == troubled ? trouble : Trouble.NONE;
            if (here == Trouble.DOWN) {
                return;
            }
            Reply reply = reply(exchange.getRequestURI().getPath(), here == Trouble.LAGGING);
            if (reply.pace() == Pace.NEVER) {
                waitTooLong();
                return;
            }
            boolean bare = reply.status() == 204 || reply.status() == 304;
            exchange.sendResponseHeaders(reply.status(), bare || reply.body().length == 0 ? -1 : reply.body().length);
            if (reply.pace() == Pace.STALLING) {
                waitTooLong();
            }
            if (!bare) {
                exchange.getResponseBody().write(reply.body());
            }
        }
    }

    /** Longer than the client waits for an answer, but not beyond the end of this registry. */
    private void waitTooLong() {
        try {
            closed.await(3L * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply reply(String path, boolean lagging) {
        for (int id = 1; id <= CONTRACT.size(); id++) {
            if (path.equals("/schemas/ids/" + id) || path.equals("/subjects/contract-" + id + "/versions/latest")) {
                return reply(
                        200, body(CONTRACT.get(id - 1).toString()).put("id", id).toString());
            }
        }
        if (path.equals("/subjects")) {
            return reply(200, "[\"contract-1\"]");
        }
        if (path.equals("/schemas/types")) {
            return reply(200, "[\"AVRO\"]");
        }
        Reply absent = reply(404, "{\"error_code\":40403,\"message\":\"not here\"}");
        return lagging ? absent : replies.getOrDefault(path, absent);
    }

    @Override
    public void close() {
        closed.countDown();
        servers.forEach(server -> server.stop(0));
    }
}
