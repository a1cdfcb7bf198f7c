// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.console.identity.SignInBegun;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {

    private final Hands clock = new Hands();
    private final ConsoleUnderTest console = ConsoleUnderTest.open(
            new StubDesk(),
            clock,
            Map.of(
                    "CONSENT_GATE_REVIEW_CONSOLE_SESSION_TIMEOUT", "10m",
                    "CONSENT_GATE_REVIEW_CONSOLE_SESSION_LIFETIME", "1h"));

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void shouldBringWhoSignsInToWhereTheyWantedToGo() {
        ConsoleUnderTest.Visitor visitor = console.visitor();

        HttpResponse<String> refused = visitor.get("/cases/" + StubDesk.CASE);
        HttpResponse<String> in = visitor.signIn("r-1", "reviewer");

        assertThat(ConsoleUnderTest.location(refused)).hasPath("/sign-in");
        assertThat(ConsoleUnderTest.location(in)).hasPath("/cases/" + StubDesk.CASE);
        assertThat(visitor.get("/cases/" + StubDesk.CASE).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/session", "/queue/live", "/cases/" + StubDesk.CASE + "/live"})
    void shouldBringNobodyToWhatOnlyAPageAsksFor(String path) {
        ConsoleUnderTest.Visitor visitor = console.signedIn("r-1", "reviewer");
        clock.advance(Duration.ofMinutes(11));
        visitor.get("/cases/" + StubDesk.CASE);

        HttpResponse<String> refused = visitor.get(path);
        HttpResponse<String> stranger = console.visitor().get(path);

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(ConsoleUnderTest.location(visitor.signInAfresh("r-1", clock.instant(), "reviewer")))
                .hasPath("/cases/" + StubDesk.CASE);
    }

    /** A person whose id ends like a route that only a page asks for. */
    @ParameterizedTest
    @ValueSource(strings = {"/subjects/session", "/cases/live"})
    void shouldTakeALookAtSuchAPersonForAnActOfTheReader(String path) {
        ConsoleUnderTest.Visitor visitor = console.signedIn("r-1", "reviewer");
        for (int looks = 0; looks < 2; looks++) {
            clock.advance(Duration.ofMinutes(6));
            visitor.get(path);
        }

        assertThat(visitor.get("/queue").statusCode())
                .as("10 minutes of nothing end a session")
                .isEqualTo(200);
        assertThat(ConsoleUnderTest.location(console.visitor().get(path))).hasPath("/sign-in");
    }

    @Test
    void shouldRefuseASignOfLifeWhenTheSessionIsOver() {
        ConsoleUnderTest.Visitor visitor = console.visitor();

        assertThat(visitor.post("/session", Map.of()).statusCode()).isEqualTo(401);
        assertThat(visitor.post("/cases/" + StubDesk.CASE + "/present", Map.of())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldSendAPageWhoseSessionEndsWhereNobodySignsInWithoutAClick() {
        String page = console.signedIn("r-1", "reviewer").get("/queue").body();

        assertThat(page).contains("data-ended-url=\"/signed-out\"").doesNotContain("data-sign-in-url");
    }

    @Test
    void shouldHaveTheProviderAskAnewWhoWasSignedInBefore() {
        ConsoleUnderTest.Visitor visitor = console.visitor();
        String first = ConsoleUnderTest.location(visitor.get("/sign-in")).getQuery();
        visitor.signIn("r-1", "reviewer");
        clock.advance(Duration.ofMinutes(11));
        visitor.get("/queue");
        String second = ConsoleUnderTest.location(visitor.get("/sign-in")).getQuery();

        HttpResponse<String> remembered =
                visitor.signInAfresh("r-1", clock.instant().minus(Duration.ofHours(2)), "reviewer");
        HttpResponse<String> silent = visitor.signInAfresh("r-1", null, "reviewer");
        HttpResponse<String> asked = visitor.signInAfresh("r-1", clock.instant(), "reviewer");

        assertThat(first).doesNotContain("prompt=", "max_age=");
        assertThat(second).contains("prompt=login", "max_age=");
        assertThat(remembered.statusCode()).isEqualTo(403);
        assertThat(silent.statusCode()).as("without auth_time").isEqualTo(502);
        assertThat(ConsoleUnderTest.location(asked)).hasPath("/queue");
    }

    @Test
    void shouldAskAnewAfterASignOutToo() {
        ConsoleUnderTest.Visitor visitor = console.signedIn("r-1", "reviewer");
        visitor.postForm("/sign-out", Map.of());

        assertThat(ConsoleUnderTest.location(visitor.get("/sign-in")).getQuery())
                .contains("prompt=login");
    }

    @Test
    void shouldLetEachTabFinishTheSignInThatItBegan() {
        ConsoleUnderTest.Visitor visitor = console.visitor();
        console.provider.enqueueCallback(ConsoleUnderTest.callback("r-1", "consent-gate-review", "reviewer"));
        URI one = ConsoleUnderTest.location(visitor.get("/sign-in"));
        URI other = ConsoleUnderTest.location(visitor.get("/sign-in"));

        HttpResponse<String> in = visitor.follow(visitor.follow(one));
        HttpResponse<String> already = visitor.follow(visitor.follow(other));

        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(visitor.get("/queue").statusCode()).isEqualTo(200);
        assertThat(ConsoleUnderTest.location(already)).hasPath("/queue");
    }

    @Test
    void shouldTakeAnAnswerOnceOnly() {
        ConsoleUnderTest.Visitor visitor = console.visitor();
        console.provider.enqueueCallback(ConsoleUnderTest.callback("r-1", "consent-gate-review", "guest"));
        URI callback = ConsoleUnderTest.location(visitor.follow(ConsoleUnderTest.location(visitor.get("/sign-in"))));
        visitor.follow(callback);
        visitor.forgetCookies();

        assertThat(visitor.follow(callback).statusCode()).isEqualTo(403);
    }

    /** Anybody can make such requests, as many as they like. */
    @ParameterizedTest
    @ValueSource(strings = {"/queue", "/cases/" + StubDesk.CASE, "/sign-in"})
    void shouldHoldNoSessionForAStranger(String path) {
        assertThat(console.visitor().get(path).headers().allValues("Set-Cookie"))
                .isNotEmpty()
                .noneMatch(cookie -> cookie.startsWith("consent-gate="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "/\\evil.example", "https://evil.example", "evil", "/%0d%0aSet-Cookie:x"})
    void shouldBringNobodyToAnotherSiteByACookieThatWasMadeUp(String destination) {
        ConsoleUnderTest.Visitor visitor = console.visitor();
        visitor.cookie("consent-gate-destination", URLEncoder.encode(URLDecoder.decode(destination, UTF_8), UTF_8));

        assertThat(ConsoleUnderTest.location(visitor.signIn("r-1", "reviewer"))).hasPath("/queue");
    }

    @Test
    void shouldRememberSoManySignInsAndNoMore() {
        SignInsUnderWay signIns = new SignInsUnderWay(clock);
        for (int n = 0; n <= SignInsUnderWay.MOST; n++) {
            signIns.add("browser", begun("state-" + n));
        }

        assertThat(signIns.take("browser", "state-0")).isEmpty();
        assertThat(signIns.take("another", "state-1")).isEmpty();
        assertThat(signIns.take("browser", "state-1")).isPresent();
        assertThat(signIns.take("browser", "state-1")).isEmpty();
        clock.advance(SignInsUnderWay.PATIENCE);
        assertThat(signIns.take("browser", "state-2")).isEmpty();
    }

    /** Providers that let nobody else's names collide with theirs use addresses (Auth0, Okta). */
    @Test
    void shouldFindRolesUnderAClaimWhoseNameHasDots() {
        String claim = "https://shop.example/roles";
        try (ConsoleUnderTest other = ConsoleUnderTest.open(
                new StubDesk(), clock, Map.of("CONSENT_GATE_REVIEW_CONSOLE_OIDC_ROLES_CLAIM", claim))) {
            ConsoleUnderTest.Visitor visitor = other.visitor();
            other.provider.enqueueCallback(
                    ConsoleUnderTest.callback("r-1", "consent-gate-review", Map.of(claim, List.of("reviewer"))));

            visitor.follow(visitor.follow(ConsoleUnderTest.location(visitor.get("/sign-in"))));

            assertThat(visitor.get("/queue").statusCode()).isEqualTo(200);
        }
    }

    private static SignInBegun begun(String state) {
        URI anywhere = URI.create("https://id.example");
        return new SignInBegun(anywhere, anywhere, state, "nonce", "verifier", null);
    }

    @Test
    void shouldGiveTheSessionANewIdAtSignIn() {
        ConsoleUnderTest.Visitor visitor = console.signedIn("r-1", "reviewer");
        String before = visitor.sessionCookie();

        visitor.signInAfresh("r-1", clock.instant(), "reviewer");

        assertThat(before).isNotEmpty();
        assertThat(visitor.sessionCookie()).isNotEmpty().isNotEqualTo(before);
    }

    @Test
    void shouldNotTakeAnAnswerThatAnotherBrowserBegan() {
        ConsoleUnderTest.Visitor attacker = console.visitor();
        URI theirs = ConsoleUnderTest.location(attacker.get("/sign-in"));
        URI callback = ConsoleUnderTest.location(attacker.send(java.net.http.HttpRequest.newBuilder(theirs)));
        ConsoleUnderTest.Visitor victim = console.visitor();
        victim.get("/sign-in");

        HttpResponse<String> answer = victim.send(java.net.http.HttpRequest.newBuilder(callback));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(victim.get("/queue").statusCode()).isEqualTo(303);
    }

    @Test
    void shouldEndASessionInWhichNothingIsDone() {
        ConsoleUnderTest.Visitor visitor = console.signedIn("r-1", "reviewer");

        clock.advance(Duration.ofMinutes(9));
        HttpResponse<String> still = visitor.get("/queue");
        clock.advance(Duration.ofMinutes(11));
        HttpResponse<String> ended = visitor.get("/queue");

        assertThat(still.statusCode()).isEqualTo(200);
        assertThat(ended.statusCode()).isEqualTo(303);
    }

    @Test
    void shouldNotTakeAPageThatListensForAPersonWhoActs() {
        ConsoleUnderTest.Visitor visitor = console.signedIn("r-1", "reviewer");

        clock.advance(Duration.ofMinutes(9));
        HttpResponse<String> asked = visitor.get("/session");
        clock.advance(Duration.ofMinutes(2));

        assertThat(asked.body()).isEqualTo("60");
        assertThat(visitor.get("/queue").statusCode()).isEqualTo(303);
    }

    @Test
    void shouldProlongTheSessionOfWhoSaysThatTheyAreThere() {
        ConsoleUnderTest.Visitor visitor = console.signedIn("r-1", "reviewer");
        String token = visitor.token();

        clock.advance(Duration.ofMinutes(9));
        HttpResponse<String> extended = visitor.post("/session", Map.of(), "X-CSRF-Token", token);
        clock.advance(Duration.ofMinutes(9));

        assertThat(extended.body()).isEqualTo("600");
        assertThat(visitor.get("/queue").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldEndASessionAtTheEndOfItsLifeHoweverMuchIsDone() {
        ConsoleUnderTest.Visitor visitor = console.signedIn("r-1", "reviewer");
        for (int i = 0; i < 7; i++) {
            clock.advance(Duration.ofMinutes(8));
            visitor.get("/queue");
        }

        clock.advance(Duration.ofMinutes(8));

        assertThat(visitor.get("/queue").statusCode()).isEqualTo(303);
    }

    @Test
    void shouldForgetWhoSignsOut() {
        ConsoleUnderTest.Visitor visitor = console.signedIn("r-1", "reviewer");

        HttpResponse<String> out = visitor.postForm("/sign-out", Map.of());

        assertThat(ConsoleUnderTest.location(out).getPath()).isEqualTo("/signed-out");
        assertThat(visitor.get("/queue").statusCode()).isEqualTo(303);
    }

    @Test
    void shouldLetWhoeverIsSignedInSignOut() {
        ConsoleUnderTest.Visitor guest = console.signedIn("guest", "some-other-role");

        HttpResponse<String> out = guest.postForm("/sign-out", Map.of());

        assertThat(ConsoleUnderTest.location(out)).hasPath("/signed-out");
        assertThat(ConsoleUnderTest.location(guest.get("/queue"))).hasPath("/sign-in");
    }

    @Test
    void shouldKeepItsCookieFromScriptsAndForeignPages() {
        HttpResponse<String> answer = console.visitor().signIn("r-1", "reviewer");

        assertThat(answer.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("consent-gate=")
                        .containsIgnoringCase("HttpOnly")
                        .containsIgnoringCase("SameSite=Lax"));
    }

    @Test
    void shouldSendItsCookieOverTlsOnlyWhenBrowsersComeOverTls() {
        try (ConsoleUnderTest behindProxy = ConsoleUnderTest.open(
                new StubDesk(), clock, Map.of("CONSENT_GATE_REVIEW_CONSOLE_PUBLIC_URL", "https://review.example"))) {
            Sessions sessions = new Sessions(Duration.ofMinutes(5), Duration.ofHours(1), true, "/", Clock.systemUTC());

            assertThat(sessions.handler().getSessionCookieConfig().isSecure()).isTrue();
            assertThat(sessions.handler().getSessionCookieConfig().getName()).startsWith("__Host-");
            assertThat(behindProxy.console.address()).hasHost("review.example");
        }
    }

    /** A clock that stands until it is moved. */
    private static final class Hands extends Clock {

        private Instant now = Instant.now();

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return InstantSource.fixed(now).withZone(zone);
        }
    }
}
