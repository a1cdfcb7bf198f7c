// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whom an act against names. A person who said no was heard, however the id of the controller was typed, so that an act is read
 * for all that it may mean. What permits is not read so: a grant names its controller to the letter.
 */
public final class ControllerName {

    /** In plain words; see {@link PlainWords}. */
    private static final Set<String> ALL = Set.of(
            "all",
            "any",
            "anyone",
            "each",
            "every",
            "everybody",
            "everyone",
            "dowolny",
            "kazda",
            "kazde",
            "kazdy",
            "wszyscy",
            "wszystkich",
            "wszystkie",
            "wszystkim",
            "wszystko");

    /** What may follow a word for all. */
    private static final Set<String> CONTROLLERS = Set.of(
            "controller",
            "controllers",
            "companies",
            "company",
            "administrator",
            "administratora",
            "administratorom",
            "administratorow",
            "administratorzy",
            "firm",
            "firma",
            "firmy",
            "spolek",
            "spolki");

    private static final TextMemo<String> SEEN = new TextMemo<>(ControllerName::seen);
    private static final TextMemo<Boolean> IS_ALL = new TextMemo<>(ControllerName::isAll);

    private ControllerName() {}

    /** Whether a name may mean a controller: it is the same but for what no reader sees, or a word for all, or none. */
    public static boolean mayMean(String name, String controller) {
        return name.equals(controller)
                || name.strip().equalsIgnoreCase(controller.strip())
                || SEEN.of(name).equals(SEEN.of(controller))
                || IS_ALL.of(name)
                || Placeholder.isIn(name);
    }

    private static boolean isAll(String name) {
        List<String> words = PlainWords.of(name);
        return (words.size() == 1 || (words.size() == 2 && CONTROLLERS.contains(words.get(1))))
                && ALL.contains(words.get(0));
    }

    /**
     * As it is seen: with letters of full width as plain ones, in one case, and without what no reader sees. That is marks of byte
     * order, joiners and soft hyphens, and blanks of any kind at the ends.
     */
    private static String seen(String name) {
        StringBuilder seen = new StringBuilder(name.length());
        Normalizer.normalize(name, Normalizer.Form.NFKC)
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
        // Some letters are the same only in capitals, others only in small ones.
        return seen.substring(from, to).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean isBlank(char character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character);
    }
}
