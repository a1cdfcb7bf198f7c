// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.oauth2.sdk.id.Identifier;
import com.nimbusds.oauth2.sdk.id.State;
import io.consentgate.console.identity.SignInBegun;
import io.consentgate.console.identity.Staff;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import jakarta.servlet.http.HttpSession;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.HttpCookie;
import org.jspecify.annotations.Nullable;

/**
 * Signed-in sessions, on Jetty's session handling. Only a person's actions prolong a session. A page that only listens
 * for changes does not; with Jetty alone, an open page would keep its session for ever. Thread-safe.
 */
final class Sessions {

    /** Time between the page's warning and the end of the session (WCAG 2.2.1 requires at least 20 s). */
    static final Duration WARNING = Duration.ofSeconds(60);

    private static final int UNTIL_THE_BROWSER_CLOSES = -1;

    private static final String STAFF = "staff";
    private static final String TOKEN = "token";
    private static final String STARTED = "started";
    private static final String ACTED = "acted";

    /** Identifies a browser during a sign-in. */
    private static final String BROWSER_COOKIE = "consent-gate-browser";

    private static final String DESTINATION_COOKIE = "consent-gate-destination";
    private static final int LONGEST_DESTINATION = 1_000;

    /** Excludes a host: a second slash, or a backslash that browsers treat as a slash, would begin a host name. */
    private static final Pattern LOCAL_PATH = Pattern.compile("/(?![/\\\\])[\\x21-\\x7E]*");

    /** Marks a browser in which a person was signed in before, until the browser is closed. */
    private static final String WAS_SIGNED_IN_COOKIE = "consent-gate-was-signed-in";

    private final Duration idle;
    private final Duration lifetime;
    private final boolean secure;
    private final String path;
    private final Clock clock;
    private final SignInsUnderWay signIns;

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
        this.signIns = new SignInsUnderWay(clock);
    }

    /** Jetty's part: ids, cookie, expiry of abandoned sessions. */
    SessionHandler handler() {
        SessionHandler handler = new SessionHandler();
        handler.setMaxInactiveInterval((int) idle.toSeconds());
        handler.setHttpOnly(true);
        handler.setSameSite(HttpCookie.SameSite.LAX); // strict would lose the session on the way back from the provider
        handler.getSessionCookieConfig().setName(secure && path.equals("/") ? "__Host-consent-gate" : "consent-gate");
        handler.getSessionCookieConfig().setSecure(secure);
        handler.getSessionCookieConfig().setPath(path);
        handler.setSessionTrackingModes(java.util.Set.of(jakarta.servlet.SessionTrackingMode.COOKIE));
        return handler;
    }

    /** The session of a signed-in person; empty when there is none or it has ended. */
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

    /** Whether a formerly current session has ended. */
    boolean isOver(Signed signed) {
        try {
            return left(signed.session).isNegative();
        } catch (IllegalStateException invalidated) {
            return true;
        }
    }

    /** Prolongs the session after an action of its person. */
    Duration touch(Signed signed) {
        signed.session.setAttribute(ACTED, clock.instant());
        return left(signed.session);
    }

    /** Signs a person in, with a new session id (session fixation). */
    void begin(Context context, Staff staff) {
        end(context);
        HttpSession session = context.req().getSession(true);
        session.setAttribute(STAFF, staff);
        session.setAttribute(TOKEN, new State(Identifier.DEFAULT_BYTE_LENGTH).getValue());
        session.setAttribute(STARTED, clock.instant());
        session.setAttribute(ACTED, clock.instant());
        context.removeCookie(BROWSER_COOKIE, path); // this session replaces sign-ins begun in other tabs
        context.cookie(new Cookie(
                WAS_SIGNED_IN_COOKIE, "true", path, UNTIL_THE_BROWSER_CLOSES, secure, true, null, SameSite.LAX));
    }

    /**
     * The time from which this browser's user must authenticate again: now, if a person was signed in here before.
     * Otherwise, the provider could restart a timed-out session without anyone at the keyboard. Null when no person was
     * signed in.
     */
    @Nullable
    Instant reauthenticateFrom(Context context) {
        return context.cookie(WAS_SIGNED_IN_COOKIE) == null ? null : clock.instant();
    }

    void end(Context context) {
        HttpSession session = context.req().getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /**
     * Keeps a sign-in in progress, in addition to those of other tabs. Not in a session: anyone can begin a sign-in,
     * and sessions would fill the memory.
     */
    void keep(Context context, SignInBegun begun) {
        String known = context.cookie(BROWSER_COOKIE);
        String browser = known == null ? new State(Identifier.DEFAULT_BYTE_LENGTH).getValue() : known;
        signIns.add(browser, begun);
        keepForSignIn(context, BROWSER_COOKIE, browser);
    }

    /** Takes the sign-in with this state, once: an answer is valid for one attempt. */
    Optional<SignInBegun> takeSignIn(Context context, String state) {
        String browser = context.cookie(BROWSER_COOKIE);
        return browser == null ? Optional.empty() : signIns.take(browser, state);
    }

    /**
     * Keeps a person's destination during sign-in. It is stored in the browser, because the person is not known yet.
     */
    void keepDestination(Context context, String local) {
        String encoded = URLEncoder.encode(local, UTF_8);
        if (encoded.length() <= LONGEST_DESTINATION) {
            keepForSignIn(context, DESTINATION_COOKIE, encoded);
        }
    }

    /** Accepts only a path of the console, because another site on the same domain can forge the cookie. */
    Optional<String> takeDestination(Context context) {
        String encoded = context.cookie(DESTINATION_COOKIE);
        if (encoded == null) {
            return Optional.empty();
        }
        context.removeCookie(DESTINATION_COOKIE, path);
        return decoded(encoded).filter(local -> LOCAL_PATH.matcher(local).matches());
    }

    private static Optional<String> decoded(String encoded) {
        try {
            return Optional.of(URLDecoder.decode(encoded, UTF_8));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private void keepForSignIn(Context context, String name, String value) {
        context.cookie(new Cookie(
                name, value, path, (int) SignInsUnderWay.PATIENCE.toSeconds(), secure, true, null, SameSite.LAX));
    }

    /**
     * A session of a signed-in person.
     *
     * @param token included in this session's forms, unknown to foreign pages
     * @param left until it ends, without further actions
     */
    record Signed(HttpSession session, Staff staff, String token, Duration left) {}
}
