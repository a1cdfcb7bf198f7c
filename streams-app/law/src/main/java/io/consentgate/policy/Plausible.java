// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which instants are possible.
 *
 * <p>Publishers count time in milliseconds since the epoch. A value in seconds lies in January 1970. A field that was
 * never set often reads as the epoch or as the year 1900. A value in microseconds lies tens of thousands of years
 * ahead. None of these is a time. The consequence depends on where the publisher states it:
 *
 * <ul>
 *   <li>in an act against (withdrawal, refusal, objection): the act holds, its time is unknown, and an unknown time is
 *       the latest of all;
 *   <li>in a grant or its proof: the grant does not count (GDPR art. 7(1): a controller who relies on it must show when
 *       it was given);
 *   <li>in an event: the gate cannot judge the event;
 *   <li>in evidence that a human decided: the evidence shows nothing.
 * </ul>
 */
public final class Plausible {

    /**
     * Earlier, no controller of today kept consents as records. The first day of 2000, in every time zone, is a default
     * of databases and clocks.
     */
    public static final Instant EARLIEST = Instant.parse("2000-01-02T00:00:00Z");

    /** The end of the calendar that publishers use for "without end"; later values are in other units of time. */
    public static final Instant FURTHEST_END = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final Duration SECOND = Duration.ofSeconds(1);

    private Plausible() {}

    /**
     * Whether an instant that must be past is possible.
     *
     * @param latest the latest instant that a publisher with a fast clock can state truthfully
     */
    public static boolean isPast(Instant stated, Instant latest) {
        return !stated.isBefore(EARLIEST) && !stated.isAfter(latest);
    }

    /** Whether an instant that may lie ahead, such as an expiry, is possible. */
    public static boolean isEnd(Instant stated) {
        return !stated.isBefore(EARLIEST)
                && !stated.isAfter(FURTHEST_END)
                && !isDateInDigits(stated)
                && !isDayFirstInDigits(stated);
    }

    /**
     * Whether a date and time was written as a number of 14 digits, such as 20261231235959, and read as milliseconds:
     * with the year, the day or the month first. Such a value lies in the 23rd century or later.
     */
    private static boolean isDateInDigits(Instant stated) {
        long number = stated.toEpochMilli();
        int date = (int) (number / 1_000_000);
        boolean yearFirst = isYear(date / 10_000) && isDayAndMonth(date / 100 % 100, date % 100);
        boolean yearLast =
                date >= 10_000_000 && isYear(date % 10_000) && isDayAndMonth(date / 1_000_000, date / 10_000 % 100);
        return (yearFirst || yearLast) && isTimeOfDay((int) (number % 1_000_000));
    }

    /**
     * As {@link #isDateInDigits}, for the first nine days of a month with the day first, which have 13 digits: 1
     * December 2026 reads as an instant of 2004. Few real instants look like this, so the check applies where an old
     * instant would permit something.
     */
    private static boolean isDayFirstInDigits(Instant stated) {
        long number = stated.toEpochMilli();
        int date = (int) (number / 1_000_000);
        int year = date % 10_000;
        int month = date / 10_000 % 100;
        return date >= 1_000_000
                && date < 10_000_000
                && year >= 2018
                && year <= 2100
                && month >= 1
                && month <= 12
                && isTimeOfDay((int) (number % 1_000_000));
    }

    private static boolean isTimeOfDay(int digits) {
        return digits / 10_000 < 24 && digits / 100 % 100 < 60 && digits % 100 < 60;
    }

    private static boolean isYear(int number) {
        return number >= 1990 && number <= 2100;
    }

    private static boolean isDayAndMonth(int one, int other) {
        return one >= 1 && other >= 1 && Math.max(one, other) <= 31 && Math.min(one, other) <= 12;
    }

    /**
     * The instant of a past act, if known.
     *
     * @param stated null if none is stated
     * @param latest the latest instant that a publisher with a fast clock can state truthfully
     * @return null if the instant is unknown: none is stated, or an impossible one
     */
    public static @Nullable Instant known(@Nullable Instant stated, Instant latest) {
        return stated != null && isPast(stated, latest) && !isDayFirstInDigits(stated) ? stated : null;
    }

    /** Whether two times are less than a second apart. Exports round times or cut them off, and imports read the clock twice. */
    public static boolean isSameButForRounding(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(SECOND) < 0;
    }
}
