// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.javalin.router.ParsedEndpoint;
import io.javalin.security.Roles;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tries every route that the server really has, not only those in a table, without a role and with the wrong one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {

    private static final Set<HandlerType> UNSAFE =
            Set.of(HandlerType.POST, HandlerType.PUT, HandlerType.PATCH, HandlerType.DELETE);

    /** No page is shown of the answer, so that nobody can be sent anywhere. */
    private static final Set<String> IN_BACKGROUND = Set.of(
            "GET /session",
            "POST /session",
            "GET /queue/live",
            "GET /cases/{caseId}/live",
            "POST /cases/{caseId}/present");

    private ConsoleUnderTest console;
    private ConsoleUnderTest.Visitor nobody;
    private ConsoleUnderTest.Visitor withoutRole;
    private ConsoleUnderTest.Visitor reviewer;
    private ConsoleUnderTest.Visitor second;
    private ConsoleUnderTest.Visitor auditor;

    @BeforeAll
    void open() {
        console = ConsoleUnderTest.open(new StubDesk());
        nobody = console.visitor();
        withoutRole = console.signedIn("guest", "some-other-role");
        reviewer = console.signedIn("r-1", "reviewer");
        second = console.signedIn("r-2", "second-reviewer");
        auditor = console.signedIn("a-1", "auditor");
    }

    @AfterAll
    void close() {
        console.close();
    }

    Stream<String> routes() {
        return endpoints().map(endpoint -> endpoint.method.name() + " " + endpoint.path);
    }

    Stream<String> guardedRoutes() {
        return endpoints()
                .filter(endpoint -> !access(endpoint).contains(Access.OPEN))
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path);
    }

    private Stream<Endpoint> endpoints() {
        return console.console.http().unsafe.internalRouter.allHttpHandlers().stream()
                .map((ParsedEndpoint parsed) -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod());
    }

    private Set<?> access(Endpoint endpoint) {
        Roles roles = endpoint.metadata(Roles.class);
        return roles == null ? Set.of() : roles.getRoles();
    }

    private Set<?> accessOf(String route) {
        return access(endpoints()
                .filter(endpoint -> (endpoint.method.name() + " " + endpoint.path).equals(route))
                .findFirst()
                .orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void shouldSayOfEveryRouteWhoMayTakeIt(String route) {
        assertThat(accessOf(route)).as(route).isNotEmpty().allMatch(Access.class::isInstance);
    }

    @ParameterizedTest
    @MethodSource("guardedRoutes")
    void shouldLetNobodyInWhoIsNotSignedIn(String route) {
        HttpResponse<String> answer = call(nobody, route, "");

        if (route.contains(" /api/") || IN_BACKGROUND.contains(route)) {
            assertThat(answer.statusCode()).isEqualTo(401);
        } else {
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(ConsoleUnderTest.location(answer).getPath()).isEqualTo("/sign-in");
        }
        assertThat(answer.body()).doesNotContain(StubDesk.SUBJECT);
    }

    @ParameterizedTest
    @MethodSource("guardedRoutes")
    void shouldLetNobodyInWithoutARole(String route) {
        if (accessOf(route).contains(Access.SIGNED_IN)) {
            return;
        }

        HttpResponse<String> answer = call(withoutRole, route, withoutRole.token());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
                .contains(
                        route.contains(" /api/")
                                ? "\"forbidden\""
                                : Texts.in(Language.PL).say("problem.forbidden"))
                .doesNotContain(StubDesk.SUBJECT);
    }

    /** A route of a case that were declared open by mistake would be in none of the tests above. */
    @Test
    void shouldBeOpenToStrangersWhereTheySignInAndNowhereElse() {
        assertThat(endpoints()
                        .filter(endpoint -> access(endpoint).contains(Access.OPEN))
                        .map(endpoint -> endpoint.method.name() + " " + endpoint.path))
                .containsExactlyInAnyOrder(
                        "GET /health",
                        "GET /assets/{name}",
                        "GET /sign-in",
                        "POST /sign-in",
                        "GET /sign-in/callback",
                        "GET /signed-out",
                        "GET /api/openapi.yaml");
    }

    @Test
    void shouldBeOpenWithoutARoleWhereOneSignsOutAndNowhereElse() {
        assertThat(guardedRoutes().filter(route -> accessOf(route).contains(Access.SIGNED_IN)))
                .containsExactly("POST /sign-out");
    }

    @ParameterizedTest
    @MethodSource("guardedRoutes")
    void shouldLetNobodyInWithTheWrongRole(String route) {
        Set<?> access = accessOf(route);
        if (access.contains(Access.SIGNED_IN)) {
            return; // to sign out is no question of roles
        }
        if (!access.contains(Access.STAFF)) {
            assertThat(call(auditor, route, auditor.token()).statusCode())
                    .as("auditor")
                    .satisfies(status -> assertThat(status == 403)
                            .isEqualTo(access.contains(Access.DECIDES) || access.contains(Access.CONFIRMS)));
        }
        if (access.contains(Access.CONFIRMS) || access.contains(Access.OVERSEES)) {
            assertThat(call(reviewer, route, reviewer.token()).statusCode())
                    .as("reviewer")
                    .isEqualTo(403);
            assertThat(call(second, route, second.token()).statusCode())
                    .as("second reviewer")
                    .isNotEqualTo(403);
        }
    }

    @ParameterizedTest
    @MethodSource("guardedRoutes")
    void shouldTakeNoUnsafeRequestWithoutTheTokenOfTheSession(String route) {
        if (UNSAFE.stream().noneMatch(method -> route.startsWith(method.name() + " "))) {
            return;
        }

        assertThat(call(second, route, "").statusCode()).isEqualTo(403);
        assertThat(call(second, route, reviewer.token()).statusCode()).isEqualTo(403);
    }

    @Test
    void shouldTakeNoRequestThatAForeignPageSent() {
        Map<String, String> form = Map.of("_csrf", reviewer.token());

        assertThat(reviewer.post("/shortcuts", form, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(reviewer.post("/shortcuts", form, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(reviewer.post("/shortcuts", form, "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void shouldHaveAHandlerForEveryRouteOfTheTable() {
        assertThat(routes())
                .containsAll(Arrays.stream(Route.values())
                        .map(route -> route.method().name() + " " + route.path())
                        .toList());
    }

    private HttpResponse<String> call(ConsoleUnderTest.Visitor visitor, String route, String token) {
        String[] methodAndPath = route.split(" ", 2);
        String path = methodAndPath[1]
                .replace("{caseId}", "unknown-case")
                .replace("{part}", "consent")
                .replaceAll("\\{\\w+}", "x");
        HttpRequest.Builder request = HttpRequest.newBuilder(console.at(path))
                .method(
                        methodAndPath[0],
                        methodAndPath[0].equals("GET")
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString("_csrf=" + token))
                .header("Content-Type", "application/x-www-form-urlencoded");
        if (!token.isEmpty()) {
            request.header("X-CSRF-Token", token);
        }
        return visitor.send(request);
    }
}
