// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import com.nimbusds.oauth2.sdk.id.Identifier;
import com.nimbusds.oauth2.sdk.id.State;
import io.consentgate.console.identity.SignInBegun;
import io.consentgate.console.identity.Staff;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.HttpCookie;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in where, in Jetty's sessions. A session lives as long as its person does something: a page that only
 * listens for news does not prolong it, whereas Jetty alone would let an open page live for ever. Thread-safe.
 */
final class Sessions {

    /** How long before the end the page warns (WCAG 2.2.1 asks for 20 s at least). */
    static final Duration WARNING = Duration.ofSeconds(60);

    private static final Duration SIGN_IN_PATIENCE = Duration.ofMinutes(10);

    private static final int UNTIL_THE_BROWSER_CLOSES = -1;

    private static final String STAFF = "staff";
    private static final String TOKEN = "token";
    private static final String STARTED = "started";
    private static final String ACTED = "acted";
    private static final String SIGN_INS = "sign-ins";
    private static final String DESTINATION = "destination";

    /** Says of a browser that somebody was signed in here before, as long as the browser is open. */
    private static final String WAS_SIGNED_IN_COOKIE = "consent-gate-was-signed-in";

    private final Duration idle;
    private final Duration lifetime;
    private final boolean secure;
    private final String path;
    private final Clock clock;

    /**
     * @param secure whether browsers may send the cookie over TLS only
     * @param path the cookie's, such as {@code /} or {@code /gate}
     */
    Sessions(Duration idle, Duration lifetime, boolean secure, String path, Clock clock) {
        this.idle = idle;
        this.lifetime = lifetime;
        this.secure = secure;
        this.path = path;
        this.clock = clock;
    }

    /** Jetty's part: ids, cookie, expiry of what was abandoned. */
    SessionHandler handler() {
        SessionHandler handler = new SessionHandler();
        handler.setMaxInactiveInterval((int) Math.max(idle.toSeconds(), SIGN_IN_PATIENCE.toSeconds()));
        handler.setHttpOnly(true);
        handler.setSameSite(HttpCookie.SameSite.LAX); // strict would lose the session on the way back from the provider
        handler.getSessionCookieConfig().setName(secure && path.equals("/") ? "__Host-consent-gate" : "consent-gate");
        handler.getSessionCookieConfig().setSecure(secure);
        handler.getSessionCookieConfig().setPath(path);
        handler.setSessionTrackingModes(java.util.Set.of(jakarta.servlet.SessionTrackingMode.COOKIE));
        return handler;
    }

    /** The session of somebody who is signed in; empty when there is none or it has ended. */
    Optional<Signed> current(Context context) {
        HttpSession session = context.req().getSession(false);
        if (session == null || !(session.getAttribute(STAFF) instanceof Staff staff)) {
            return Optional.empty();
        }
        Duration left = left(session);
        if (left.isNegative() || left.isZero()) {
            session.invalidate();
            return Optional.empty();
        }
        return Optional.of(new Signed(session, staff, (String) session.getAttribute(TOKEN), left));
    }

    private Duration left(HttpSession session) {
        Instant now = clock.instant();
        Duration ofIdle = Duration.between(now, ((Instant) session.getAttribute(ACTED)).plus(idle));
        Duration ofLife = Duration.between(now, ((Instant) session.getAttribute(STARTED)).plus(lifetime));
        return ofIdle.compareTo(ofLife) < 0 ? ofIdle : ofLife;
    }

    /** Whether a session that was current has ended since. */
    boolean isOver(Signed signed) {
        try {
            return left(signed.session).isNegative();
        } catch (IllegalStateException invalidated) {
            return true;
        }
    }

    /** The person did something. */
    Duration touch(Signed signed) {
        signed.session.setAttribute(ACTED, clock.instant());
        return left(signed.session);
    }

    /** Signs somebody in, in a session that nobody knew before (session fixation). */
    void begin(Context context, Staff staff) {
        end(context);
        HttpSession session = context.req().getSession(true);
        session.setAttribute(STAFF, staff);
        session.setAttribute(TOKEN, new State(Identifier.DEFAULT_BYTE_LENGTH).getValue());
        session.setAttribute(STARTED, clock.instant());
        session.setAttribute(ACTED, clock.instant());
        context.cookie(new Cookie(
                WAS_SIGNED_IN_COOKIE, "true", path, UNTIL_THE_BROWSER_CLOSES, secure, true, null, SameSite.LAX));
    }

    /**
     * Since when whoever sits at this browser has to prove anew who they are: now, if somebody was signed in here before.
     * Else a session that timed out would begin again without anybody at the keyboard, as long as the provider remembers
     * them. Null when nobody was.
     */
    @Nullable
    Instant afresh(Context context) {
        return context.cookie(WAS_SIGNED_IN_COOKIE) == null ? null : clock.instant();
    }

    void end(Context context) {
        HttpSession session = context.req().getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /** Keeps a sign-in that is under way, beside those that other tabs have begun. */
    void keep(Context context, SignInBegun begun) {
        HttpSession session = context.req().getSession(true);
        SignInsUnderWay signIns =
                session.getAttribute(SIGN_INS) instanceof SignInsUnderWay kept ? kept : new SignInsUnderWay();
        signIns.add(begun);
        session.setAttribute(SIGN_INS, signIns);
    }

    /** Takes the sign-in of this state that is under way, once: an answer is good for one try. */
    Optional<SignInBegun> takeSignIn(Context context, String state) {
        HttpSession session = context.req().getSession(false);
        return session != null && session.getAttribute(SIGN_INS) instanceof SignInsUnderWay signIns
                ? signIns.take(state)
                : Optional.empty();
    }

    /** Keeps where somebody wanted to go before they had to sign in; in no URL, where it could be made up. */
    void keepDestination(Context context, String local) {
        context.req().getSession(true).setAttribute(DESTINATION, local);
    }

    Optional<String> takeDestination(Context context) {
        return Optional.ofNullable(take(context, DESTINATION)).map(String.class::cast);
    }

    private static @Nullable Object take(Context context, String name) {
        HttpSession session = context.req().getSession(false);
        if (session == null) {
            return null;
        }
        Object value = session.getAttribute(name);
        session.removeAttribute(name);
        return value;
    }

    /**
     * A session with somebody in it.
     *
     * @param token what a form of this session carries and a foreign page cannot know
     * @param left until it ends, when nothing is done
     */
    record Signed(HttpSession session, Staff staff, String token, Duration left) {}
}
