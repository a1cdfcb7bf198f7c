// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/**
 * An event's content, unmasked.
 *
 * @param text the content as UTF-8, or base64 where it is not; empty when there is none
 * @param base64 whether it is
 * @param encrypted whether the publisher encrypted it, so that it says nothing here
 */
public record Content(String text, boolean base64, boolean encrypted) {

    /** Of an event without any. */
    public static final Content NONE = new Content("", false, false);

    /** Says nothing of what is in it, so that it cannot leak into a log. */
    @Override
    public String toString() {
        return "Content[" + text.length() + " characters]";
    }
}
