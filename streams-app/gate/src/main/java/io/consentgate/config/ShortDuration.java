// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in the notation of operators. */
public final class ShortDuration {

    private static final Pattern SHORT = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

    /** Ordered from longest to shortest. */
    private enum Unit {
        D(Duration.ofDays(1)),
        H(Duration.ofHours(1)),
        M(Duration.ofMinutes(1)),
        S(Duration.ofSeconds(1)),
        MS(Duration.ofMillis(1));

        private final Duration length;

        Unit(Duration length) {
            this.length = length;
        }
    }

    private ShortDuration() {}

    /**
     * Parses a text such as {@code 30s}, {@code 7d} or {@code PT30S}.
     *
     * @throws IllegalArgumentException if the text is no duration; the message explains the notation
     */
    public static Duration parse(String text) {
        Matcher shorthand = SHORT.matcher(text);
        try {
            return shorthand.matches()
                    ? Unit.valueOf(shorthand.group(2).toUpperCase(Locale.ROOT))
                            .length
                            .multipliedBy(Long.parseLong(shorthand.group(1)))
                    : Duration.parse(text);
        } catch (DateTimeParseException | NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no duration; write 500ms, 30s, 5m, 2h, 7d or ISO-8601 such as PT30S", e);
        }
    }

    /**
     * A duration in the longest unit that gives a whole number, such as {@code 90s} or {@code 30d}; in ISO-8601 if none
     * does.
     */
    public static String text(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        for (Unit unit : Unit.values()) {
            long amount = duration.dividedBy(unit.length);
            if (amount > 0 && unit.length.multipliedBy(amount).equals(duration)) {
                return amount + unit.name().toLowerCase(Locale.ROOT);
            }
        }
        return duration.toString();
    }
}
