// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;

/** Rejects what a campaign has in the queue. There is no bulk release, and there never will be. */
public interface BulkReject {

    /**
     * What would be rejected; from here on the reviewer's time counts.
     *
     * @throws NotAllowed if they may not decide
     */
    Plan plan(Reviewer reviewer, String campaignId);

    /**
     * Publishes a rejection for every open case of the campaign that had arrived when it was planned and that nobody
     * else works on. Does not wait for the gate's answers: the queue shows them.
     *
     * @param plan as given to this reviewer
     * @throws NotAllowed if they may not decide, the plan is not theirs, or was made less than {@code review.floor} ago, so
     *     that the gate would refuse every one; nothing is published then
     * @throws LogUnavailable if not all could be published; those that were stand, and it may be done again
     */
    Done reject(Reviewer reviewer, Plan plan, String rationale);

    /** How the gate has answered what was published, as far as it is known here by now. */
    Answers answers(Reviewer reviewer, Done done);

    /**
     * A bulk rejection, looked at before it is done.
     *
     * @param claimedByOthers how many are left out since somebody works on them
     */
    record Plan(String reviewer, String campaignId, QueueCounts counts, long claimedByOthers, Instant openedAt) {}

    /**
     * How many verdicts were published, and how many cases were left out.
     *
     * @param decidedAt what all these verdicts state as their time
     */
    record Done(long published, long leftOut, Instant decidedAt) {}

    /**
     * The gate's answers to a bulk rejection.
     *
     * @param applied cases that are closed by it
     * @param refused verdicts that did not take effect; these cases are as they were
     * @param waiting verdicts that were not answered yet
     */
    record Answers(long applied, long refused, long waiting) {}
}
