// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/** Everything that the console stands on. Closing it ends its work with the log. */
public interface ReviewDesk extends AutoCloseable {

    CaseQueue queue();

    CaseFiles files();

    Activity activity();

    Claims claims();

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
     */
    record Progress(boolean caughtUp, long recordsBehind, boolean failing) {}
}
