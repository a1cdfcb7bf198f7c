// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which instants can be true.
 *
 * <p>Publishers count time in milliseconds since the epoch. A value in seconds lies in January 1970, a field that was
 * never set often reads as the epoch or as the year 1900, and a value in microseconds lies tens of thousands of years
 * ahead. None of them is a time. What follows depends on who states it:
 *
 * <ul>
 *   <li>in an act against (withdrawal, refusal, objection): the act holds, its time is unknown, and an unknown time is
 *       the latest of all;
 *   <li>in a grant or its proof: the grant is none (GDPR art. 7(1): who relies on it has to show when it was given);
 *   <li>in an event: the event cannot be judged;
 *   <li>in what shows that a human decided: it shows nothing.
 * </ul>
 */
public final class Plausible {

    /**
     * Up to this instant no controller of today kept consents as records; what is stated as before it, or as this first instant of
     * some calendars, is no time.
     */
    public static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    /** The end of the calendar that publishers use for "without end"; beyond it lie other units of time. */
    public static final Instant FURTHEST_END = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final Instant FIRST_DATE_IN_DIGITS = Instant.ofEpochMilli(2000_01_01_00_00_00L);
    private static final Instant AFTER_DATES_IN_DIGITS = Instant.ofEpochMilli(2101_01_01_00_00_00L);

    private Plausible() {}

    /**
     * Whether an instant that has to be past by now can be true.
     *
     * @param latest the latest instant that a publisher whose clock is ahead can have stated truthfully
     */
    public static boolean isPast(Instant stated, Instant latest) {
        return stated.isAfter(EARLIEST) && !stated.isAfter(latest);
    }

    /** Whether an instant that may lie ahead, such as an expiry, can be true. */
    public static boolean isEnd(Instant stated) {
        return stated.isAfter(EARLIEST) && !stated.isAfter(FURTHEST_END) && !isDateInDigits(stated);
    }

    /** Whether a date was written as a number, such as 20261231235959, and read as milliseconds: that is in the 27th century. */
    private static boolean isDateInDigits(Instant stated) {
        return !stated.isBefore(FIRST_DATE_IN_DIGITS) && stated.isBefore(AFTER_DATES_IN_DIGITS);
    }

    /**
     * The instant of an act that has to be past by now, as far as it is known.
     *
     * @param stated null if none is stated
     * @param latest the latest instant that a publisher whose clock is ahead can have stated truthfully
     * @return null if it is not known: none is stated, or one that cannot be true
     */
    public static @Nullable Instant known(@Nullable Instant stated, Instant latest) {
        return stated != null && isPast(stated, latest) ? stated : null;
    }
}
