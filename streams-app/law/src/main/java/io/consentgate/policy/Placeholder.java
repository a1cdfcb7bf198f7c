// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in a template where a value belongs. A publisher whose template was not filled in sends it as it is, and it names
 * nothing.
 */
final class Placeholder {

    /** A reference with one of them in it is not complete. What a person writes about one has words beside it. */
    private static final Pattern INSIDE =
            Pattern.compile("[$#]\\{[^{}]{0,100}\\}|\\{\\{[^{}]{0,100}\\}\\}|<%[^<>]{0,100}%>");

    /** What a spreadsheet shows in a cell that has no value, in English or Polish. */
    private static final String ERROR_OF_A_SPREADSHEET = "#[\\p{L}/0]{1,12}[!?]";

    /**
     * These may be part of a reference, as the percent signs of a URL are. All of it they are not. GUIDs in braces are no
     * placeholders, for they have digits and hyphens.
     */
    private static final Pattern WHOLE = Pattern.compile(
            "%[\\p{L}_][\\p{L}\\p{N}_.]*%|%(\\d+\\$)?[sd]|\\{(\\d|[\\p{L}_.]*)\\}|\\[object [\\p{L}]+\\]|"
                    + ERROR_OF_A_SPREADSHEET);

    /** Every placeholder has one of these. */
    static final String BEGINNINGS = "{%[#";

    private Placeholder() {}

    /** Whether a text is a template that was not filled in. */
    static boolean isIn(String text) {
        return mayBeIn(text) && (WHOLE.matcher(text.strip()).matches() || isInsideOf(text));
    }

    private static boolean isInsideOf(String text) {
        Matcher found = INSIDE.matcher(text);
        return found.find() && found.replaceAll("").strip().chars().noneMatch(Character::isWhitespace);
    }

    /** Nearly no text has any of these, and it is told at a glance. */
    private static boolean mayBeIn(String text) {
        for (int i = 0; i < BEGINNINGS.length(); i++) {
            if (text.indexOf(BEGINNINGS.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
