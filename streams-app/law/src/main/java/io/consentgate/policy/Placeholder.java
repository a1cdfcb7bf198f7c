// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template's placeholder where a value belongs. A publisher who does not fill in the template sends the placeholder
 * as it is, and it names nothing.
 */
final class Placeholder {

    /**
     * A reference that contains a placeholder is incomplete. A person who writes about a placeholder adds words around
     * it.
     */
    private static final Pattern INSIDE =
            Pattern.compile("[$#]\\{[^{}]{0,100}\\}|\\{\\{[^{}]{0,100}\\}\\}|<%[^<>]{0,100}%>");

    /** What a spreadsheet shows in a cell without a value, in English or Polish. */
    private static final String ERROR_OF_A_SPREADSHEET = "#[\\p{L}/0]{1,12}[!?]";

    /**
     * These placeholders may be part of a reference, as percent signs in a URL are, but not all of it. GUIDs in braces
     * do not match, because they have digits and hyphens.
     */
    private static final Pattern WHOLE = Pattern.compile(
            "%[\\p{L}_][\\p{L}\\p{N}_.]*%|%(\\d+\\$)?[sd]|\\{(\\d|[\\p{L}_.]*)\\}|\\[object [\\p{L}]+\\]|"
                    + ERROR_OF_A_SPREADSHEET);

    /** Every placeholder contains at least one of these characters. */
    static final String BEGINNINGS = "{%[#";

    private Placeholder() {}

    /** Whether a text is or contains a placeholder. */
    static boolean isIn(String text) {
        return mayBeIn(text) && (WHOLE.matcher(text.strip()).matches() || isInsideOf(text));
    }

    private static boolean isInsideOf(String text) {
        Matcher found = INSIDE.matcher(text);
        return found.find() && found.replaceAll("").strip().chars().noneMatch(Character::isWhitespace);
    }

    /** Nearly no text has any of these characters, which this check finds cheaply. */
    private static boolean mayBeIn(String text) {
        for (int i = 0; i < BEGINNINGS.length(); i++) {
            if (text.indexOf(BEGINNINGS.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
