// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.config.ConfigReader;
import io.consentgate.config.GateConfig;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.rulebook.Examples;
import io.consentgate.rulebook.RuleBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.jspecify.annotations.Nullable;

/** A console on a free port, with an OpenID Connect provider that lets in whom the test says. */
final class ConsoleUnderTest implements AutoCloseable {

    static final String API_AUDIENCE = "consent-gate-api";
    private static final String REALM = "staff";
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    /** As the settings come. */
    static final RuleBook RULES = new RuleBook(Policy.standard(PolicyOptions.defaults()), Examples.shipped());

    final MockOAuth2Server provider = new MockOAuth2Server();
    final GateConfig config;
    final ReviewConsole console;

    private ConsoleUnderTest(ReviewDesk desk, Clock clock, Map<String, String> settings) {
        provider.start();
        Map<String, String> environment = new HashMap<>(Map.of(
                "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", "localhost:1",
                "CONSENT_GATE_REGISTRY_URLS", "http://localhost:1",
                "CONSENT_GATE_REVIEW_CONSOLE_PORT", "0",
                "CONSENT_GATE_REVIEW_CONSOLE_OIDC_ISSUER", issuer(),
                "CONSENT_GATE_REVIEW_CONSOLE_OIDC_API_AUDIENCE", API_AUDIENCE));
        environment.putAll(settings);
        environment.values().removeIf(String::isEmpty);
        this.config = ConfigReader.read(null, environment);
        this.console = ReviewConsole.open(config, desk, RULES, clock);
    }

    static ConsoleUnderTest open(ReviewDesk desk) {
        return new ConsoleUnderTest(desk, Clock.systemUTC(), Map.of());
    }

    /** A console that asks no provider. */
    static ConsoleUnderTest demo(ReviewDesk desk) {
        return new ConsoleUnderTest(
                desk,
                Clock.systemUTC(),
                Map.of(
                        "CONSENT_GATE_REVIEW_CONSOLE_OIDC_ISSUER", "",
                        "CONSENT_GATE_REVIEW_CONSOLE_OIDC_API_AUDIENCE", "",
                        "CONSENT_GATE_REVIEW_CONSOLE_DEMO_IDENTITY", "true"));
    }

    /** @param settings by their names in the environment; empty to leave one out that is set here */
    static ConsoleUnderTest open(ReviewDesk desk, Clock clock, Map<String, String> settings) {
        return new ConsoleUnderTest(desk, clock, settings);
    }

    String issuer() {
        return provider.issuerUrl(REALM).toString();
    }

    URI at(String path) {
        return console.address().resolve(path);
    }

    /** A browser of somebody who is not signed in. */
    Visitor visitor() {
        return new Visitor();
    }

    /** A browser of somebody who has just signed in. */
    Visitor signedIn(String subject, String... roles) {
        Visitor visitor = visitor();
        visitor.signIn(subject, roles);
        return visitor;
    }

    String bearer(String subject, String audience, String... roles) {
        return provider.issueToken(REALM, "any", callback(subject, audience, roles))
                .serialize();
    }

    static DefaultOAuth2TokenCallback callback(String subject, String audience, String... roles) {
        return callback(subject, audience, Map.of("name", "Name of " + subject, "roles", List.of(roles)));
    }

    static DefaultOAuth2TokenCallback callback(String subject, String audience, Map<String, Object> claims) {
        return new DefaultOAuth2TokenCallback(REALM, subject, "JWT", List.of(audience), claims, 600);
    }

    @Override
    public void close() {
        console.close();
        provider.shutdown();
    }

    /** Follows no redirect by itself, keeps cookies. */
    final class Visitor {

        private final CookieManager cookies = new CookieManager();
        private final HttpClient http =
                HttpClient.newBuilder().cookieHandler(cookies).build();

        /** Signs in, and returns how the console received them. */
        HttpResponse<String> signIn(String subject, String... roles) {
            provider.enqueueCallback(callback(subject, "consent-gate-review", roles));
            return follow(follow(location(get("/sign-in"))));
        }

        /** The same where the provider asks who they are, and says when it last did; null when it does not say. */
        HttpResponse<String> signInAfresh(String subject, @Nullable Instant asked, String... roles) {
            provider.enqueueCallback(callback(subject, "consent-gate-review", roles));
            URI form = location(get("/sign-in"));
            return follow(send(HttpRequest.newBuilder(form)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("username=" + encoded(subject) + "&claims="
                            + encoded(asked == null ? "{}" : "{\"auth_time\": " + asked.getEpochSecond() + "}")))));
        }

        HttpResponse<String> follow(URI address) {
            return send(HttpRequest.newBuilder(address));
        }

        /** To where it sends them. */
        HttpResponse<String> follow(HttpResponse<String> answer) {
            return follow(location(answer));
        }

        void forgetCookies() {
            cookies.getCookieStore().removeAll();
        }

        HttpResponse<String> get(String path, String... headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return send(request);
        }

        HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(at(path))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form.entrySet().stream()
                            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                            .collect(Collectors.joining("&"))));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return send(request);
        }

        /** With the token that the pages of this session carry. */
        HttpResponse<String> postForm(String path, Map<String, String> form) {
            Map<String, String> withToken = new HashMap<>(form);
            withToken.put("_csrf", token());
            return post(path, withToken);
        }

        String token() {
            return token("");
        }

        /** @param base what stands before every path */
        String token(String base) {
            Matcher token = TOKEN.matcher(get(base + "/enforced").body());
            return token.find() ? token.group(1) : "";
        }

        /** Has a cookie that the console never gave them. */
        void cookie(String name, String value) {
            HttpCookie made = new HttpCookie(name, value);
            made.setPath("/");
            made.setVersion(0);
            cookies.getCookieStore().add(at("/"), made);
        }

        String sessionCookie() {
            return cookies.getCookieStore().getCookies().stream()
                    .filter(cookie -> cookie.getName().equals("consent-gate"))
                    .map(cookie -> cookie.getValue())
                    .findFirst()
                    .orElse("");
        }

        /** A stream as it comes; ends when the server ends it. */
        Stream<String> lines(String path) {
            try {
                return http.send(
                                HttpRequest.newBuilder(at(path))
                                        .header("Accept", "text/event-stream")
                                        .build(),
                                BodyHandlers.ofLines())
                        .body();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        HttpResponse<String> send(HttpRequest.Builder request) {
            try {
                return http.send(request.build(), BodyHandlers.ofString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    static URI location(HttpResponse<String> answer) {
        return answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
