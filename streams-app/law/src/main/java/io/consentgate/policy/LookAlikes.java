// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Texts that no reader can tell apart. A name copied from another source may have Cyrillic or Greek letters among Latin
 * letters, full-width letters, or invisible characters.
 */
public final class LookAlikes {
    private static final String CYRILLIC = "АВЕЅІЈКМНОРСТУХҮԚԜавеѕіјкмнорстухүһӏԁԛԝз";
    private static final String CYRILLIC_AS_LATIN = "ABESIJKMHOPCTYXYQWabesijkmhopctyxyhldqwz";
    private static final String GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεηικνορτυχ";
    private static final String GREEK_AS_LATIN = "ABEZHIKMNOPTYXabenikvoptux";
    private static final String ALIKE = CYRILLIC + GREEK + "ı";
    private static final String LATIN = CYRILLIC_AS_LATIN + GREEK_AS_LATIN + "i";

    /** The lowest character to look for; all others are Greek or Cyrillic letters, which come later. */
    private static final char FIRST = 'ı';

    private static final TextMemo<String> SEEN = new TextMemo<>(LookAlikes::seen);

    private LookAlikes() {}

    /** Whether no reader can tell the texts apart, regardless of case. Blanks at the ends do not count. */
    public static boolean areAlike(String one, String other) {
        return one.equals(other) || asSeen(one).equals(asSeen(other));
    }

    /** The common form of all texts that look like this text. */
    public static String asSeen(String text) {
        return SEEN.of(text);
    }

    /** The text with Latin letters in place of letters that look like them. */
    static String inLatin(String text) {
        StringBuilder latin = null;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            int at = each < FIRST ? -1 : ALIKE.indexOf(each);
            if (at >= 0) {
                latin = latin == null ? new StringBuilder(text) : latin;
                latin.setCharAt(i, LATIN.charAt(at));
            }
        }
        return latin == null ? text : latin.toString();
    }

    private static String seen(String text) {
        StringBuilder seen = new StringBuilder(text.length());
        inLatin(Normalizer.normalize(text, Normalizer.Form.NFKC))
                .codePoints()
                .filter(character -> Character.getType(character) != Character.FORMAT)
                .forEach(seen::appendCodePoint);
        int from = 0;
        int to = seen.length();
        while (from < to && isBlank(seen.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(seen.charAt(to - 1))) {
            to--;
        }
        // Some letters look the same only as capitals, others only as small letters.
        return seen.substring(from, to).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean isBlank(char character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character);
    }
}
