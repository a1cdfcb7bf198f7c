// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.identity.DemoIdentity;
import io.consentgate.console.identity.Identity;
import io.consentgate.console.identity.OpenIdConnect;
import io.consentgate.console.identity.SignInBegun;
import io.consentgate.console.identity.SignInFailed;
import io.consentgate.console.identity.Staff;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.SameSite;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in, signing out, and prolonging the session. */
final class SignInPages {

    private static final Logger LOG = LoggerFactory.getLogger(SignInPages.class);
    private static final int YEAR = 365 * 24 * 60 * 60;

    private final Identity identity;
    private final Sessions sessions;
    private final Origins origins;
    private final Pages pages;

    SignInPages(Identity identity, Sessions sessions, Origins origins, Pages pages) {
        this.identity = identity;
        this.sessions = sessions;
        this.origins = origins;
        this.pages = pages;
    }

    void signIn(Context context) {
        if (identity instanceof OpenIdConnect provider) {
            begin(context, provider);
        } else if (identity instanceof DemoIdentity demo) {
            pages.show(context, "sign-in-demo.jte", Map.of("people", demo.people()));
        }
    }

    private void begin(Context context, OpenIdConnect provider) {
        try {
            URI callback = URI.create(origins.origin(context) + origins.base() + Route.SIGN_IN_CALLBACK.path());
            SignInBegun begun = provider.begin(callback, sessions.reauthenticateFrom(context));
            sessions.keep(context, begun);
            context.redirect(begun.location().toString(), HttpStatus.SEE_OTHER);
        } catch (SignInFailed e) {
            failed(context, e);
        }
    }

    void callback(Context context) {
        if (!(identity instanceof OpenIdConnect provider)) {
            throw new NotFoundResponse();
        }
        Optional<SignInBegun> begun = sessions.takeSignIn(
                context, Optional.ofNullable(context.queryParam("state")).orElse(""));
        if (begun.isEmpty() && AccessControl.signed(context).isPresent()) {
            // Already signed in, by another tab or because the page was reloaded.
            context.redirect(origins.base() + Route.QUEUE.path(), HttpStatus.SEE_OTHER);
            return;
        }
        try {
            SignInBegun underWay = begun.orElseThrow(SignInFailed::notUnderWay);
            enter(context, provider.finish(underWay, answered(context, underWay)));
        } catch (SignInFailed e) {
            failed(context, e);
        }
    }

    /** The address to which the provider sent the browser back; a proxy may have changed the part before the query. */
    private static URI answered(Context context, SignInBegun begun) {
        return URI.create(begun.callback() + "?"
                + Optional.ofNullable(context.queryString()).orElse(""));
    }

    private void failed(Context context, SignInFailed failure) {
        LOG.warn("Nobody was signed in. {}", failure.getMessage());
        LOG.debug("Why nobody was signed in", failure);
        context.status(
                switch (failure.remedy()) {
                    case START_AGAIN -> HttpStatus.FORBIDDEN;
                    case ASK_OPERATOR -> HttpStatus.BAD_GATEWAY;
                });
        pages.show(context, "sign-in-failed.jte", Map.of("remedy", failure.remedy()));
    }

    void signInAsDemo(Context context) {
        if (!(identity instanceof DemoIdentity demo)) {
            throw new NotFoundResponse();
        }
        String id = Optional.ofNullable(context.formParam("person")).orElse("");
        enter(context, demo.person(id).orElseThrow(NotFoundResponse::new));
    }

    private void enter(Context context, Staff staff) {
        String destination = sessions.takeDestination(context).orElse(Route.QUEUE.path());
        sessions.begin(context, staff);
        context.redirect(origins.base() + destination, HttpStatus.SEE_OTHER);
    }

    /**
     * Redirects a person to the sign-in, and remembers their destination. A page's own background requests are only
     * refused: they are no destination.
     */
    void askToSignIn(Context context) {
        if (Route.isInBackground(context)) {
            SecurityHeaders.forbidStoring(context);
            context.status(HttpStatus.UNAUTHORIZED);
            return;
        }
        String signIn = origins.base() + Route.SIGN_IN.path();
        if ("true".equals(context.header("HX-Request"))) {
            context.header("HX-Redirect", signIn);
            return;
        }
        if (context.method().equals(Route.HOME.method())) {
            String path = context.path().substring(origins.base().length());
            sessions.keepDestination(context, path.startsWith("/") ? path : "/");
        }
        context.redirect(signIn, HttpStatus.SEE_OTHER);
    }

    void signOut(Context context) {
        sessions.end(context);
        context.redirect(origins.base() + Route.SIGNED_OUT.path(), HttpStatus.SEE_OTHER);
    }

    void signedOut(Context context) {
        pages.show(context, "signed-out.jte", Map.of());
    }

    /** Remaining seconds of the session. */
    void session(Context context) {
        AccessControl.signed(context)
                .ifPresent(signed -> context.result(Long.toString(signed.left().toSeconds())));
    }

    void extend(Context context) {
        AccessControl.signed(context)
                .ifPresent(signed ->
                        context.result(Long.toString(sessions.touch(signed).toSeconds())));
    }

    /** Switches single-key shortcuts on or off (WCAG 2.1.4). */
    void shortcuts(Context context) {
        String wanted = "off".equals(context.formParam("shortcuts")) ? "off" : "on";
        context.cookie(new Cookie(
                Pages.SHORTCUTS_COOKIE,
                wanted,
                origins.base() + "/",
                YEAR,
                origins.secure(),
                true,
                null,
                SameSite.LAX));
        context.redirect(origins.base() + Route.ENFORCED.path() + "#keys", HttpStatus.SEE_OTHER);
    }
}
