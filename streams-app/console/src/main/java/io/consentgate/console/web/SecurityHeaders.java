// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.javalin.http.Context;

/** Headers that restrict browsers, in case a page contains something dangerous by mistake. */
final class SecurityHeaders {

    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'");

    private SecurityHeaders() {}

    static void set(Context context, boolean secure) {
        context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                // Not no-referrer: with this value, browsers send "Origin: null" even from the console's own forms.
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        if (secure) {
            context.header("Strict-Transport-Security", "max-age=31536000");
        }
    }

    /** Pages must not stay in a cache or in the browser's history after the session. */
    static void forbidStoring(Context context) {
        context.header("Cache-Control", "no-store");
    }
}
