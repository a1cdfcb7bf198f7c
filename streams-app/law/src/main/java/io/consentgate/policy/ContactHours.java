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
 * @param days days of the week, as far as they are no public holidays
 * @param onHolidays whether it may on public holidays, too, whatever day of the week they fall on
 * @param from the first time of the day
 * @param to the first time of the day that is too late; midnight for the end of the day
 */
public record ContactHours(Channel channel, Set<DayOfWeek> days, boolean onHolidays, LocalTime from, LocalTime to) {

    /** @throws IllegalArgumentException if nothing could ever go out within them, or their channel is none */
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

    /** Whether they are set for a day, whatever the time. */
    boolean areOn(LocalDate day, boolean holiday) {
        return holiday ? onHolidays : days.contains(day.getDayOfWeek());
    }

    /** Whether a time of their days is within them. */
    boolean include(LocalTime time) {
        return !time.isBefore(from) && (to.equals(LocalTime.MIDNIGHT) || time.isBefore(to));
    }

    /** From when until when, such as {@code 09:00-20:00}. */
    public String times() {
        return from + "-" + (to.equals(LocalTime.MIDNIGHT) ? "24:00" : to);
    }
}
