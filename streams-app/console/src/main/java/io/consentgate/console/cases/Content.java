// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/**
 * An event's content, unmasked.
 *
 * @param text the content as UTF-8, or base64 if it is no UTF-8; empty when there is none
 * @param base64 whether text is base64
 * @param encrypted whether the publisher encrypted the content, which the console then cannot show in clear
 */
public record Content(String text, boolean base64, boolean encrypted) {

    /** For an event without content. */
    public static final Content NONE = new Content("", false, false);

    /** Omits the content, so that it cannot leak into a log. */
    @Override
    public String toString() {
        return "Content[" + text.length() + " characters]";
    }
}
