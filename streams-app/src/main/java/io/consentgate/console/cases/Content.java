// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/**
 * An event's content, unmasked.
 *
 * @param text the content as UTF-8, or base64 where it is not
 * @param base64 whether it is
 * @param encrypted whether the publisher encrypted it, so that it says nothing here
 */
public record Content(String text, boolean base64, boolean encrypted) {

    /** Says nothing of what is in it, so that it cannot leak into a log. */
    @Override
    public String toString() {
        return "Content[" + text.length() + " characters]";
    }
}
