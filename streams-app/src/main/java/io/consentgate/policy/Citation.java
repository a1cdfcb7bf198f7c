// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.net.URI;

/**
 * A provision, or a judgment that reads one, with the days on which it binds.
 *
 * @param law short name of the act, court or body, as lawyers cite it
 * @param article the article or case number
 * @param url where the official text is published
 */
public record Citation(String law, String article, URI url, InForce inForce) {

    /** The citation in one line, such as {@code GDPR art. 7(1)}. */
    @Override
    public String toString() {
        return law + " " + article;
    }
}
