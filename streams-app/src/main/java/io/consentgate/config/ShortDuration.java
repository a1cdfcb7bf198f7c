// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as operators write them. */
public final class ShortDuration {

    private static final Pattern SHORT = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

    private ShortDuration() {}

    /**
     * The duration that a text such as {@code 30s}, {@code 7d} or {@code PT30S} says.
     *
     * @throws IllegalArgumentException if it says none; the message tells how to write one
     */
    public static Duration parse(String text) {
        Matcher shorthand = SHORT.matcher(text);
        try {
            if (!shorthand.matches()) {
                return Duration.parse(text);
            }
            long amount = Long.parseLong(shorthand.group(1));
            return switch (shorthand.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        } catch (DateTimeParseException | NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no duration; write 500ms, 30s, 5m, 2h, 7d or ISO-8601 such as PT30S", e);
        }
    }
}
