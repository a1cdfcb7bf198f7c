// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The host names under which the console answers. In DNS rebinding, a foreign page makes its own name resolve to this
 * address. The name that the browser sends reveals the attack.
 *
 * @param publicUrl the console's URL for browsers; null when they connect directly, at a loopback address
 */
record Origins(@Nullable URI publicUrl) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Whether browsers come over TLS. */
    boolean secure() {
        return publicUrl != null && "https".equals(publicUrl.getScheme());
    }

    /** Path prefix of the console: empty, or for example {@code /gate}. */
    String base() {
        String path = publicUrl == null || publicUrl.getPath() == null ? "" : publicUrl.getPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Whether the request names this console as its host. */
    boolean knows(Context context) {
        String host = context.header("Host");
        if (host == null) {
            return false;
        }
        if (publicUrl != null) {
            return host.equalsIgnoreCase(publicUrl.getAuthority());
        }
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT).replaceAll(":\\d{1,5}$", ""));
    }

    /** Scheme, host and port of a request that {@link #knows} accepted. */
    String origin(Context context) {
        return publicUrl == null
                ? "http://" + context.header("Host")
                : publicUrl.getScheme() + "://" + publicUrl.getAuthority();
    }

    /**
     * Whether a page of this console sent the request, as far as the browser says; older browsers and other clients say
     * nothing.
     */
    boolean isOwn(Context context) {
        String origin = context.header("Origin");
        String site = context.header("Sec-Fetch-Site");
        return (origin == null || origin.equalsIgnoreCase(origin(context)))
                && (site == null || site.equals("same-origin") || site.equals("none"));
    }
}
