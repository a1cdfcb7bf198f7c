// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outcome for a verdict: it is refused, or takes effect in one of four ways. */
public sealed interface Ruling {

    /** What the gate must remember of the reviewer; null when the verdict shows nothing about them. */
    ReviewerFigures.@Nullable Act act();

    /**
     * The case stays as it was.
     *
     * @param refusals the broken rules on verdicts, then the rules that the event breaks now; never empty
     * @param consentRead whether the rules on events ran
     * @param proposal the verdict that a second reviewer may confirm; null when the gate refused the verdict for other
     *     reasons, too, or the verdict was itself a confirmation: then the earlier proposal keeps waiting
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
     * The event will never be released.
     *
     * @param act null when it was rejected with its campaign, which shows nothing about how the reviewer reads cases
     */
    record Rejected(ReviewerFigures.@Nullable Act act) implements Ruling {}

    /** A person with more authority must decide; the case stays open, and only they may release it. */
    record Escalated() implements Ruling {

        @Override
        public ReviewerFigures.@Nullable Act act() {
            return null;
        }
    }

    /**
     * The case was planted: it is closed after any verdict, and never released.
     *
     * @param act null when it was rejected with its campaign
     */
    record ControlClosed(ReviewerFigures.@Nullable Act act) implements Ruling {}

    /**
     * The event is released.
     *
     * @param event as judged: corrected, or decided by a human
     * @param assessment what the rules say of the event at this instant
     */
    record Released(ReviewedEvent event, Assessment.Cleared assessment, ReviewerFigures.Act act) implements Ruling {}
}
