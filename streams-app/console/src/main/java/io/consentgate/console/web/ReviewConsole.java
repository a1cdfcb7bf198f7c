// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.config.GateConfig;
import io.consentgate.config.InvalidConfig;
import io.consentgate.console.api.ApiRoute;
import io.consentgate.console.api.ReviewApi;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.console.identity.DemoIdentity;
import io.consentgate.console.identity.Identity;
import io.consentgate.rulebook.RuleBook;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseHandler;
import io.javalin.util.JavalinException;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The console as a web application over plain HTTP. Every request passes {@link AccessControl}; a route outside the
 * tables is closed to everyone. Thread-safe.
 */
public final class ReviewConsole implements AutoCloseable {

    private static final long LARGEST_REQUEST = 2_000_000; // an amended content of 1 MiB, and its form

    private final Javalin http;
    private final LiveUpdates live;
    private final URI address;

    private ReviewConsole(Javalin http, LiveUpdates live, URI address) {
        this.http = http;
        this.live = live;
        this.address = address;
    }

    /**
     * Opens the console.
     *
     * @param desk the caller closes it after the console
     * @param rules the gate's rules, for display
     * @throws InvalidConfig when no one could sign in, the settings would expose too much, or the port cannot be opened
     */
    public static ReviewConsole open(GateConfig config, ReviewDesk desk, RuleBook rules, Clock clock) {
        GateConfig.Console settings = config.review().console();
        Identity identity = Identity.of(settings);
        Origins origins = new Origins(settings.publicUrl());
        Sessions sessions = new Sessions(
                settings.sessionTimeout(),
                settings.sessionLifetime(),
                origins.secure(),
                origins.base().isEmpty() ? "/" : origins.base(),
                clock);
        Pages pages = new Pages(origins, settings.timeZone(), clock, identity instanceof DemoIdentity);
        LiveUpdates live = new LiveUpdates(desk, pages, sessions);
        Map<Route, Handler> handlers = handlers(config, desk, rules, identity, sessions, origins, pages, live);
        AccessControl access = new AccessControl(identity, sessions, origins);
        Problems problems = new Problems(pages, access, new SignInPages(identity, sessions, origins, pages));
        Javalin http = Javalin.create(javalin -> {
            serve(javalin, origins, sessions);
            routes(javalin, handlers, origins, access);
            api(
                    javalin,
                    new ReviewApi(
                            desk, rules, context -> AccessControl.of(context).reviewer()));
            problems.explain(javalin.routes);
        });
        try {
            http.start(settings.address(), settings.port());
        } catch (JavalinException e) {
            live.close();
            throw new InvalidConfig("review.console.port: " + settings.address() + ":" + settings.port()
                    + " cannot be opened: " + e.getMessage() + ". Name another");
        }
        URI direct = URI.create("http://" + settings.address() + ":" + http.port());
        return new ReviewConsole(http, live, settings.publicUrl() == null ? direct : settings.publicUrl());
    }

