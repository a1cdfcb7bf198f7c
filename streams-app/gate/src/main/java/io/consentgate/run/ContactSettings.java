// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.config.ContactConfig;
import io.consentgate.config.ShortDuration;
import io.consentgate.policy.ContactHours;
import io.consentgate.policy.ContactLimit;
import io.consentgate.policy.ContactOptions;
import io.consentgate.policy.PublicHolidays;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.law.LawBook;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the settings about when and how often a person may be approached. */
public final class ContactSettings {

    private static final Pattern HOURS = Pattern.compile("(\\w+)\\s+(\\S+)\\s+(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)");
    private static final Pattern LIMIT = Pattern.compile("(\\w+)\\s+(\\d{1,4})\\s+in\\s+(\\w+)");
    private static final Pattern ZONE = Pattern.compile("([A-Z]{2})=(\\S+)");

    private static final Duration LONGEST = Duration.ofDays(366);

    private static final String HOLIDAY = "HOL";
    private static final String END_OF_DAY = "24:00";

    private ContactSettings() {}

    /**
     * The options of a configuration.
     *
     * @param jurisdictions countries whose events are judged
     * @throws IllegalArgumentException if a text cannot be parsed, or a country's time zone or holidays are unknown
     */
    static ContactOptions of(ContactConfig config, Set<String> jurisdictions) {
        Map<String, ZoneId> zones = new HashMap<>();
        config.timeZones().forEach(zone -> addZone(zone, zones));
        if (!config.hours().isEmpty()) {
            requireZones(jurisdictions, zones);
        }
        return new ContactOptions(
                config.hours().stream().sorted().map(ContactSettings::hours).toList(),
                config.limits().stream().map(ContactSettings::limit).toList(),
                config.limitsDivert(),
                zones,
                config.hours().isEmpty() ? PublicHolidays.NONE : NationalHolidays.of(jurisdictions));
    }

    /**
     * Hours such as {@code VOICE MON-FRI 09:00-20:00}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static ContactHours hours(String text) {
        Matcher words = HOURS.matcher(text.strip());
        if (!words.matches()) {
            throw new IllegalArgumentException("contact.hours: '" + text
                    + "' cannot be read; write a channel, days and times, e.g. VOICE MON-FRI 09:00-20:00");
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        boolean onHolidays = false;
        for (String part : words.group(2).split("\\+", -1)) {
            if (part.equals(HOLIDAY)) {
                onHolidays = true;
            } else {
                addDays(part, days);
            }
        }
        return new ContactHours(
                channel(words.group(1)), days, onHolidays, time(words.group(3)), endTime(words.group(4)));
    }

    /**
     * A limit such as {@code SMS 4 in 7d}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static ContactLimit limit(String text) {
        Matcher words = LIMIT.matcher(text.strip());
        if (!words.matches()) {
            throw new IllegalArgumentException("contact.limits: '" + text
                    + "' cannot be read; write a channel, a number and a time, e.g. SMS 4 in 7d");
        }
        Channel channel = channel(words.group(1));
        Duration window = ShortDuration.parse(words.group(3));
        if (window.isZero() || window.compareTo(LONGEST) > 0 || !window.equals(Duration.ofHours(window.toHours()))) {
            throw new IllegalArgumentException("contact.limits: '" + text
                    + "' cannot be counted; its time has to be whole hours, from 1h to " + LONGEST.toDays() + "d");
        }
        return new ContactLimit(channel, Integer.parseInt(words.group(2)), window);
    }

    private static void addZone(String text, Map<String, ZoneId> zones) {
        Matcher words = ZONE.matcher(text.strip());
        try {
            if (words.matches()) {
                zones.put(words.group(1), ZoneId.of(words.group(2)));
                return;
            }
        } catch (DateTimeException e) {
            // The exception below reports it.
        }
        throw new IllegalArgumentException("contact.time-zones: '" + text
                + "' cannot be read; write a country and its zone, e.g. FI=Europe/Helsinki");
    }

    /** One rule pack serves many countries, which have different time zones. */
    private static void requireZones(Set<String> jurisdictions, Map<String, ZoneId> zones) {
        LawBook laws = LawBook.standard();
        for (String country : jurisdictions) {
            if (!zones.containsKey(country) && !laws.hasOwnZone(country)) {
                throw new IllegalArgumentException("contact.hours is set and the time zone of " + country
                        + " is not known; add it to contact.time-zones, e.g. FI=Europe/Helsinki");
            }
        }
    }

    private static Channel channel(String name) {
        for (Channel channel : Channel.values()) {
            if (channel.name().equals(name) && channel != Channel.UNKNOWN) {
                return channel;
            }
        }
        Set<Channel> known = EnumSet.complementOf(EnumSet.of(Channel.UNKNOWN));
        throw new IllegalArgumentException("contact: there is no channel '" + name + "'; write one of " + known);
    }

    /** A day or a range of days. A range may wrap around the end of the week. */
    private static void addDays(String part, Set<DayOfWeek> days) {
        String[] ends = part.split("-", -1);
        DayOfWeek first = day(ends[0]);
        DayOfWeek last = day(ends[ends.length - 1]);
        for (DayOfWeek day = first; day != last; day = day.plus(1)) {
            days.add(day);
        }
        days.add(last);
    }

    private static DayOfWeek day(String name) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().substring(0, 3).equals(name)) {
                return day;
            }
        }
        throw new IllegalArgumentException("contact.hours: there is no day '" + name
                + "'; write MON, TUE, WED, THU, FRI, SAT, SUN or HOL, a range such as MON-FRI, or several with +");
    }

    private static LocalTime endTime(String text) {
        return text.equals(END_OF_DAY) ? LocalTime.MIDNIGHT : time(text);
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "contact.hours: '" + text + "' is no time of day; write it as 09:00, the end of the day as 24:00",
                    e);
        }
    }
}
