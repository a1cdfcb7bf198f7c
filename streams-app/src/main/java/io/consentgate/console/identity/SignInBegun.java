// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.identity;

import java.net.URI;

/**
 * A sign-in under way, to be kept in the session that began it: what makes the answer belong to this browser
 * (state), to this request (nonce), and its code of use to nobody else (PKCE, RFC 7636).
 *
 * @param location where to send the browser
 * @param callback where it comes back to
 */
public record SignInBegun(URI location, URI callback, String state, String nonce, String codeVerifier) {

    /** Says nothing of what is secret. */
    @Override
    public String toString() {
        return "SignInBegun[" + callback + "]";
    }
}
