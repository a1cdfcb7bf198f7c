// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.Channel;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The operator's settings for when and how often a person is approached for marketing.
 *
 * @param hours when a channel may be used; a channel without stated hours may be used at any time
 * @param limits how often a channel may be used; a channel without a stated limit may be used without limit
 * @param limitsDivert whether a message beyond a limit is held back; otherwise its publisher gets advice
 * @param zones time zones of countries whose zone differs from their legal order's
 * @param holidays the public holidays of the countries whose events are judged
 */
public record ContactOptions(
        List<ContactHours> hours,
        List<ContactLimit> limits,
        boolean limitsDivert,
        Map<String, ZoneId> zones,
        PublicHolidays holidays) {

    /** At any time and without limit. */
    public static final ContactOptions DEFAULT =
            new ContactOptions(List.of(), List.of(), false, Map.of(), PublicHolidays.NONE);

    /** Of several exceeded limits the gate reports the one with the shortest window, in any order of statement. */
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

    /** How often a channel may be used, the shortest window first; empty if there is no limit. */
    List<ContactLimit> limitsOf(Channel channel) {
        return limits.isEmpty()
                ? limits
                : limits.stream().filter(limit -> limit.channel() == channel).toList();
    }

    /** How many contacts of a person the gate must remember to say whether another contact exceeds a limit. */
    public int mostRemembered() {
        return limits.stream().mapToInt(ContactLimit::most).max().orElse(0);
    }

    /** How long the gate must remember contacts. */
    public Duration longestWindow() {
        return limits.stream()
                .map(ContactLimit::window)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
