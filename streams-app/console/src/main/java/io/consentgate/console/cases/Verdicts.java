// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Duration;
import java.util.Optional;

/** Gives verdicts to the gate, which judges each verdict. */
public interface Verdicts {

    /**
     * Publishes a verdict with the measured time and evidence, acknowledged by all in-sync replicas, and waits for the
     * gate's answer. First claims an unclaimed case.
     *
     * @param patience how long to wait for the answer; the verdict stays valid when the wait ends
     * @throws NotAllowed if they may not decide
     * @throws NoSuchCase if there is no such case
     * @throws CaseClosed if it has ended
     * @throws ClaimHeld if another reviewer holds it
     * @throws LogUnavailable if it could not be published; it may be given again
     */
    Submission submit(Reviewer reviewer, VerdictDraft draft, Duration patience);

    /**
     * The content that the pending verdict would put in place, once confirmed. First recorded as UNMASKED.
     *
     * @param verdictId {@link PendingVerdict#verdictId}
     * @throws NotAllowed if they may not decide
     * @throws NoSuchCase if there is no such case, no such verdict waits on it, it changes no content, or the person
     *     was erased
     * @throws CaseClosed if it has ended
     * @throws LogUnavailable if the brokers do not answer, or the act cannot be recorded
     */
    Content openAmendment(Reviewer reviewer, String caseId, String verdictId);

    /**
     * Confirms a pending verdict: the same outcome, classification and content, with the second reviewer's own time,
     * evidence and rationale.
     *
     * @param verdictId {@link PendingVerdict#verdictId}
     * @throws NotAllowed if they are no second reviewer, or gave the verdict themselves
     * @throws NoSuchCase if there is no such case, or no such verdict waits on it
     * @throws AmendmentUnseen if it replaces the content, and they have not opened the new content
     * @throws CaseClosed if it has ended
     * @throws ClaimHeld if another reviewer holds it
     * @throws LogUnavailable if it could not be published; it may be given again
     */
    Submission confirm(Reviewer secondReviewer, String caseId, String verdictId, String rationale, Duration patience);

    /** The gate's answer to a verdict; empty when there is none yet or there is no such verdict. */
    Optional<VerdictResult> result(String verdictId);

    /** The gate's answer to a verdict on this case; empty for a verdict on another case. */
    Optional<VerdictResult> result(String verdictId, String caseId);
}
