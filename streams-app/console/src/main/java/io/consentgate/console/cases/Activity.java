// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Records reviewers' acts as they happen, and measures the time that they spend; measured on the server, not in a
 * browser.
 */
public interface Activity {

    /**
     * A reviewer looks at a part of a case. Recorded once per part and opening.
     *
     * @throws NoSuchCase if there is no such case
     * @throws LogUnavailable if the act cannot be recorded
     */
    void lookedAt(Reviewer reviewer, String caseId, CasePart part);

    /**
     * A sign of life from a reviewer with an open case: they moved, scrolled or typed. Not recorded by itself. The time
     * since the last sign counts as active, up to {@link #LONGEST_PAUSE}. Renews a claim that would lapse soon.
     */
    void present(Reviewer reviewer, String caseId);

    /** A longer time without a sign is a pause and does not count. */
    Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** How long and how thoroughly a reviewer has considered a case; empty when they have not opened it. */
    Optional<Consideration> consideration(Reviewer reviewer, String caseId);

    /**
     * A reviewer's look at a case so far.
     *
     * @param active time without pauses
     * @param looked the parts opened
     */
    record Consideration(Instant openedAt, Duration active, Set<CasePart> looked) {

        public Consideration {
            looked = Set.copyOf(looked);
        }
    }
}
