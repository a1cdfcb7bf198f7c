// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** An HTTP server that says what a test wants a registry to say, and remembers what it was asked. */
final class FakeRegistry implements AutoCloseable {

    record Reply(int status, String body) {}

    record Request(String method, String path, @Nullable String authorization, String body) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Reply> replies = Collections.synchronizedMap(new HashMap<>());
    private final Deque<Reply> disturbances = new ArrayDeque<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile long delayMillis;
    private volatile boolean stallInBody;

    FakeRegistry() {
        this(0);
    }

    FakeRegistry(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "fake-registry");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://localhost:" + port();
    }

    /** @param path with its query, or without for any query */
    FakeRegistry with(String path, int status, String body) {
        replies.put(path, new Reply(status, body));
        return this;
    }

    FakeRegistry withSchema(int id, Schema schema) {
        return with("/schemas/ids/" + id, 200, schemaBody(schema));
    }

    static String schemaBody(Schema schema) {
        return JSON.createObjectNode().put("schema", schema.toString()).toString();
    }

    static String error(int code) {
        return "{\"error_code\":" + code + ",\"message\":\"as told\"}";
    }

    /** Says this first, once, whatever is asked. */
    FakeRegistry first(int status, String body) {
        synchronized (disturbances) {
            disturbances.add(new Reply(status, body));
        }
        return this;
    }

    void delay(long millis) {
        delayMillis = millis;
    }

    void stallInBody() {
        stallInBody = true;
    }

    List<Request> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getRawPath();
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    path,
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    body));
            Thread.sleep(delayMillis);
            Reply reply;
            synchronized (disturbances) {
                reply = disturbances.poll();
            }
            if (reply == null) {
                reply = replies.getOrDefault(
                        exchange.getRequestURI().toString(),
                        replies.getOrDefault(
                                path, new Reply(404, error(path.startsWith("/schemas/ids/") ? 40403 : 404))));
            }
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            if (stallInBody) {
                exchange.getResponseBody().write(bytes, 0, 1);
                exchange.getResponseBody().flush();
                Thread.sleep(20_000);
            }
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
