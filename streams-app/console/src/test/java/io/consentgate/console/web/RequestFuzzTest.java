// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;

/** Whatever somebody who is signed in, or not, sends to the console, it answers soon, and never that it failed. */
class RequestFuzzTest {

    private static final int ANSWERED_WITHIN_MS = 20_000;
    private static final int REQUESTS_OF_ONE_CONSOLE = 2_000;

    private static final List<String> METHODS =
            List.of("GET", "POST", "GET", "POST", "DELETE", "HEAD", "PUT", "OPTIONS", "PATCH", "TRACE");
    private static final List<String> PATHS = Stream.concat(
                    Arrays.stream(Route.values()).map(Route::path),
                    Stream.of(
                            "/api/openapi.yaml",
                            "/api/v1/progress",
                            "/api/v1/cases",
                            "/api/v1/cases/{caseId}",
                            "/api/v1/cases/{caseId}/looks",
                            "/api/v1/cases/{caseId}/presence",
                            "/api/v1/cases/{caseId}/content",
                            "/api/v1/cases/{caseId}/amendment",
                            "/api/v1/cases/{caseId}/claim",
                            "/api/v1/cases/{caseId}/take-over",
                            "/api/v1/cases/{caseId}/preview",
                            "/api/v1/cases/{caseId}/verdicts",
                            "/api/v1/cases/{caseId}/confirmations",
                            "/api/v1/cases/{caseId}/trail",
                            "/api/v1/subjects/{subjectId}/trail",
                            "/api/v1/verdicts/{verdictId}",
                            "/api/v1/rejection-plans",
                            "/api/v1/rejection-plans/{planId}/rejections",
                            "/api/v1/figures",
                            "/api/v1/figures/mine",
                            "/api/v1/rules"))
            .toList();
    private static final List<String> IDS = List.of(
            StubDesk.CASE,
            StubDesk.SUBJECT,
            "spring%20%26%20sale",
            "consent",
            "history",
            "none",
            "%00",
            "%2e%2e",
            "%ff",
            "a;b=c");
    private static final List<String> NAMES = List.of(
            "lang",
            "rule",
            "channel",
            "campaign",
            "controller",
            "age",
            "shown",
            "sort",
            "after",
            "cursor",
            "size",
            "olderThan",
            "state",
            "search",
            "format",
            "on",
            "jurisdiction",
            "since",
            "code",
            "error",
            "outcome",
            "digest",
            "rationale",
            "purpose",
            "effects",
            "basisRef",
            "commercialContent",
            "specialCategoryExcluded",
            "explanationRef",
            "amended",
            "amendedIsBase64",
            "verdictId",
            "reason",
            "person",
            "subjectId",
            "caseId",
            "query",
            "planned",
            "text",
            "shortcuts",
            "opened");
    private static final List<String> VALUES = List.of(
            "",
            "en",
            "pl",
            "REJECT",
            "RECLASSIFY",
            "DECIDE_AMEND",
            "digest-1",
            "PT1H",
            "P99999999999D",
            "-P1D",
            "9223372036854775808",
            "-1",
            "0",
            "51",
            "2026-11-24",
            "+999999999-12-31T23:59:59.999999999Z",
            "-1000000000-01-01",
            "OPEN,CLOSED",
            "CSV",
            "json",
            "PL",
            "PL,XX,",
            "broken",
            "true",
            "on",
            StubDesk.SUBJECT,
            StubDesk.CASE,
            "because the campaign was wrong in all its parts",
            "DIRECT_MARKETING",
            "CREDIT",
            "%",
            "AA==",
            "\u0000");
    private static final List<String> TYPES = List.of(
            "application/x-www-form-urlencoded",
            "application/json",
            "application/x-www-form-urlencoded; charset=utf-16",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "text/plain; charset=nobody-knows",
            "");
    private static final List<String> HEADERS = List.of(
            "Accept: text/html",
            "Accept: application/json",
            "Accept: text/event-stream",
            "HX-Request: true",
            "Sec-Fetch-Site: cross-site",
            "Origin: null",
            "Accept-Language: xx-\u00e9;q=x",
            "Range: bytes=0-",
            "If-None-Match: \"x\"",
            "Content-Encoding: gzip",
            "Expect: 100-continue",
            "Cookie: consent-gate=x; lang=%00",
            "Authorization: Bearer x.y.z",
            "Authorization: Basic",
            "Last-Event-ID: -1",
            "Transfer-Encoding: chunked");

    private static ConsoleUnderTest console;
    private static ConsoleUnderTest.Visitor reviewer;
    private static String token;
    private static int requests;

