// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import org.jspecify.annotations.Nullable;

/** An empty reference proves as little as an absent one. */
public final class Text {
    private Text() {}

    public static boolean isPresent(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    /** The text without blanks at its ends, including non-breaking ones. */
    public static String stripped(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (from < to && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char each) {
        return Character.isWhitespace(each) || Character.isSpaceChar(each);
    }

    /** The beginning of the text, with at most that many characters; never half of a surrogate pair. */
    public static String start(String text, int characters) {
        if (text.length() <= characters) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(characters - 1)) ? characters - 1 : characters);
    }

    public static boolean isAbsent(@Nullable String text) {
        return !isPresent(text);
    }
}
