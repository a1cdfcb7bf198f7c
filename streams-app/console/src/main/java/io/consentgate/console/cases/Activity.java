// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What reviewers do, put on record as it happens, and the time that they spend; measured here, not in a browser. */
public interface Activity {

    /**
     * A reviewer looks at a part of a case. On record once per part and opening.
     *
     * @throws NoSuchCase if there is none of that id
     * @throws LogUnavailable if it cannot be put on record
     */
    void lookedAt(Reviewer reviewer, String caseId, CasePart part);

    /**
     * A sign of life from a reviewer who has a case open: they moved, scrolled or typed. Not recorded by itself; the
     * time since the last sign counts as active, up to {@link #LONGEST_PAUSE}. Renews a claim that would lapse soon.
     */
    void present(Reviewer reviewer, String caseId);

    /** Longer than this without a sign is a pause and does not count. */
    Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** How long and how thoroughly a reviewer has had a case open; empty when they have not opened it. */
    Optional<Consideration> consideration(Reviewer reviewer, String caseId);

    /**
     * A reviewer's look at a case so far.
     *
     * @param active pauses left out
     * @param looked parts that they opened
     */
    record Consideration(Instant openedAt, Duration active, Set<CasePart> looked) {

        public Consideration {
            looked = Set.copyOf(looked);
        }
    }
}