    @AfterAll
    static void close() {
        if (console != null) {
            console.close();
            console = null;
        }
    }

    private static void open() {
        if (console == null || ++requests % REQUESTS_OF_ONE_CONSOLE == 0) {
            close();
            console = ConsoleUnderTest.open(new StubDesk());
            reviewer = null;
        }
        if (reviewer == null || reviewer.get("/session").statusCode() != 200) {
            reviewer = console.signedIn("ewa", "reviewer", "second-reviewer", "auditor");
            token = reviewer.token();
        }
    }

    @FuzzTest
    void shouldAnswerWhateverIsAsked(FuzzedDataProvider data) throws IOException {
        open();
        byte[] request = request(data);

        String status = send(request);

        assertThat(status == null ? 0 : Integer.parseInt(status.split(" ", -1)[1]))
                .as(() -> "answer to " + new String(request, ISO_8859_1))
                .isLessThan(500);
    }

    private static byte[] request(FuzzedDataProvider data) {
        String id = data.consumeInt(0, 5) == 5 ? raw(data) : data.pickValue(IDS);
        String path = data.pickValue(PATHS).replaceAll("\\{[A-Za-z]+}", Matcher.quoteReplacement(id));
        String query = parameters(data, data.consumeInt(0, 3));
        byte[] body = body(data);
        StringBuilder head = new StringBuilder();
        head.append(data.pickValue(METHODS))
                .append(' ')
                .append(path)
                .append(query.isEmpty() ? "" : "?" + query)
                .append(" HTTP/1.1\r\nConnection: close\r\n");
        URI address = console.console.address();
        head.append("Host: ")
                .append(data.consumeInt(0, 15) == 15 ? raw(data) : address.getAuthority())
                .append("\r\n");
        if (data.consumeInt(0, 7) < 7) {
            head.append("Cookie: consent-gate=")
                    .append(reviewer.sessionCookie())
                    .append("\r\n");
        }
        for (int i = data.consumeInt(0, 2); i > 0; i--) {
            head.append(data.consumeInt(0, 7) == 7 ? raw(data) : data.pickValue(HEADERS))
                    .append("\r\n");
        }
        head.append("Content-Type: ").append(data.pickValue(TYPES)).append("\r\n");
        head.append("X-CSRF-Token: ").append(token).append("\r\n");
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.toString().getBytes(UTF_8));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private static byte[] body(FuzzedDataProvider data) {
        return switch (data.consumeInt(0, 4)) {
            case 0 -> data.consumeBytes(200);
            case 1, 2 -> ("_csrf=" + token + "&" + parameters(data, data.consumeInt(0, 8))).getBytes(UTF_8);
            default -> json(data, 0).getBytes(UTF_8);
        };
    }

    private static String json(FuzzedDataProvider data, int depth) {
        return switch (data.consumeInt(depth == 0 ? 3 : 0, depth < 3 ? 5 : 2)) {
            case 0 -> "\"" + data.pickValue(VALUES).replace("\u0000", "\\u0000") + "\"";
            case 1 -> data.pickValue(List.of("null", "true", "-1", "1e999", "9223372036854775808", "\"\\ud800\""));
            case 2 -> data.consumeString(20);
            case 3 -> "[" + json(data, depth + 1) + "," + json(data, depth + 1) + "]";
            default -> {
                StringBuilder object = new StringBuilder("{\"classification\":null");
                for (int i = data.consumeInt(0, 5); i > 0; i--) {
                    object.append(",\"")
                            .append(data.pickValue(NAMES))
                            .append("\":")
                            .append(json(data, depth + 1));
                }
                yield object.append('}').toString();
            }
        };
    }

    private static String parameters(FuzzedDataProvider data, int count) {
        StringBuilder parameters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String value = data.consumeInt(0, 3) == 3 ? raw(data) : URLEncoder.encode(data.pickValue(VALUES), UTF_8);
            parameters
                    .append(i == 0 ? "" : "&")
                    .append(data.pickValue(NAMES))
                    .append('=')
                    .append(value);
        }
        return parameters.toString();
    }

    /** Anything that does not end a line. */
    private static String raw(FuzzedDataProvider data) {
        return data.consumeString(20).replaceAll("[\r\n ]", "");
    }

    /** The status line; null where the console hung up, as on what is no HTTP. */
    private static String send(byte[] request) throws IOException {
        URI address = console.console.address();
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(ANSWERED_WITHIN_MS);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)).readLine();
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("no answer to " + new String(request, ISO_8859_1), e);
        } catch (java.net.SocketException e) {
            return null;
        }
    }
}
