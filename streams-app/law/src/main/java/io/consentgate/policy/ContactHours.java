// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.Channel;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Set;

/**
 * When marketing may go out on a channel, by the clocks of the recipient's country.
 *
 * @param days days of the week, except public holidays
 * @param onHolidays whether marketing may also go out on public holidays, on any day of the week
 * @param from the first time of the day
 * @param to the first time of the day that is too late; midnight for the end of the day
 */
public record ContactHours(Channel channel, Set<DayOfWeek> days, boolean onHolidays, LocalTime from, LocalTime to) {

    /** @throws IllegalArgumentException if no message could ever go out within the hours, or the channel is unknown */
    public ContactHours {
        days = Set.copyOf(days);
        if (channel == Channel.UNKNOWN) {
            throw new IllegalArgumentException("Hours of contact are for a channel; " + channel + " is none.");
        }
        if (days.isEmpty() && !onHolidays) {
            throw new IllegalArgumentException(
                    "Hours of contact on " + channel + " name no day. Name one, e.g. " + DayOfWeek.MONDAY + ".");
        }
        if (!to.equals(LocalTime.MIDNIGHT) && !from.isBefore(to)) {
            throw new IllegalArgumentException("Hours of contact on " + channel + " begin at " + from + " and end at "
                    + to + "; they have to end later on the same day. State a night as two, one until 24:00.");
        }
    }

    /** Whether the hours apply on a day. */
    boolean areOn(LocalDate day, boolean holiday) {
        return holiday ? onHolidays : days.contains(day.getDayOfWeek());
    }

    /** Whether a time of day is within the hours. */
    boolean include(LocalTime time) {
        return !time.isBefore(from) && (to.equals(LocalTime.MIDNIGHT) || time.isBefore(to));
    }

    /** Start and end, such as {@code 09:00-20:00}. */
    public String times() {
        return from + "-" + (to.equals(LocalTime.MIDNIGHT) ? "24:00" : to);
    }
}
