// SPDX-License-Identifier: Apache-2.0
package io.consentgate.rulebook;

import io.consentgate.policy.LegalReview;
import io.consentgate.policy.Release;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule as it is on a day, in one language. Field names are a public contract: {@code gate rules --format json} and the
 * API write them.
 *
 * @param question what it asks; "yes" keeps it
 * @param says what it says when it is not kept
 * @param does what it does then
 * @param doing the same in words
 * @param binds false if all that it rests on binds only later; it holds back all the same
 * @param citations what it rests on, as worded on that day; empty for the gate's own rules
 * @param releases outcomes of a review that it leaves open; empty if only rejection is
 * @param review who has read it against the law; null if no lawyer has
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

    /** What a rule does when it is not kept. */
    public enum Does {
        /** The event is held back. */
        DIVERTS,
        /** The event goes on, with advice to its publisher. */
        ADVISES,
        /** Set to observe: the event goes on, and is counted as one that would have been held back. */
        OBSERVED,
        /** Nothing: it goes by a setting, and nothing is set. */
        UNSET,
        /** A reviewer's verdict has no effect. */
        REFUSES
    }

    /**
     * A provision, judgment or guidance.
     *
     * @param text as lawyers of that language cite it
     * @param url where the official text is published
     * @param from first day in force
     * @param to first day no longer in force; null while it is in force
     */
    public record Source(
            String text, URI url, LocalDate from, @Nullable LocalDate to) {}

    /** A lawful way out of quarantine, and what it is in words. */
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
