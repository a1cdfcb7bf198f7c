// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The index's inserts, batched in one transaction. Reading a record again, after a restart, changes nothing. */
final class Statements implements AutoCloseable {

    final PreparedBatch cases;
    final PreparedBatch acts;
    final PreparedBatch verdicts;
    final PreparedBatch outcomes;
    final PreparedBatch consents;
    final PreparedBatch heldConsents;
    final PreparedBatch settings;
    final PreparedBatch copies;

    Statements(Handle handle) {
        cases = handle.prepareBatch("insert into cases (id, subject, facet, outcomes, digest, quarantined_at, due,"
                + " retain_until, partition, position) values (:id, :subject, :facet, :outcomes, :digest,"
                + " :quarantinedAt, :due, :retainUntil, :partition, :position) on conflict do nothing");
        acts = handle.prepareBatch("insert into acts values (:partition, :position, :caseId, :subject, :actor, :act,"
                + " :part, :leaseUntil, :takesOver, :at) on conflict do nothing");
        verdicts = handle.prepareBatch("insert into verdicts values (:partition, :position, :verdictId, :caseId,"
                + " :subject, :reviewer, :secondReviewer, :confirms, :outcome, :openedAt, :activeSeconds, :decidedAt,"
                + " :bulk, :failsControl, :rationale) on conflict do nothing");
        outcomes = handle.prepareBatch("insert into outcomes values (:partition, :position, :caseId, :subject,"
                + " :verdictId, :result, :outcome, :fourEyes, :control, :releasedTopic, :reviewer, :at, :held)"
                + " on conflict do nothing");
        consents = handle.prepareBatch(
                "insert into consents values (:subject, :partition, :position, :kind, :version, :at)"
                        + " on conflict do nothing");
        heldConsents = handle.prepareBatch("insert into held_consents values (:subject, :partition, :position, :kind,"
                + " :state, :version, :recordPartition, :recordPosition, :recordAt, :erasedAt)"
                + " on conflict do nothing");
        copies = handle.prepareBatch("insert into copies values (:caseId, :subject, :topic, :sourcePartition,"
                + " :sourceOffset, :writtenAt, :digest) on conflict do update set case_id = excluded.case_id");
        settings = handle.prepareBatch("insert into settings values (:topic, :partition, :position, :digest, :at)"
                + " on conflict do update set position = excluded.position, digest = excluded.digest,"
                + " at = excluded.at where excluded.position > position");
    }

    void flush() {
        for (PreparedBatch batch :
                new PreparedBatch[] {cases, acts, verdicts, outcomes, consents, heldConsents, settings, copies}) {
            if (batch.size() > 0) {
                batch.execute();
            }
        }
    }

    @Override
    public void close() {
        cases.close();
        acts.close();
        verdicts.close();
        outcomes.close();
        consents.close();
        heldConsents.close();
        settings.close();
        copies.close();
    }
}
