// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of a code or a citation as publishers type them: in any case, with or without Polish letters, in letters
 * that look like Latin letters, separated by anything except letters and digits.
 */
final class PlainWords {
    /** Marks on letters, and invisible characters such as joiners and soft hyphens. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{M}\\p{Cf}]+");

    private PlainWords() {}

    /** The words in order, in lower case and without diacritics. */
    static List<String> of(String text) {
        String plain = plain(text);
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= plain.length(); i++) {
            boolean inside = i < plain.length() && Character.isLetterOrDigit(plain.charAt(i));
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                words.add(plain.substring(start, i));
                start = -1;
            }
        }
        return words;
    }

    /** The words of a text, each once. */
    static Set<String> set(String text) {
        return Set.copyOf(of(text));
    }

    private static String plain(String text) {
        if (isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        String apart = Normalizer.normalize(text, Normalizer.Form.NFKD);
        // Normalization does not split the stroke off ł.
        return LookAlikes.inLatin(UNSEEN.matcher(apart).replaceAll(""))
                .toLowerCase(Locale.ROOT)
                .replace('ł', 'l');
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }
}
