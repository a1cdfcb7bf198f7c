// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import io.consentgate.policy.Text;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * References to a number or address. A reference is a keyed hash (HMAC-SHA-256 in hex), so that no topic, log or page
 * holds the contact itself. A publisher who writes the contact in clear text discloses it to all of them.
 */
public final class ContactReferences {
    /**
     * Numbers have up to 15 digits (ITU-T E.164). Shorter numbers than these are short codes, which reach no person.
     */
    private static final int SHORTEST_NUMBER = 7;

    private static final int LONGEST_NUMBER = 15;

    /** Digits of a number in Poland and most other countries; a shorter run of digits may be an id. */
    private static final int NATIONAL_NUMBER = 9;

    /** Characters of a 128-bit hash in hex. */
    private static final int SHORTEST_HASH = 32;

    /** For labels such as {@code tel:}, {@code mailto:} or {@code MSISDN=}. */
    private static final int LONGEST_LABEL = 12;

    /** The last part of about one UUID in three hundred consists of digits only, and would look like a number. */
    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final int LENGTH_OF_UUID = 36;

    private static final byte DIGIT = 1;
    private static final byte LETTER = 2;
    private static final byte OTHER = 4;
    private static final byte[] KINDS = kinds();

    private ContactReferences() {}

    private static byte[] kinds() {
        byte[] kinds = new byte[128];
        for (char each = 0; each < kinds.length; each++) {
            kinds[each] = Character.isLetter(each) ? LETTER : Character.isDigit(each) ? DIGIT : OTHER;
        }
        return kinds;
    }

    /**
     * Whether the text is, or contains, a number or address instead of a reference. This is so in four cases: it has
     * characters that no hash in hex or Base64 has, such as {@code @}, a point or a blank. Or it is a number, with or
     * without a label. Or it is too short for a hash and has a run of digits long enough for a number. Or it is a long
     * id with such a run as a part.
     */
    public static boolean isInClear(@Nullable String reference) {
        if (reference == null || isPlainHash(reference) || reference.isBlank()) {
            return false;
        }
        String plain = reference.indexOf('%') < 0 ? reference : unescaped(reference);
        return holdsWhatNoHashHas(plain) || isNumber(plain) || holdsInternationalNumber(plain) || holdsNumber(plain);
    }

    /** Nearly every reference is plain: long enough, of letters and digits only, and not of digits alone. */
    private static boolean isPlainHash(String reference) {
        if (reference.length() < SHORTEST_HASH) {
            return false;
        }
        int kinds = 0;
        for (int i = 0; i < reference.length(); i++) {
            char each = reference.charAt(i);
            kinds |= each < KINDS.length ? KINDS[each] : OTHER;
        }
        return (kinds & OTHER) == 0 && (kinds & LETTER) != 0;
    }

    /** Resolves the URL escapes in which a number or address may be written. */
    private static String unescaped(String reference) {
        return reference
                .replace("%40", "@")
                .replace("%2B", "+")
                .replace("%2b", "+")
                .replace("%20", " ");
    }

