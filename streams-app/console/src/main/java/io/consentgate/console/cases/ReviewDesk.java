// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.Optional;

/** All functions behind the console. Closing it ends its work with the log. */
public interface ReviewDesk extends AutoCloseable {

    /** Up to this many reviewers may ask for the next case at the same moment, and each gets another case. */
    int MOST_AT_ONCE = 50;

    CaseQueue queue();

    CaseFiles files();

    Activity activity();

    Claims claims();

    /**
     * Claims the most urgent case without a claim. If another reviewer is faster, claims the next one.
     *
     * @return the case; empty when none is left
     * @throws ClaimHeld if others were faster again and again
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

    /** The gate's statements about the settings that it enforces. */
    GateSettings gateSettings();

    /** How far the local index has read the log. */
    Progress progress();

    @Override
    void close();

    /**
     * Progress of the index.
     *
     * @param caughtUp whether the index has read the whole log once; until then the queue is incomplete
     * @param recordsBehind unread records in the log, transaction markers included
     * @param failing whether reading fails at the moment; retries continue
     * @param stopped whether reading has stopped for good: an operator must restart the console
     */
    record Progress(boolean caughtUp, long recordsBehind, boolean failing, boolean stopped) {}
}
