// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * All that is to be known of a rule but its condition.
 *
 * @param kind what the rule does at most
 * @param releases the lawful ways out of quarantine; empty leaves rejection only
 * @param citations newest first; empty for the gate's own rules
 * @param en what it says, in English
 * @param pl what it says, in Polish
 */
public record RuleDescription(
        RuleCode code, RuleKind kind, Set<Release> releases, List<Citation> citations, String en, String pl) {

    public RuleDescription {
        releases = Set.copyOf(releases);
        citations = List.copyOf(citations);
    }

    /** Whether some provision behind the rule binds on that day, or the rule rests on none. */
    public boolean bindsOn(LocalDate day) {
        return citations.isEmpty()
                || citations.stream().anyMatch(citation -> citation.inForce().on(day));
    }

    /**
     * The provisions that bind on a day. For a day on which none does it is the earliest ones: the gate still diverts
     * such an event, and their dates tell the reader when they bind.
     */
    public List<Citation> citationsOn(LocalDate day) {
        List<Citation> binding = citations.stream()
                .filter(citation -> citation.inForce().on(day))
                .toList();
        if (!binding.isEmpty() || citations.isEmpty()) {
            return binding;
        }
        LocalDate earliest = citations.stream()
                .map(citation -> citation.inForce().from())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return citations.stream()
                .filter(citation -> citation.inForce().from().equals(earliest))
                .toList();
    }
}
