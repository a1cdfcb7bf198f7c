// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.Channel;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What an operator may set about when and how often a person is approached for marketing.
 *
 * @param hours when a channel may be used; one of which no hours are stated may be used at any time
 * @param limits how often a channel may be used; one of which no limit is stated may be used at will
 * @param limitsDivert whether what passes a limit is held back, or its publisher told
 * @param zones time zones of countries that have another than their legal order's
 * @param holidays the public holidays of the countries whose events are judged
 */
public record ContactOptions(
        List<ContactHours> hours,
        List<ContactLimit> limits,
        boolean limitsDivert,
        Map<String, ZoneId> zones,
        PublicHolidays holidays) {

    /** At any time and at will. */
    public static final ContactOptions DEFAULT =
            new ContactOptions(List.of(), List.of(), false, Map.of(), PublicHolidays.NONE);

    /** Of several limits that are passed the one with the shortest window is told, in whatever order they are stated. */
    public ContactOptions {
        hours = List.copyOf(hours);
        limits = limits.stream()
                .sorted(Comparator.comparing(ContactLimit::window).thenComparing(ContactLimit::most))
                .toList();
        zones = Map.copyOf(zones);
    }

    /** When a channel may be used; empty if at any time. */
    List<ContactHours> hoursOf(Channel channel) {
        return hours.isEmpty()
                ? hours
                : hours.stream().filter(each -> each.channel() == channel).toList();
    }

    /** How often a channel may be used, the shortest window first; empty if at will. */
    List<ContactLimit> limitsOf(Channel channel) {
        return limits.isEmpty()
                ? limits
                : limits.stream().filter(limit -> limit.channel() == channel).toList();
    }

    /** How many contacts of a person have to be remembered to say whether another one passes a limit. */
    public int mostRemembered() {
        return limits.stream().mapToInt(ContactLimit::most).max().orElse(0);
    }

    /** For how long contacts have to be remembered. */
    public Duration longestWindow() {
        return limits.stream()
                .map(ContactLimit::window)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
