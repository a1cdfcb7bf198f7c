// SPDX-License-Identifier: Apache-2.0
package io.consentgate.rulebook;

import io.consentgate.policy.LegalReview;
import io.consentgate.policy.Release;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule on a day, in one language. Field names are a public contract: {@code gate rules --format json} and the API
 * write them.
 *
 * @param question the rule's question; an event complies if the answer is "yes"
 * @param says the rule's message when it is broken
 * @param does the rule's effect when it is broken
 * @param doing this effect in words
 * @param binds false if all of its law takes effect only later; the rule diverts all the same
 * @param citations the rule's legal sources, as worded on that day; empty for the gate's own rules
 * @param releases review outcomes that the rule allows; empty if a reviewer can only reject
 * @param review who has checked the rule against the law; null if no lawyer has
 * @param disputedBy judgments that read the law otherwise; empty if none is known
 * @param examples cases of each side; empty if the tables have none for this law
 */
public record RuleEntry(
        String code,
        String question,
        String says,
        Does does,
        String doing,
        boolean binds,
        List<Source> citations,
        List<WayOut> releases,
        @Nullable LegalReview review,
        List<Source> disputedBy,
        List<Example> examples) {

    /** Effect of a broken rule. */
    public enum Does {
        /** The gate holds the event back. */
        DIVERTS,
        /** The event goes on, with advice to its publisher. */
        ADVISES,
        /** Set to observe: the event goes on, and is counted as one that would have been diverted. */
        OBSERVED,
        /** None: the rule depends on a setting that has no value. */
        UNSET,
        /** A reviewer's verdict has no effect. */
        REFUSES
    }

    /**
     * A provision, judgment or guidance.
     *
     * @param text as lawyers of that language cite it
     * @param url of the official text
     * @param from first day in force
     * @param to first day no longer in force; null while in force
     */
    public record Source(
            String text, URI url, LocalDate from, @Nullable LocalDate to) {}

    /** A lawful way out of quarantine, with its description. */
    public record WayOut(Release release, String text) {}

    public RuleEntry {
        citations = List.copyOf(citations);
        releases = List.copyOf(releases);
        disputedBy = List.copyOf(disputedBy);
        examples = List.copyOf(examples);
    }

    public boolean isDisputed() {
        return !disputedBy.isEmpty();
    }
}
