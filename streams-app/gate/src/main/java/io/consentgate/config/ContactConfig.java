// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import io.consentgate.policy.law.Poland;
import java.util.Set;

/** When and how often a person is approached for marketing. */
public record ContactConfig(
        @Described(
                value =
                        "When marketing may go out, by the recipient's clocks, as 'VOICE MON-FRI 09:00-20:00' or 'SMS MON-SAT+HOL 08:00-21:00'; a channel may have several. HOL is a public holiday, which counts as no day of the week. MSG-CONTACT-HOURS holds back the rest.",
                inWords = "none: at any time")
        Set<String> hours,

        @Described(
                value =
                        "Time zone of a country's recipients, as FI=Europe/Helsinki. With hours set, each country but PL needs one.",
                inWords = Poland.COUNTRY + "=" + Poland.TIME_ZONE)
        Set<String> timeZones,

        @Described(
                value =
                        "How many marketing messages a person may get from one controller on one channel, as 'SMS 4 in 7d'; a channel may have several. MSG-CONTACT-FREQUENCY advises on more. Counted by the gate, at some cost in throughput.",
                inWords = "none: nothing is counted")
        Set<String> limits,

        @Described(
                value = "Whether MSG-CONTACT-FREQUENCY holds back what is more than a limit; otherwise it advises.",
                orElse = "false")
        boolean limitsDivert) {

    public ContactConfig {
        hours = Set.copyOf(hours);
        timeZones = Set.copyOf(timeZones);
        limits = Set.copyOf(limits);
    }
}
