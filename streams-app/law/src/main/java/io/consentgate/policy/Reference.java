// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A name that serves to show something: a contract, an account, a form that a person filled in, an approval.
 * Controllers must be able to show what they rely on (GDPR art. 5(2)). Forms and imports fill a mandatory field with a
 * word that means nothing; such a word names as little as an empty field does.
 *
 * <p>Controllers may well call a thing of their own, such as a key or the wording of a consent, {@code default} or
 * {@code test}: see {@link #nameOrNull}. They do not call it {@code n/a}.
 */
public final class Reference {
    /** One character repeated more often than a UUID has characters is no name. */
    private static final int LONGEST_NAME_OF_ONE_CHARACTER = 36;

    /** Words that stand in for a reference, but may also be the name that a controller gave a thing. In plain words. */
    private static final Set<String> GIVEN_NAMES = Set.of(
            "default", "dummy", "example", "sample", "test", "przyklad", "testowy", "testowa", "jw", "j w", "ditto");

    /** In plain words; see {@link PlainWords}. */
    private static final Set<String> STAND_INS = Set.of(
            "n a",
            "na",
            "nan",
            "none",
            "no",
            "nil",
            "null",
            "undefined",
            "unknown",
            "not known",
            "not applicable",
            "not available",
            "not given",
            "not required",
            "not set",
            "not specified",
            "unspecified",
            "unset",
            "no data",
            "as above",
            "see above",
            "unavailable",
            "empty",
            "missing",
            "placeholder",
            "todo",
            "tbd",
            "tba",
            "tbc",
            "yes",
            "true",
            "false",
            "n d",
            "nd",
            "b d",
            "bd",
            "b n",
            "brak",
            "brak danych",
            "nie",
            "nie dotyczy",
            "nie ma",
            "nie podano",
            "nie wiem",
            "nie wymagane",
            "nie okreslono",
            "nieokreslone",
            "nieustalone",
            "jak wyzej",
            "jak powyzej",
            "nieznane",
            "nieznany",
            "nieznana",
            "niedostepne",
            "puste",
            "pusty",
            "do uzupelnienia",
            "do ustalenia",
            "tak",
            "tak jest",
            "prawda",
            "falsz");

    /** Words that deny a reference. As an answer to "why", they may be a reason. In plain words. */
    private static final Set<String> LACKS = Set.of(
            "no basis",
            "no consent",
            "no contract",
            "no evidence",
            "no proof",
            "brak dowodu",
            "brak podstawy",
            "brak umowy",
            "brak zgody");

    /**
     * Words that deny the thing itself; the others say only that it is not named. In plain words. Short words that may
     * be a name, such as NA for North America, are not among them.
     */
    private static final Set<String> DENIALS =
            Set.of("n a", "none", "null", "not applicable", "n d", "brak", "nie dotyczy", "nie ma");

    private static final String MD5_OF_NOTHING = "d41d8cd98f00b204e9800998ecf8427e";
    private static final String SHA_1_OF_NOTHING = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
    private static final String SHA_256_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** Under an empty key. */
    private static final String HMAC_SHA_256_OF_NOTHING =
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad";

    private static final int SHORTEST_DIGEST = MD5_OF_NOTHING.length();

    private static final TextMemo<Boolean> NO_NAME = new TextMemo<>(Reference::isNoNameInWords);
    private static final TextMemo<Boolean> MISSING = new TextMemo<>(Reference::isMissingInWords);
    private static final TextMemo<Boolean> DENIAL = new TextMemo<>(Reference::isDenial);

    private static final byte NUMBERED = 1;
    private static final byte OF_TEMPLATES = 2;
    private static final byte[] KINDS = kinds();

    private Reference() {}

    /** Whether the reference names something. */
    public static boolean isGiven(@Nullable String reference) {
        return !isMissing(reference);
    }

    /**
     * Whether the reference names nothing. It is absent, has no letter and no digit, or is a placeholder word, an
     * unfilled template, the digest of nothing, or one repeated character, as a hash of zeros is.
     */
    public static boolean isMissing(@Nullable String reference) {
        return reference == null || (isNumbered(reference) ? isHollow(reference) : MISSING.of(reference));
    }

    /**
     * Whether the reference names nothing, and cannot be a controller's own name for a thing either. Such names recur,
     * so the answer is kept.
     */
    private static boolean isNoName(@Nullable String reference) {
        return reference == null || NO_NAME.of(reference);
    }

    /** As {@link #isMissing}, without the quick check and the memo. */
    static boolean isMissingInWords(String reference) {
        return isNoNameInWords(reference) || (mayStandIn(reference) && isGivenName(reference));
    }

    private static boolean isNoNameInWords(String reference) {
        return !hasLetterOrDigit(reference)
                || (mayStandIn(reference) && standsIn(reference))
                || isHollow(reference)
                || Placeholder.isIn(reference);
    }

    /** Whether the reference is the digest of nothing, or one repeated character. */
    private static boolean isHollow(String reference) {
        return isDigestOfNothing(reference)
                || (reference.length() > LONGEST_NAME_OF_ONE_CHARACTER && isMadeOf(reference, reference.charAt(0)));
    }

    /**
     * Nearly every reference has a number in it and no sign of a template, so it is no placeholder word; this check is
     * cheap.
     */
    private static boolean isNumbered(String reference) {
        int kinds = 0;
        for (int i = 0; i < reference.length(); i++) {
            char each = reference.charAt(i);
            kinds |= each < KINDS.length ? KINDS[each] : 0;
        }
        return kinds == NUMBERED;
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[128];
        for (char digit = '1'; digit <= '9'; digit++) {
            kinds[digit] = NUMBERED;
        }
        for (char each : Placeholder.BEGINNINGS.toCharArray()) {
            kinds[each] = OF_TEMPLATES;
        }
        return kinds;
    }

    private static boolean isGivenName(String reference) {
        return GIVEN_NAMES.contains(String.join(" ", PlainWords.of(reference)));
    }

    /** Whether a text that should give a reason gives none. "No consent" names nothing, but is a reason. */
    public static boolean isNoReason(@Nullable String text) {
        return text == null || (isMissing(text) && !LACKS.contains(String.join(" ", PlainWords.of(text))));
    }

    /** With or without the name of its algorithm before it, as in {@code sha256:}. */
    private static boolean isDigestOfNothing(String reference) {
        if (reference.length() < SHORTEST_DIGEST) {
            return false;
        }
        // Each digest ends with another character, which spares nearly every reference the comparison.
        return switch (reference.charAt(reference.length() - 1)) {
            case 'e', 'E' -> endsWith(reference, MD5_OF_NOTHING);
            case '9' -> endsWith(reference, SHA_1_OF_NOTHING);
            case '5' -> endsWith(reference, SHA_256_OF_NOTHING);
            case 'd', 'D' -> endsWith(reference, HMAC_SHA_256_OF_NOTHING);
            default -> false;
        };
    }

    private static boolean endsWith(String reference, String digest) {
        int from = reference.length() - digest.length();
        return from >= 0 && reference.regionMatches(true, from, digest, 0, digest.length());
    }

    private static boolean hasLetterOrDigit(String reference) {
        for (int i = 0; i < reference.length(); i++) {
            if (Character.isLetterOrDigit(reference.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** A text with a number in it is no placeholder word. */
    private static boolean mayStandIn(String reference) {
        for (int i = 0; i < reference.length(); i++) {
            if (Character.digit(reference.charAt(i), 10) > 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean standsIn(String reference) {
        List<String> words = PlainWords.of(reference);
        String plain = String.join(" ", words);
        return STAND_INS.contains(plain)
                || LACKS.contains(plain)
                || words.stream().allMatch(word -> isMadeOf(word, 'x'))
                || words.stream().allMatch(word -> isMadeOf(word, '0'));
    }

    public static @Nullable String orNull(@Nullable String reference) {
        return isMissing(reference) ? null : reference;
    }

    /**
     * A controller's own name for a key or for the wording of a consent; null if it names nothing. This does not weaken
     * an act against: the gate never takes hashes under keys of different names for different contacts.
     */
    public static @Nullable String nameOrNull(@Nullable String name) {
        return isNoName(name) ? null : name;
    }

    /** Whether the name may be what a controller calls itself. */
    public static boolean isName(@Nullable String name) {
        return !isNoName(name);
    }

    /**
     * Whether the reference names one particular thing that a reader can look up: a contract, the form that a person
     * filled in. A statement that there is a contract, or which article of a law requires one, names no particular
     * thing.
     */
    public static boolean isSpecific(@Nullable String reference) {
        return reference != null && !isMissing(reference) && !GenericReference.is(reference);
    }

    /** The reference; null if it names nothing in particular. */
    public static @Nullable String specificOrNull(@Nullable String reference) {
        return isSpecific(reference) ? reference : null;
    }

    /** The reference; empty if it names nothing in particular. */
    public static String specificOrEmpty(String reference) {
        return isSpecific(reference) ? reference : "";
    }

    /** The reference; null if it names no authority: it names nothing, or only a kind of thing. */
    public static @Nullable String authorityOrNull(@Nullable String reference) {
        return reference == null || isMissing(reference) || GenericReference.isOfListedKinds(reference)
                ? null
                : reference;
    }

    /**
     * Whether the reference can show a duty by law: it names something in particular, or cites the provision of a law.
     */
    public static boolean showsDuty(@Nullable String reference) {
        return isSpecific(reference)
                || (reference != null && isGiven(reference) && GenericReference.citesProvision(reference));
    }

    /** The reference; null if it shows no duty by law. */
    public static @Nullable String dutyOrNull(@Nullable String reference) {
        return showsDuty(reference) ? reference : null;
    }

    /**
     * Whether the thing is absent, or the reference denies it. An unknown thing, or an unfilled template, may stand for
     * a real thing.
     */
    public static boolean isNone(@Nullable String reference) {
        return reference == null || !hasLetterOrDigit(reference) || (mayStandIn(reference) && DENIAL.of(reference));
    }

    private static boolean isDenial(String reference) {
        return DENIALS.contains(String.join(" ", PlainWords.of(reference)));
    }

    /** The reference; empty if it names nothing. */
    public static String orEmpty(String reference) {
        return isMissing(reference) ? "" : reference;
    }

    private static boolean isMadeOf(String word, char only) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != only) {
                return false;
            }
        }
        return true;
    }
}
