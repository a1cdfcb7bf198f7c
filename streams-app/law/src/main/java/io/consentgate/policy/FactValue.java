// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The value of a fact. It differs by language only in the gate's own words.
 *
 * @param words the gate's own words, before the text
 * @param between the separator between the words, and before the text
 * @param text what the publisher wrote, cut where it is long; empty if there are only words of the gate
 * @param length how many characters the publisher wrote; more than the text has if it was cut
 */
public record FactValue(List<Word> words, String between, String text, int length) {

    /** Most characters of a value that a fact repeats; of a cut value it also states the length. */
    private static final int LONGEST = 200;

    /**
     * The value as readers see it.
     *
     * @param value null or an empty set if it is absent; a {@link Word} of the gate, a truth value, or what the
     *     publisher wrote
     */
    public static FactValue of(@Nullable Object value) {
        if (value == null || (value instanceof Set<?> set && set.isEmpty())) {
            return of(Word.ABSENT);
        }
        if (value instanceof FactValue made) {
            return made;
        }
        if (value instanceof Word word) {
            return listOf(List.of(word));
        }
        if (value instanceof Boolean truth) {
            return of(truth ? Word.TRUE : Word.FALSE);
        }
        return asItCame(render(value));
    }

    /** A word of the gate and the value that it concerns. */
    public static FactValue of(Word word, @Nullable Object value) {
        FactValue about = of(value);
        List<Word> words = new ArrayList<>(about.words);
        words.add(0, word);
        return new FactValue(List.copyOf(words), " ", about.text, about.length);
    }

    /** A list of the gate's words. */
    public static FactValue listOf(List<Word> words) {
        return new FactValue(List.copyOf(words), ", ", "", 0);
    }

    /** The value as a reader of that language sees it. */
    public String in(Language language) {
        if (words.isEmpty() && length <= text.length()) {
            return text;
        }
        StringJoiner told = new StringJoiner(between);
        words.forEach(word -> told.add(word.in(language)));
        if (length > text.length()) {
            told.add(text + "… (" + length + ' ' + Word.CHARACTERS.in(language) + ')');
        } else if (words.isEmpty() || !text.isEmpty()) {
            told.add(text);
        }
        return told.toString();
    }

    private static FactValue asItCame(String text) {
        if (text.length() <= LONGEST) {
            return new FactValue(List.of(), "", text, text.length());
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return new FactValue(List.of(), "", text.substring(0, end), text.length());
    }

    private static String render(Object value) {
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        if (value instanceof Set<?> set) {
            // Sets of enums arrive in no order, but the case digest covers this text.
            Set<String> sorted = new TreeSet<>();
            set.forEach(element -> sorted.add(String.valueOf(element)));
            return String.join(" ", sorted);
        }
        return value.toString();
    }
}
