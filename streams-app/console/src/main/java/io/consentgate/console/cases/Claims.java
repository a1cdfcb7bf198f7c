// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Duration;
import java.util.List;

/**
 * Who works on what. Claims are records in the log, and the first one there wins, so that two consoles never give one
 * case to two reviewers.
 */
public interface Claims {

    /** How long a claim holds without a sign of life. */
    Duration LEASE = Duration.ofMinutes(10);

    /**
     * Claims a case, or renews one's own claim.
     *
     * @throws NoSuchCase if there is none of that id
     * @throws CaseClosed if it has ended
     * @throws ClaimHeld if somebody else has it; says who and until when
     * @throws LogUnavailable if it cannot be put on record
     */
    Claim claim(Reviewer reviewer, String caseId);

    /**
     * Takes a case over from whoever has it. For second reviewers.
     *
     * @throws NotAllowed if they are no second reviewer
     * @throws NoSuchCase if there is none of that id
     * @throws CaseClosed if it has ended
     * @throws LogUnavailable if it cannot be put on record
     */
    Claim takeOver(Reviewer secondReviewer, String caseId, TakeOverReason reason);

    /**
     * Gives a case back; does nothing if the reviewer does not have it.
     *
     * @throws NoSuchCase if there is none of that id
     * @throws LogUnavailable if it cannot be put on record
     */
    void release(Reviewer reviewer, String caseId);

    /** What a reviewer has, nearest deadline first. */
    List<CaseSummary> heldBy(Reviewer reviewer);

    /** Why a claim was taken over. A code, not a text, since it goes on record with a colleague's pseudonym. */
    enum TakeOverReason {
        HOLDER_ABSENT,
        DEADLINE_NEAR,
        ESCALATED,
        CONFLICT_OF_INTEREST
    }
}
