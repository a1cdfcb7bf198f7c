// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import io.consentgate.policy.facts.Channel;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Year;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Hours and limits of contact as the decision tables write them, and the holidays that their rows speak of. */
final class WrittenContact {
    private static final List<String> DAYS = Arrays.stream(DayOfWeek.values())
            .map(day -> day.name().substring(0, 3))
            .toList();

    private WrittenContact() {}

    /** Such as {@code VOICE MON-FRI+HOL 09:00-20:00}. */
    static ContactHours hours(String text) {
        String[] words = text.split("[ ]+", -1);
        String[] times = words[2].split("-", -1);
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : words[1].split("\\+", -1)) {
            if (!part.equals("HOL")) {
                String[] ends = part.split("-", -1);
                days.addAll(EnumSet.range(day(ends[0]), day(ends[ends.length - 1])));
            }
        }
        return new ContactHours(
                Channel.valueOf(words[0]), days, words[1].contains("HOL"), time(times[0]), time(times[1]));
    }

    /** Such as {@code SMS 4 in 24h}. */
    static ContactLimit limit(String text) {
        String[] words = text.split(" ", -1);
        return new ContactLimit(Channel.valueOf(words[0]), Integer.parseInt(words[1]), Duration.parse("PT" + words[3]));
    }

    /** National holidays, without the days on which people work. */
    static boolean isHoliday(String country, LocalDate day) {
        return HolidayManager.getInstance(ManagerParameters.create(country))
                .getHolidays(Year.of(day.getYear()))
                .stream()
                .filter(holiday -> holiday.getType() != HolidayType.OBSERVANCE)
                .map(Holiday::getActualDate)
                .anyMatch(day::equals);
    }

    private static DayOfWeek day(String name) {
        return DayOfWeek.of(DAYS.indexOf(name) + 1);
    }

    private static LocalTime time(String text) {
        return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    }
}
