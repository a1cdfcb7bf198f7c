// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** Stands before a registry, and says of some paths what a test wants, of all others what the registry says. */
final class FrontRegistry implements AutoCloseable {

    private record Reply(int status, byte[] body, Duration after) {}

    private final String behind;
    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();

    FrontRegistry(String behind) {
        this.behind = behind;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "front-registry");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    void says(String path, int status, String body) {
        says(path, status, body, Duration.ZERO);
    }

    void says(String path, int status, String body, Duration after) {
        replies.put(path, new Reply(status, body.getBytes(StandardCharsets.UTF_8), after));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = replies.get(exchange.getRequestURI().getPath());
            reply = reply == null ? forwarded(exchange) : reply;
            Thread.sleep(reply.after().toMillis());
            exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
            exchange.getResponseBody().write(reply.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply forwarded(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI()))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
        return new Reply(answer.statusCode(), answer.body(), Duration.ZERO);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
