// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes ids of people and things that do not exist, in the format of a neighbouring record's ids. Thread-safe. */
final class SyntheticIds {

    private static final Pattern UUID_TEXT =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    private static final Pattern LONG_PART = Pattern.compile("[0-9A-Za-z]{16,}");

    /** A long part with fewer different characters has too little randomness. */
    private static final int LEAST_DIFFERENT = 8;

    private static final String DIGITS = "0123456789";
    private static final String HEX = "0123456789abcdef";

    /**
     * Position of a UUID's version digit. The digits before {@link #UUID_TIME} give the time to about a minute (RFC
     * 9562, 5.7).
     */
    private static final int UUID_VERSION = 14;

    private static final int UUID_TIME = 8;

    private final SecureRandom random = new SecureRandom();

    /** An id that no person has: in the format of the given id if that leaves enough randomness, else a random UUID. */
    String ofNobody(String like) {
        if (UUID_TEXT.matcher(like).matches()) {
            return uuid(like);
        }
        return isRandom(like)
                ? LONG_PART.matcher(like).replaceAll(part -> outOf(part.group()))
                : UUID.randomUUID().toString();
    }

    /** Whether an id has so many random characters that a new one will never equal another id. */
    private static boolean isRandom(String id) {
        Matcher parts = LONG_PART.matcher(id);
        while (parts.find()) {
            if (parts.group().chars().distinct().count() >= LEAST_DIFFERENT) {
                return true;
            }
        }
        return false;
    }

    /** As {@link #ofNobody}, for ids that may be absent. */
    @Nullable
    String ofNobodyIfAny(@Nullable String like) {
        return like == null ? null : ofNobody(like);
    }

    /** An id of a thing, such as a message: in the format of the given id, with other digits. */
    String ofNothing(String like) {
        if (UUID_TEXT.matcher(like).matches() || isRandom(like)) {
            return ofNobody(like);
        }
        StringBuilder other = new StringBuilder();
        for (int i = 0; i < like.length(); i++) {
            char character = like.charAt(i);
            other.append(DIGITS.indexOf(character) < 0 ? character : any(DIGITS));
        }
        return other.toString().equals(like) ? ofNobody(like) : other.toString();
    }

    @Nullable
    String ofNothingIfAny(@Nullable String like) {
        return like == null ? null : ofNothing(like);
    }

    /** Keeps the version. A UUID that begins with a time keeps this time. */
    private String uuid(String like) {
        boolean beginsWithTime = like.charAt(UUID_VERSION) == '7';
        StringBuilder other = new StringBuilder();
        for (int i = 0; i < like.length(); i++) {
            char character = like.charAt(i);
            boolean kept = character == '-'
                    || i == UUID_VERSION
                    || i == UUID_VERSION + 5 // the variant
                    || (beginsWithTime && i < UUID_TIME);
            other.append(kept ? character : any(HEX));
        }
        return like.equals(like.toUpperCase(Locale.ROOT))
                ? other.toString().toUpperCase(Locale.ROOT)
                : other.toString();
    }

    /** The same length, out of the same characters. */
    private String outOf(String like) {
        StringBuilder other = new StringBuilder();
        like.chars().forEach(character -> other.append(any(like)));
        return other.toString();
    }

    private char any(String alphabet) {
        return alphabet.charAt(random.nextInt(alphabet.length()));
    }
}
