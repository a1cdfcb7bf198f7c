// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;

/** Rejects a campaign's cases in the queue. There is no bulk release, and there never will be. */
public interface BulkReject {

    /**
     * The cases that would be rejected. From now on, the reviewer's time counts.
     *
     * @throws NotAllowed if they may not decide
     */
    Plan plan(Reviewer reviewer, String campaignId);

    /**
     * Publishes a rejection for every open case of the campaign that was in the plan and that no other reviewer has
     * claimed. Does not wait for the gate's answers: the queue shows them.
     *
     * @param plan as given to this reviewer
     * @throws NotAllowed if they may not decide, the plan is another's, or the plan is younger than {@code
     *     review.floor}. The gate would then refuse every rejection, so none is published
     * @throws LogUnavailable if some rejections could not be published; the published ones stand, and a retry is
     *     allowed
     */
    Done reject(Reviewer reviewer, Plan plan, String rationale);

    /** The gate's answers to the published rejections, as far as this console knows them. */
    Answers answers(Reviewer reviewer, Done done);

    /**
     * A bulk rejection before it is carried out.
     *
     * @param claimedByOthers number of cases left out because another reviewer has claimed them
     */
    record Plan(String reviewer, String campaignId, QueueCounts counts, long claimedByOthers, Instant openedAt) {}

    /**
     * Number of published verdicts, and of cases left out.
     *
     * @param decidedAt the time stated by all these verdicts
     */
    record Done(long published, long leftOut, Instant decidedAt) {}

    /**
     * The gate's answers to a bulk rejection.
     *
     * @param applied cases closed by it
     * @param refused verdicts without effect; these cases are unchanged
     * @param waiting verdicts without an answer yet
     */
    record Answers(long applied, long refused, long waiting) {}
}
