// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import io.consentgate.review.facts.VerdictFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One verdict, all that the rules on verdicts may know about it, and the questions that several rules ask. */
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

    /** The case as the gate holds it; null when the gate holds none. */
    public @Nullable ReviewCase openCase() {
        return review.openCase();
    }

    /** The event as its publisher stated it; null when there is none, or it is unreadable. */
    public @Nullable ReviewedEvent event() {
        return review.event();
    }

    /** Whether the verdict's content is the very content of the decision. */
    public boolean contentAsBefore() {
        return review.contentAsBefore();
    }

    /** Whether another case already released the event. */
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

    /** Whether the verdict claims to confirm another verdict. */
    public boolean isConfirmation() {
        return verdict().secondReviewer() != null || verdict().confirms() != null;
    }

    /** Whether the verdict confirms exactly the waiting verdict. */
    public boolean confirmsProposal() {
        return confirmed() != null;
    }

    /** The waiting verdict, if this verdict confirms exactly it; null otherwise. */
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
