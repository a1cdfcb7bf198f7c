// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Duration;
import java.util.Optional;

/** Gives verdicts to the gate, which judges them too. */
public interface Verdicts {

    /**
     * Publishes a verdict, acknowledged by all in-sync replicas, with the time and the evidence that were measured
     * here, and waits for the gate's answer. Claims the case first if nobody has it.
     *
     * @param patience how long to wait for the answer; the verdict stands when it ends
     * @throws NotAllowed if they may not decide
     * @throws NoSuchCase if there is none of that id
     * @throws CaseClosed if it has ended
     * @throws ClaimHeld if somebody else has it
     * @throws LogUnavailable if it could not be published; it may be given again
     */
    Submission submit(Reviewer reviewer, VerdictDraft draft, Duration patience);

    /**
     * What would replace the event's content if the verdict that waits were confirmed. Goes on record as UNMASKED first.
     *
     * @param verdictId {@link PendingVerdict#verdictId}
     * @throws NotAllowed if they may not decide
     * @throws NoSuchCase if there is no such case, no such verdict waits on it, it changes no content, or the person was
     *     erased
     * @throws CaseClosed if it has ended
     * @throws LogUnavailable if the brokers do not answer, or it cannot be put on record
     */
    Content openAmendment(Reviewer reviewer, String caseId, String verdictId);

    /**
     * Confirms a verdict that waits for a second pair of eyes: the same outcome, classification and content, with the
     * second reviewer's own time, evidence and rationale.
     *
     * @param verdictId {@link PendingVerdict#verdictId}
     * @throws NotAllowed if they are no second reviewer, or gave the verdict themselves
     * @throws NoSuchCase if there is no such case, or no such verdict waits on it
     * @throws AmendmentUnseen if it replaces the content, and they have not opened what by
     * @throws CaseClosed if it has ended
     * @throws ClaimHeld if somebody else has it
     * @throws LogUnavailable if it could not be published; it may be given again
     */
    Submission confirm(Reviewer secondReviewer, String caseId, String verdictId, String rationale, Duration patience);

    /** What the gate made of a verdict; empty when it has not answered yet or there is no such verdict. */
    Optional<VerdictResult> result(String verdictId);

    /** The same of a verdict on that case; empty for one on another. */
    Optional<VerdictResult> result(String verdictId, String caseId);
}
