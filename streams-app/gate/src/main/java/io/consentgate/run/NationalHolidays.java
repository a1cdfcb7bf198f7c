// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import io.consentgate.policy.PublicHolidays;
import java.time.LocalDate;
import java.time.Year;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Public holidays by Jollyday's calendars: national ones only, no regional ones. Thread-safe. */
public final class NationalHolidays implements PublicHolidays {

    private final Map<String, Calendar> calendars;

    private NationalHolidays(Map<String, Calendar> calendars) {
        this.calendars = Map.copyOf(calendars);
    }

    /**
     * The holidays of these countries.
     *
     * @param countries ISO 3166 alpha-2
     * @throws IllegalArgumentException if a country's holidays are not known
     */
    public static NationalHolidays of(Set<String> countries) {
        Map<String, Calendar> calendars = new HashMap<>();
        for (String country : countries) {
            if (!HolidayManager.getSupportedCalendarCodes().contains(country)) {
                throw new IllegalArgumentException("The public holidays of " + country
                        + " are not known, so no hours of contact can be kept there. Remove it from the jurisdictions,"
                        + " or the hours.");
            }
            calendars.put(country, new Calendar(HolidayManager.getInstance(ManagerParameters.create(country))));
        }
        return new NationalHolidays(calendars);
    }

    /** False for a country that is not among the given ones. */
    @Override
    public boolean isHoliday(String country, LocalDate day) {
        Calendar calendar = calendars.get(country);
        return calendar != null && calendar.has(day);
    }

    private record Calendar(HolidayManager manager, Map<Integer, Set<LocalDate>> byYear) {

        Calendar(HolidayManager manager) {
            this(manager, new ConcurrentHashMap<>());
        }

        boolean has(LocalDate day) {
            return byYear.computeIfAbsent(day.getYear(), this::of).contains(day);
        }

        /** Includes substitute days; excludes days that are commemorated but worked. */
        private Set<LocalDate> of(int year) {
            return manager.getHolidays(Year.of(year)).stream()
                    .filter(holiday -> holiday.getType() != HolidayType.OBSERVANCE)
                    .flatMap(holiday ->
                            Stream.concat(Stream.of(holiday.getActualDate()), holiday.getObservedDate().stream()))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
