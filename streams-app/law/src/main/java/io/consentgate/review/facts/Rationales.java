// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.facts;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** When two rationales count as one and the same. The gate and the console ask here, so that their figures agree. */
public final class Rationales {

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    /** Such as a zero-width space, which nobody sees. */
    private static final Pattern UNSEEN = Pattern.compile("\\p{Cf}");

    private Rationales() {}

    /**
     * A rationale as people compare it: its words, whatever their case, spaces and punctuation. Where it has no words, the
     * signs that it is made of.
     */
    public static String wordsOf(String rationale) {
        String text = Normalizer.normalize(rationale, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        String words = NO_WORD.matcher(UNSEEN.matcher(text).replaceAll(""))
                .replaceAll(" ")
                .strip();
        return words.isEmpty() ? text.strip() : words;
    }
}
