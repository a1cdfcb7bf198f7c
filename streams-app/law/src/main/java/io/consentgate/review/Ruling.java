// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a verdict: it is refused, or it takes effect in one of four ways. */
public sealed interface Ruling {

    /** What is to be remembered of the reviewer; null when the verdict tells nothing about them. */
    ReviewerFigures.@Nullable Act act();

    /**
     * The case is as it was.
     *
     * @param refusals why: the rules on verdicts, then the rules that the event breaks now; never empty
     * @param consentRead whether the rules on events ran
     * @param proposal what a second reviewer may confirm; null when the verdict was refused for more than want of one,
     *     or was itself a confirmation: what waits goes on waiting
     */
    record Refused(
            List<Reason> refusals,
            boolean consentRead,
            @Nullable Proposal proposal,
            ReviewerFigures.@Nullable Act act) implements Ruling {

        public Refused {
            refusals = List.copyOf(refusals);
            if (refusals.isEmpty()) {
                throw new IllegalArgumentException("A refusal has to say why.");
            }
        }
    }

    /**
     * The event is never to go on.
     *
     * @param act null when it was rejected with its campaign: that tells nothing of how the reviewer reads cases
     */
    record Rejected(ReviewerFigures.@Nullable Act act) implements Ruling {}

    /** Someone with more authority is to decide; the case stays open, and only they may release it. */
    record Escalated() implements Ruling {

        @Override
        public ReviewerFigures.@Nullable Act act() {
            return null;
        }
    }

    /**
     * The case was planted: it is closed, whatever the verdict, and never goes on.
     *
     * @param act null when it was rejected with its campaign
     */
    record ControlClosed(ReviewerFigures.@Nullable Act act) implements Ruling {}

    /**
     * The event goes on.
     *
     * @param event as it was judged: corrected, or decided by a human
     * @param assessment what the rules say of it, at this instant
     */
    record Released(ReviewedEvent event, Assessment.Cleared assessment, ReviewerFigures.Act act) implements Ruling {}
}
