// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import io.consentgate.review.facts.VerdictFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One verdict and all that the rules on verdicts may know about it, with the questions that several rules ask. */
public final class VerdictSituation {
    private final Review review;
    private final ReviewOptions options;

    VerdictSituation(Review review, ReviewOptions options) {
        this.review = review;
        this.options = options;
    }

    public VerdictFacts verdict() {
        return review.verdict();
    }

    /** The case as the gate holds it; null when it holds none. */
    public @Nullable ReviewCase openCase() {
        return review.openCase();
    }

    /** The event as its publisher had it; null when there is none that can be read. */
    public @Nullable ReviewedEvent event() {
        return review.event();
    }

    /** Whether the verdict's content is the very content that the decision had. */
    public boolean contentAsBefore() {
        return review.contentAsBefore();
    }

    /** Whether the event went on before, by another case. */
    public boolean eventReleased() {
        return review.eventReleased();
    }

    public boolean verdictSeen() {
        return review.verdictSeen();
    }

    public Instant at() {
        return review.at();
    }

    public ReviewOptions options() {
        return options;
    }

    /** Whether the verdict says that it confirms another's. */
    public boolean isConfirmation() {
        return verdict().secondReviewer() != null || verdict().confirms() != null;
    }

    /** Whether the verdict confirms exactly the one that waits. */
    public boolean confirmsProposal() {
        return confirmed() != null;
    }

    /** The verdict that waits, if this one confirms exactly that one; null otherwise. */
    @Nullable
    Proposal confirmed() {
        VerdictFacts verdict = verdict();
        ReviewCase openCase = openCase();
        Proposal waiting = openCase == null ? null : openCase.proposal();
        return waiting != null
                        && verdict.secondReviewer() != null
                        && waiting.verdictId().equals(verdict.confirms())
                        && waiting.reviewer().equals(verdict.reviewer())
                        && waiting.substance().equals(Proposal.substanceOf(verdict))
                ? waiting
                : null;
    }
}
