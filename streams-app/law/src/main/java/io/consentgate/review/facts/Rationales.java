// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.facts;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Decides when two rationales count as the same. The gate and the console both use it, so that their figures agree. */
public final class Rationales {

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    /** For example a zero-width space, which readers cannot see. */
    private static final Pattern UNSEEN = Pattern.compile("\\p{Cf}");

    private Rationales() {}

    /**
     * A rationale as people compare it: its words, regardless of case, spaces and punctuation. If it has no words, its
     * signs.
     */
    public static String wordsOf(String rationale) {
        String text = Normalizer.normalize(rationale, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        String words = NO_WORD.matcher(UNSEEN.matcher(text).replaceAll(""))
                .replaceAll(" ")
                .strip();
        return words.isEmpty() ? text.strip() : words;
    }
}
