// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Duration;
import java.util.List;

/**
 * Reviewers' claims on cases. Claims are records in the log, and the first one there wins, so that two consoles never
 * give one case to two reviewers.
 */
public interface Claims {

    /** How long a claim holds without a sign of life. */
    Duration LEASE = Duration.ofMinutes(10);

    /**
     * Claims a case, or renews the reviewer's own claim.
     *
     * @throws NoSuchCase if there is no such case
     * @throws CaseClosed if it has ended
     * @throws ClaimHeld if another reviewer holds it; says who and until when
     * @throws LogUnavailable if the claim cannot be recorded
     */
    Claim claim(Reviewer reviewer, String caseId);

    /**
     * Takes a case over from its holder. For second reviewers.
     *
     * @throws NotAllowed if they are no second reviewer
     * @throws NoSuchCase if there is no such case
     * @throws CaseClosed if it has ended
     * @throws LogUnavailable if the claim cannot be recorded
     */
    Claim takeOver(Reviewer secondReviewer, String caseId, TakeOverReason reason);

    /**
     * Gives a case back; does nothing if the reviewer does not hold it.
     *
     * @throws NoSuchCase if there is no such case
     * @throws LogUnavailable if this cannot be recorded
     */
    void release(Reviewer reviewer, String caseId);

    /** The cases that a reviewer holds, nearest deadline first. */
    List<CaseSummary> heldBy(Reviewer reviewer);

    /** Why a claim was taken over. A code, not a text, since it is recorded with a colleague's pseudonym. */
    enum TakeOverReason {
        HOLDER_ABSENT,
        DEADLINE_NEAR,
        ESCALATED,
        CONFLICT_OF_INTEREST
    }
}