    private static void serve(JavalinConfig javalin, Origins origins, Sessions sessions) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        // No compression: when a page contains a secret and request data, its compressed length reveals the secret
        // (BREACH).
        javalin.http.compressionStrategy = CompressionStrategy.NONE;
        javalin.http.maxRequestSize = LARGEST_REQUEST;
        javalin.router.contextPath = origins.base().isEmpty() ? "/" : origins.base();
        javalin.jetty.modifyServletContextHandler(context -> context.setSessionHandler(sessions.handler()));
        javalin.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    }

    private static void routes(
            JavalinConfig javalin, Map<Route, Handler> handlers, Origins origins, AccessControl access) {
        javalin.routes.before(context -> {
            SecurityHeaders.set(context, origins.secure());
            if (!origins.knows(context) && !isHealth(context, origins)) {
                throw new io.javalin.http.HttpResponseException(
                        421, "This console does not go by that name; see review.console.public-url");
            }
            switchLanguage(context, origins);
        });
        javalin.routes.beforeMatched(access::check);
        handlers.forEach((route, handler) ->
                javalin.routes.addHttpHandler(route.method(), route.path(), handler, route.access()));
    }

    private static void api(JavalinConfig javalin, ReviewApi api) {
        for (ApiRoute route : api.routes()) {
            Access access = switch (route.access()) {
                case OPEN -> Access.OPEN;
                case STAFF -> Access.STAFF;
                case DECIDES -> Access.DECIDES;
                case CONFIRMS -> Access.CONFIRMS;
                case OVERSEES -> Access.OVERSEES;
            };
            javalin.routes.addHttpHandler(route.method(), route.path(), route.handler(), access);
        }
    }

    private static boolean isHealth(Context context, Origins origins) {
        return context.path().equals(origins.base() + Route.HEALTH.path());
    }

    /** {@code ?lang=en} on any page: stores the choice in a cookie, and redirects to the page without the parameter. */
    private static void switchLanguage(Context context, Origins origins) {
        Optional<Language> chosen = Language.ofTag(context.queryParam(Language.PARAMETER));
        if (chosen.isEmpty() || !context.method().equals(HandlerType.GET)) {
            return;
        }
        if (context.path().startsWith("//") || context.path().startsWith("/\\")) {
            // Browsers would read this path as the name of another site.
            throw new BadRequestResponse();
        }
        chosen.get().remember(context, origins.base() + "/", origins.secure());
        String rest = Arrays.stream(String.valueOf(context.queryString()).split("&"))
                .filter(parameter -> !parameter.startsWith(Language.PARAMETER + "="))
                .collect(Collectors.joining("&"));
        context.redirect(context.path() + (rest.isEmpty() ? "" : "?" + rest), HttpStatus.SEE_OTHER);
        context.skipRemainingHandlers();
    }

    private static Map<Route, Handler> handlers(
            GateConfig config,
            ReviewDesk desk,
            RuleBook rules,
            Identity identity,
            Sessions sessions,
            Origins origins,
            Pages pages,
            LiveUpdates live) {
        SignInPages signIn = new SignInPages(identity, sessions, origins, pages);
        Map<Route, Handler> handlers = new EnumMap<>(Route.class);
        handlers.put(Route.HEALTH, context -> health(context, desk));
        handlers.put(Route.ASSET, Assets::serve);
        handlers.put(Route.SIGN_IN, signIn::signIn);
        handlers.put(Route.SIGN_IN_DEMO, signIn::signInAsDemo);
        handlers.put(Route.SIGN_IN_CALLBACK, signIn::callback);
        handlers.put(Route.SIGNED_OUT, signIn::signedOut);
        handlers.put(Route.SIGN_OUT, signIn::signOut);
        handlers.put(Route.SESSION, signIn::session);
        handlers.put(Route.SESSION_EXTEND, signIn::extend);
        handlers.put(Route.SHORTCUTS, signIn::shortcuts);

        QueuePages queue = new QueuePages(desk, pages, origins);
        handlers.put(Route.HOME, queue::home);
        handlers.put(Route.QUEUE, queue::queue);
        handlers.put(Route.QUEUE_NEXT, queue::next);
        handlers.put(Route.QUEUE_LIVE, new SseHandler(live::queue));

        CasePages cases = new CasePages(config.review(), desk, pages, origins);
        handlers.put(Route.CASE, cases::show);
        handlers.put(Route.CASE_LIVE, new SseHandler(live::oneCase));
        handlers.put(Route.CASE_CLAIM, cases::claim);
        handlers.put(Route.CASE_RELEASE, cases::release);
        handlers.put(Route.CASE_TAKE_OVER, cases::takeOver);
        handlers.put(Route.CASE_PART, cases::openPart);
        handlers.put(Route.CASE_PRESENT, cases::present);
        handlers.put(Route.CASE_CONTENT, cases::unmask);
        handlers.put(Route.CASE_AMENDMENT, cases::openAmendment);
        handlers.put(Route.CASE_PREVIEW, cases::preview);
        handlers.put(Route.CASE_VERDICT, cases::verdict);
        handlers.put(Route.CASE_CONFIRM, cases::confirm);

        CampaignPages campaigns = new CampaignPages(config.review(), desk, pages);
        handlers.put(Route.CAMPAIGN, campaigns::campaign);
        handlers.put(Route.CAMPAIGN_REJECT, campaigns::reject);

        SearchPages search = new SearchPages(desk, pages);
        handlers.put(Route.SEARCH, search::form);
        handlers.put(Route.SEARCH_FIND, search::find);
        handlers.put(Route.SUBJECT, search::subject);
        handlers.put(Route.SUBJECT_AUDIT, search::subjectAudit);
        handlers.put(Route.CASE_AUDIT, search::caseAudit);

        OversightPages oversight = new OversightPages(config, desk, pages);
        handlers.put(Route.FIGURES, oversight::figures);
        handlers.put(Route.ENFORCED, oversight::enforced);
        handlers.put(Route.RULES, new RulesPages(rules, config.policy().jurisdictions(), pages)::rules);
        return handlers;
    }

    /** For a proxy or an orchestrator: whether it can send reviewers here. Reveals nothing about cases. */
    private static void health(Context context, ReviewDesk desk) {
        ReviewDesk.Progress progress = desk.progress();
        context.status(progress.caughtUp() && !progress.stopped() ? 200 : 503)
                .header("Cache-Control", "no-store")
                .result(state(progress));
    }

    private static String state(ReviewDesk.Progress progress) {
        if (progress.stopped()) {
            return "DOWN";
        }
        if (progress.failing()) {
            return "DEGRADED";
        }
        return progress.caughtUp() ? "UP" : "STARTING";
    }

    /** The address for browsers. */
    public URI address() {
        return address;
    }

    /** The application, for tests of its routes. */
    Javalin http() {
        return http;
    }

    @Override
    public void close() {
        live.close();
        http.stop();
    }
}
