// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.identity.DemoIdentity;
import io.consentgate.console.identity.Identity;
import io.consentgate.console.identity.OpenIdConnect;
import io.consentgate.console.identity.SignInFailed;
import io.consentgate.console.identity.Staff;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.security.RouteRole;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs before every route: checks identity, permission, and protection against forged requests. Refuses everything not
 * explicitly allowed, including a route without {@link Access}.
 */
final class AccessControl {

    static final String TOKEN_FIELD = "_csrf";
    static final String TOKEN_HEADER = "X-CSRF-Token";
    static final String API = "/api/";

    private static final Logger LOG = LoggerFactory.getLogger(AccessControl.class);
    private static final String STAFF = "staff";
    private static final String SIGNED = "signed";
    private static final String BEARER = "Bearer ";
    private static final Set<HandlerType> SAFE = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    private final Identity identity;
    private final Sessions sessions;
    private final Origins origins;

    AccessControl(Identity identity, Sessions sessions, Origins origins) {
        this.identity = identity;
        this.sessions = sessions;
        this.origins = origins;
    }

    /** Must run before each matched route. */
    void check(Context context) {
        Set<RouteRole> access = context.routeRoles();
        if (access.contains(Access.OPEN)) {
            if (!SAFE.contains(context.method()) && !origins.isOwn(context)) {
                throw new ForbiddenResponse();
            }
            sessions.current(context).ifPresent(signed -> context.attribute(SIGNED, signed));
            return;
        }
        Staff staff = staff(context);
        if (access.stream().noneMatch(role -> role instanceof Access known && known.isOpenTo(staff.reviewer()))) {
            throw new ForbiddenResponse();
        }
        context.attribute(STAFF, staff);
    }

    private Staff staff(Context context) {
        String authorization = context.header("Authorization");
        if (authorization != null && isApi(context)) {
            return bearer(authorization);
        }
        Optional<Sessions.Signed> signed = sessions.current(context);
        if (signed.isEmpty()) {
            throw new UnauthorizedResponse();
        }
        requireOwnForm(context, signed.get());
        if (!Route.listens(context)) {
            sessions.touch(signed.get());
        }
        context.attribute(SIGNED, signed.get());
        return signed.get().staff();
    }

    private Staff bearer(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new UnauthorizedResponse();
        }
        String token = authorization.substring(BEARER.length()).strip();
        try {
            if (identity instanceof OpenIdConnect provider) {
                return provider.bearer(token);
            }
            return ((DemoIdentity) identity).person(token).orElseThrow(UnauthorizedResponse::new);
        } catch (SignInFailed e) {
            LOG.debug("A bearer token was refused", e);
            if (e.remedy() == SignInFailed.Remedy.ASK_OPERATOR) {
                LOG.warn("{}", e.getMessage());
            }
            throw new UnauthorizedResponse();
        }
    }

    /** A browser also sends the cookie with a foreign page's request, but not the token. */
    private void requireOwnForm(Context context, Sessions.Signed signed) {
        if (SAFE.contains(context.method())) {
            return;
        }
        String header = context.header(TOKEN_HEADER);
        String token = header == null && !isApi(context) ? context.formParam(TOKEN_FIELD) : header;
        if (!origins.isOwn(context) || !isSame(token, signed.token())) {
            throw new ForbiddenResponse("csrf");
        }
    }

    private static boolean isSame(@Nullable String given, String expected) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    boolean isApi(Context context) {
        return context.path().startsWith(origins.base() + API);
    }

    /** The signed-in person, on a route that is not open. */
    static Staff of(Context context) {
        Staff staff = context.attribute(STAFF);
        if (staff == null) {
            throw new UnauthorizedResponse();
        }
        return staff;
    }

    /** The session's person, on any route. */
    static Optional<Sessions.Signed> signed(Context context) {
        return Optional.ofNullable(context.attribute(SIGNED));
    }
}
