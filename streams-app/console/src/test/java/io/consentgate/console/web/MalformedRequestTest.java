// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that contradicts itself is its sender's fault: it is refused, and nobody is called. */
class MalformedRequestTest {

    private static ConsoleUnderTest console;
    private static ConsoleUnderTest.Visitor reviewer;

    @BeforeAll
    static void open() {
        console = ConsoleUnderTest.open(new StubDesk());
        reviewer = console.signedIn("r-1", "reviewer");
    }

    @AfterAll
    static void close() {
        console.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=x",
                "multipart/form-data",
                "application/x-www-form-urlencoded; charset=nobody-knows",
                "application/x-www-form-urlencoded; charset=%%"
            })
    void shouldRefuseABodyThatIsNotWhatItsTypeSays(String type) {
        assertThat(status("/queue/next", type, "")).isBetween(400, 499);
        assertThat(status("/search", type, reviewer.token())).isBetween(400, 499);
        assertThat(status("/api/v1/rejection-plans", type, reviewer.token())).isBetween(400, 499);
    }

    private static int status(String path, String type, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(console.at(path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("what stands here is no part of anything"));
        if (!token.isEmpty()) {
            request.header("X-CSRF-Token", token);
        }
        return reviewer.send(request).statusCode();
    }

    /** A browser sends some characters in an address as they are that no address can hold. */
    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a{b}", "a|b", "a^b", "a\\b", "%", "%zz", "ż"})
    void shouldRefuseAnAnswerOfTheProviderThatIsNoAddress(String code) throws IOException {
        ConsoleUnderTest.Visitor visitor = console.visitor();
        String begun = visitor.get("/sign-in").headers().firstValue("Location").orElseThrow();
        Matcher state = Pattern.compile("[?&]state=([^&]+)").matcher(begun);
        assertThat(state.find()).isTrue();

        String status = raw("GET /sign-in/callback?state=" + state.group(1) + "&code=" + code + " HTTP/1.1\r\nHost: "
                + console.console.address().getAuthority() + "\r\nCookie: consent-gate=" + visitor.sessionCookie()
                + "\r\nConnection: close\r\n\r\n");

        assertThat(status).containsPattern(" 4\\d\\d ");
    }

    private static String raw(String request) throws IOException {
        URI address = console.console.address();
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            socket.getOutputStream().flush();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
        }
    }
}
