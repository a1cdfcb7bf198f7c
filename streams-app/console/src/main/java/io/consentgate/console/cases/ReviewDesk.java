// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.Optional;

/** Everything that the console stands on. Closing it ends its work with the log. */
public interface ReviewDesk extends AutoCloseable {

    /** As many reviewers may ask for the next case at one moment, and each gets another. */
    int MOST_AT_ONCE = 50;

    CaseQueue queue();

    CaseFiles files();

    Activity activity();

    Claims claims();

    /**
     * Claims the most pressing case that nobody works on. Where another was quicker, the one after it.
     *
     * @return the case; empty when none is left
     * @throws ClaimHeld if others were quicker again and again
     */
    default Optional<CaseSummary> takeNext(QueueFilter filter, Reviewer reviewer) {
        for (int tries = 1; ; tries++) {
            Optional<CaseSummary> next = queue().next(filter, reviewer);
            if (next.isEmpty()) {
                return next;
            }
            try {
                claims().claim(reviewer, next.get().caseId());
                return next;
            } catch (ClaimHeld | CaseClosed anotherWasQuicker) {
                if (tries == MOST_AT_ONCE) {
                    throw anotherWasQuicker;
                }
            }
        }
    }

    Verdicts verdicts();

    BulkReject bulkReject();

    Figures figures();

    AuditTrail auditTrail();

    /** What the gate states of the settings that it enforces. */
    GateSettings gateSettings();

    /** How far the local index has read the log. */
    Progress progress();

    @Override
    void close();

    /**
     * Progress of the index.
     *
     * @param caughtUp whether it has once read all that was there; until then the queue is incomplete
     * @param recordsBehind records in the log that it has not read yet, transaction markers included
     * @param failing whether reading fails at the moment; it goes on by itself
     * @param stopped whether it will not go on by itself: the console has to be started again
     */
    record Progress(boolean caughtUp, long recordsBehind, boolean failing, boolean stopped) {}
}
