// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.identity;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in under way, to be kept for the browser that began it: what makes the answer belong to this browser
 * (state), to this request (nonce), and its code of use to nobody else (PKCE, RFC 7636).
 *
 * @param location where to send the browser
 * @param callback where it comes back to
 * @param afresh when the provider was asked to have the person prove anew who they are; null when its own session with
 *     them is enough
 */
public record SignInBegun(
        URI location,
        URI callback,
        String state,
        String nonce,
        String codeVerifier,
        @Nullable Instant afresh) {

    /** Says nothing of what is secret. */
    @Override
    public String toString() {
        return "SignInBegun[" + callback + "]";
    }
}
