// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How often one controller may approach one person for marketing on one channel.
 *
 * @param most messages within the window
 * @param window in whole hours
 */
public record ContactLimit(Channel channel, int most, Duration window) {
    private static final int HIGHEST = 100;
    private static final Duration LONGEST = Duration.ofDays(366);

    /** @throws IllegalArgumentException if no message could ever go out, or the gate would have to remember too much */
    public ContactLimit {
        if (channel == Channel.UNKNOWN) {
            throw new IllegalArgumentException("A limit of contacts is for a channel; " + channel + " is none.");
        }
        if (most < 1 || most > HIGHEST) {
            throw new IllegalArgumentException("The limit of contacts on " + channel + " is " + most
                    + "; it has to be from 1 to " + HIGHEST + ".");
        }
        if (window.compareTo(Duration.ofHours(1)) < 0
                || window.compareTo(LONGEST) > 0
                || !window.equals(Duration.ofHours(window.toHours()))) {
            throw new IllegalArgumentException("Contacts on " + channel + " are counted within " + window
                    + "; it has to be whole hours, from one to " + LONGEST.toHours() + ".");
        }
    }

    /**
     * Whether as many contacts fall into the window before an instant; a contact exactly as old as the window does not
     * count.
     */
    boolean isReachedBy(List<Instant> contacts, Instant at) {
        Instant after = at.minus(window);
        return contacts.stream().filter(contact -> contact.isAfter(after)).count() >= most;
    }
}
