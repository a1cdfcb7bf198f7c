// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import org.jspecify.annotations.Nullable;

/** A reference that is there but empty proves as little as one that is not there. */
public final class Text {
    private Text() {}

    public static boolean isPresent(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    /** Without blanks at its ends, those that do not break included. */
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

    /** As much of its beginning as has no more characters, and no half of one. */
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
