// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.consentgate.console.json.ReviewJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client of the console's API. */
final class ReviewClient {

    private static final Duration CONNECTING = Duration.ofSeconds(5);
    /** Longer than the console waits for the gate. */
    private static final Duration ANSWERING = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECTING).build();
    private final URI console;
    private final @Nullable String token;

    /** @param token bearer token; null to send none */
    ReviewClient(URI console, @Nullable String token) {
        this.console = console;
        this.token = token;
    }

    /** The console's answer, parsed and as received. */
    record Answer<T>(T value, String json) {}

    /** @throws ConsoleProblem when the console refuses, or does not answer */
    <T> Answer<T> get(Class<T> type, Map<String, @Nullable String> query, String... path) {
        String asked = query.entrySet().stream()
                .filter(parameter -> parameter.getValue() != null)
                .map(parameter -> parameter.getKey() + "=" + encoded(String.valueOf(parameter.getValue())))
                .collect(Collectors.joining("&"));
        return send(type, request(path, asked.isEmpty() ? "" : "?" + asked).GET());
    }

    /** @throws ConsoleProblem when the console refuses, or does not answer */
    <T> Answer<T> post(Class<T> type, Map<String, ?> body, String... path) {
        try {
            return send(
                    type,
                    request(path, "")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    ReviewJson.mapper().writeValueAsString(body))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a body of ours always fits into JSON", e);
        }
    }

    private HttpRequest.Builder request(String[] path, String query) {
        String base = console.toString().replaceAll("/+$", "");
        URI address = URI.create(base + "/api/v1/"
                + Arrays.stream(path).map(ReviewClient::encoded).collect(Collectors.joining("/")) + query);
        if (!"http".equals(address.getScheme()) && !"https".equals(address.getScheme())) {
            throw new ConsoleProblem(
                    console + " is no address of a console; write it as https://console.example", ExitCode.USAGE);
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(ANSWERING).header("Accept", "application/json");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, UTF_8).replace("+", "%20");
    }

    private <T> Answer<T> send(Class<T> type, HttpRequest.Builder request) {
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ConsoleProblem(
                    "the review console at " + console + " does not answer ("
                            + e.getClass().getSimpleName() + "); start it with 'gate review', or name it with --url",
                    ExitCode.TRY_LATER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConsoleProblem("interrupted while waiting for the review console", ExitCode.TRY_LATER);
        }
        if (response.statusCode() >= 300) {
            throw problem(response);
        }
        try {
            String body = response.body();
            // A newer console may return more fields.
            ObjectReader reader =
                    ReviewJson.mapper().readerFor(type).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
            return new Answer<>(reader.readValue(body.isEmpty() ? "null" : body), body);
        } catch (JsonProcessingException e) {
            throw new ConsoleProblem(
                    "what answers at " + console + " is no review console of this version: " + e.getOriginalMessage(),
                    ExitCode.USAGE);
        }
    }

    private static ConsoleProblem problem(HttpResponse<String> response) {
        String said = said(response.body());
        return switch (response.statusCode()) {
            case 401 ->
                new ConsoleProblem(
                        "the console does not know you; name a file with a valid token by --token-file or "
                                + "CONSENT_GATE_REVIEW_TOKEN_FILE",
                        ExitCode.USAGE);
            case 403 -> new ConsoleProblem("your role does not allow it: " + said, ExitCode.USAGE);
            case 409 -> new ConsoleProblem(said, ExitCode.FAILED);
            case 502, 503, 504 -> new ConsoleProblem(said, ExitCode.TRY_LATER);
            default -> new ConsoleProblem(said, ExitCode.USAGE);
        };
    }

    private static String said(String body) {
        try {
            JsonNode problem = ReviewJson.mapper().readTree(body);
            String detail = problem.path("detail").asText();
            return detail.isEmpty() ? problem.path("title").asText() : detail;
        } catch (JsonProcessingException e) {
            return "the console gave no reason";
        }
    }
}