    /** A hash has letters, digits, and the signs that Base64, labels and compound ids use. */
    private static boolean holdsWhatNoHashHas(String reference) {
        for (int i = 0; i < reference.length(); i++) {
            char each = reference.charAt(i);
            boolean letterOrDigit =
                    (each >= '0' && each <= '9') || (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
            if (!letterOrDigit && "+/=_:-%".indexOf(each) < 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsNumber(String reference) {
        return reference.length() < SHORTEST_HASH
                ? holdsDigitsInARow(reference) || isNumberInParts(reference)
                : holdsPartOfDigits(reference);
    }

    /** Whether the text is a number in groups, with or without a label, as in {@code tel-601-234-567}. */
    private static boolean isNumberInParts(String reference) {
        int digits = 0;
        boolean isLabel = true;
        for (int i = 0; i < reference.length(); i++) {
            char each = reference.charAt(i);
            if (Character.isDigit(each)) {
                isLabel = false;
                digits += digits > 0 || Character.digit(each, 10) != 0 ? 1 : 0;
            } else if (Character.isLetter(each) && !isLabel) {
                return false;
            }
        }
        return mayBeNational(digits);
    }

    private static boolean holdsDigitsInARow(String reference) {
        int digits = 0;
        for (int i = 0; i < reference.length(); i++) {
            char each = reference.charAt(i);
            if (!Character.isDigit(each)) {
                if (mayBeNational(digits)) {
                    return true;
                }
                digits = 0;
            } else if (digits > 0 || Character.digit(each, 10) != 0) {
                digits++;
            }
        }
        return mayBeNational(digits);
    }

    /** A hash may contain as many digits in a row, but among its letters. */
    private static boolean holdsPartOfDigits(String reference) {
        int digits = 0;
        boolean hasLetter = false;
        for (int i = 0; i <= reference.length(); i++) {
            char each = i < reference.length() ? reference.charAt(i) : '/';
            if (Character.isDigit(each)) {
                digits += digits > 0 || Character.digit(each, 10) != 0 ? 1 : 0;
            } else if (Character.isLetter(each)) {
                hasLetter = true;
            } else {
                if (!hasLetter && mayBeNational(digits) && !endsUuid(reference, i)) {
                    return true;
                }
                digits = 0;
                hasLetter = false;
            }
        }
        return false;
    }

    private static boolean endsUuid(String reference, int end) {
        int from = end - LENGTH_OF_UUID;
        return from >= 0 && UUID.matcher(reference).region(from, end).matches();
    }

    private static boolean mayBeNational(int digits) {
        return digits >= NATIONAL_NUMBER && digits <= LONGEST_NUMBER;
    }

    /**
     * Whether two references have the same form, so that different references mean different contacts. Neither may be
     * in clear text. Base64 has two alphabets (RFC 4648 sections 4 and 5), which differ in two characters and write one
     * hash in two ways. References that differ only in case may be one hash that an export wrote in lower case.
     */
    public static boolean areComparable(@Nullable String one, @Nullable String other) {
        return one != null
                && other != null
                && one.length() == other.length()
                && isHex(one) == isHex(other)
                && !inOneAlphabet(one).equalsIgnoreCase(inOneAlphabet(other))
                && !isInClear(one)
                && !isInClear(other);
    }

    private static String inOneAlphabet(String reference) {
        return reference.replace('-', '+').replace('_', '/');
    }

    private static boolean isNumber(String reference) {
        int digits = 0;
        for (int i = endOfLabel(reference); i < reference.length(); i++) {
            char each = reference.charAt(i);
            if (Character.isLetter(each)) {
                return false;
            }
            boolean leadingZero = digits == 0 && Character.digit(each, 10) == 0;
            if (Character.isDigit(each) && !leadingZero) {
                digits++;
            }
        }
        return isNumberOf(digits);
    }

    /** Labels may also end in points and blanks, but no hash has either, so such text already counts as clear text. */
    private static int endOfLabel(String reference) {
        int end = 0;
        while (end < reference.length() && Character.isLetter(reference.charAt(end))) {
            end++;
        }
        boolean labelled =
                end > 0 && end <= LONGEST_LABEL && end < reference.length() && ":=".indexOf(reference.charAt(end)) >= 0;
        return labelled ? end + 1 : 0;
    }

    private static boolean holdsInternationalNumber(String reference) {
        int plus = reference.indexOf('+');
        while (plus >= 0) {
            if (isNumberOf(digitsAfter(reference, plus))) {
                return true;
            }
            plus = reference.indexOf('+', plus + 1);
        }
        return false;
    }

    private static int digitsAfter(String reference, int plus) {
        int digits = 0;
        for (int i = plus + 1; i < reference.length(); i++) {
            char each = reference.charAt(i);
            if (Character.isDigit(each)) {
                digits++;
            } else if ("-/".indexOf(each) < 0) {
                return digits;
            }
        }
        return digits;
    }

    private static boolean isNumberOf(int digits) {
        return digits >= SHORTEST_NUMBER && digits <= LONGEST_NUMBER;
    }

    /** Whether the reference cannot be compared: it is in clear text, or its key is not named. */
    public static boolean isUnusable(@Nullable String reference, @Nullable String keyId) {
        return Text.isPresent(reference) && (Text.isAbsent(keyId) || isInClear(reference));
    }

    /** Whether two references are the same: case does not matter in hex, nor the choice of alphabet in Base64. */
    public static boolean isSame(@Nullable String one, @Nullable String other) {
        if (one == null || other == null || one.length() != other.length()) {
            return false;
        }
        return one.equals(other)
                || (isHex(one)
                        ? one.equalsIgnoreCase(other)
                        : inOneAlphabet(one).equals(inOneAlphabet(other)));
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
