// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The value of a fact, which differs by language only where the gate speaks itself.
 *
 * @param en what is recorded, and what an English reader is told
 * @param pl what a Polish reader is told
 */
public record FactValue(String en, String pl) {

    /** Most characters of a value that are repeated; what was cut is told by its length. */
    private static final int LONGEST = 200;

    /**
     * The value as readers are told of it.
     *
     * @param value null or an empty set if it is not there; a {@link Word} of the gate, a truth value, or what the publisher wrote
     */
    public static FactValue of(@Nullable Object value) {
        if (value == null || (value instanceof Set<?> set && set.isEmpty())) {
            return of(Word.ABSENT);
        }
        if (value instanceof FactValue made) {
            return made;
        }
        if (value instanceof Word word) {
            return new FactValue(word.en(), word.pl());
        }
        if (value instanceof Boolean truth) {
            return of(truth ? Word.TRUE : Word.FALSE);
        }
        return asItCame(render(value));
    }

    /** A word of the gate and the value that it is about. */
    public static FactValue of(Word word, @Nullable Object value) {
        FactValue about = of(value);
        return new FactValue(word.en() + ' ' + about.en, word.pl() + ' ' + about.pl);
    }

    private static FactValue asItCame(String text) {
        if (text.length() <= LONGEST) {
            return new FactValue(text, text);
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        String cut = text.substring(0, end) + "… (" + text.length();
        return new FactValue(cut + " characters)", cut + " znaków)");
    }

    private static String render(Object value) {
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        if (value instanceof Set<?> set) {
            // Sets of enums arrive in no order; the case digest is taken over this text.
            Set<String> sorted = new TreeSet<>();
            set.forEach(element -> sorted.add(String.valueOf(element)));
            return String.join(" ", sorted);
        }
        return value.toString();
    }
}
