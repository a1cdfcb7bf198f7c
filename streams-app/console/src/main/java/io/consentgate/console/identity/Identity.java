// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.identity;

import io.consentgate.config.GateConfig;
import io.consentgate.config.InvalidConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** How the console identifies its users. */
public sealed interface Identity permits OpenIdConnect, DemoIdentity {

    /**
     * The configured identity.
     *
     * @throws InvalidConfig when none or two are configured, or when personal data or a session would be exposed to the
     *     network
     */
    static Identity of(GateConfig.Console console) {
        URI issuer = console.oidc().issuer();
        requireEncryptionBeyondLoopback(console);
        if (console.demoIdentity()) {
            return demo(console, issuer);
        }
        if (issuer == null) {
            throw new InvalidConfig("review.console.oidc.issuer is missing, so nobody could sign in; name your OpenID"
                    + " Connect provider, or try the console with review.console.demo-identity: true");
        }
        requireEncryptedIssuer(issuer);
        return new OpenIdConnect(console.oidc(), issuer);
    }

    private static Identity demo(GateConfig.Console console, @Nullable URI issuer) {
        if (issuer != null) {
            throw new InvalidConfig("review.console.demo-identity and review.console.oidc.issuer are both set; with the"
                    + " demo identity anybody is a reviewer. Keep one");
        }
        if (!isLoopback(console.address()) || console.publicUrl() != null) {
            throw new InvalidConfig("review.console.demo-identity lets anybody in, and review.console.address is "
                    + console.address() + (console.publicUrl() == null ? "" : " with a public-url")
                    + "; it is for a loopback address such as 127.0.0.1 only. Set review.console.oidc.issuer instead");
        }
        return new DemoIdentity();
    }

    private static void requireEncryptionBeyondLoopback(GateConfig.Console console) {
        URI url = console.publicUrl();
        boolean encrypted = url != null && "https".equals(url.getScheme());
        if (url != null && !encrypted && !isLoopback(String.valueOf(url.getHost()))) {
            throw new InvalidConfig("review.console.public-url is " + url
                    + "; case content and sessions would cross the network in clear. Make it an https one");
        }
        if (url == null && !isLoopback(console.address())) {
            throw new InvalidConfig("review.console.address is " + console.address() + " and review.console.public-url"
                    + " is missing; put a proxy with TLS before the console and name its https address there");
        }
    }

    /** Over plain HTTP, an attacker in between can impersonate the provider, and make anyone a second reviewer. */
    private static void requireEncryptedIssuer(URI issuer) {
        if (!"https".equalsIgnoreCase(issuer.getScheme()) && !isLoopback(String.valueOf(issuer.getHost()))) {
            throw new InvalidConfig(
                    "review.console.oidc.issuer is " + issuer
                            + "; its answers say who is a reviewer, and would cross the network in clear. Make it an https one");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
