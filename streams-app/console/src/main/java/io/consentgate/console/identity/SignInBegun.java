// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.identity;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in in progress, kept for the browser that began it. It binds the answer to this browser (state) and to this
 * request (nonce), and makes the code useless to others (PKCE, RFC 7636).
 *
 * @param location where to send the browser
 * @param callback where it comes back to
 * @param reauthenticateFrom when the provider was asked to authenticate the person again; null when the provider's own session
 *     suffices
 */
public record SignInBegun(
        URI location,
        URI callback,
        String state,
        String nonce,
        String codeVerifier,
        @Nullable Instant reauthenticateFrom) {

    /** Omits the secrets. */
    @Override
    public String toString() {
        return "SignInBegun[" + callback + "]";
    }
}
