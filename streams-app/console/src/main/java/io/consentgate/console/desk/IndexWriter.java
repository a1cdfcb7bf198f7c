// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.console.cases.ActKind;
import io.consentgate.console.cases.CaseChange;
import io.consentgate.console.cases.Claims;
import io.consentgate.events.Outcome;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewActivity;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewResult;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.events.TrueClassification;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.review.ReviewPolicy;
import io.consentgate.review.facts.Rationales;
import io.consentgate.review.facts.VerdictFacts;
import io.consentgate.review.facts.VerdictOutcome;
import io.consentgate.serde.SubjectKey;
import io.consentgate.serde.UndecodableException;
import io.consentgate.topology.ConsentRows;
import io.consentgate.topology.ConsentRows.Outline;
import io.consentgate.topology.GateHeaders;
import io.consentgate.topology.Topics;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies records of the log to the index. Records of different topics arrive in any order, so a case's state never
 * changes step by step. Each new record recomputes it from everything known about the case. Used by one thread.
 */
final class IndexWriter {

    private static final Logger LOG = LoggerFactory.getLogger(IndexWriter.class);

    private final IndexStore store;
    private final Facets facets;
    private final Tally tally;
    private final LogEntries entries;
    private final Topics topics;
    private final String changelog;
    private final Duration retention;

    /**
     * @param changelog name of the changelog of the gate's consents
     * @param retention how long to keep the results of cases and reviewers' acts
     */
    IndexWriter(
            IndexStore store,
            Facets facets,
            Tally tally,
            LogEntries entries,
            Topics topics,
            String changelog,
            Duration retention) {
        this.store = store;
        this.facets = facets;
        this.tally = tally;
        this.entries = entries;
        this.topics = topics;
        this.changelog = changelog;
        this.retention = retention;
        load();
    }

    private void load() {
        facets.load(store.writer());
        tally.load(store.writer());
    }

    /** The next offsets to read; partitions that were never read have no entry. */
    Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        store.writer()
                .createQuery("select topic, partition, next from positions")
                .map((row, context) -> positions.put(
                        new TopicPartition(row.getString("topic"), row.getInt("partition")), row.getLong("next")))
                .list();
        return positions;
    }

    /**
     * Prepares for reading a changelog. Data from another changelog, such as before a reset of the gate, is deleted.
     *
     * @return whether it differs from the previous one
     */
    boolean begins(Changelog found) {
        return store.writer().inTransaction(handle -> {
            boolean known = handle.createQuery("select count(*) from meta where name = 'changelog' and value = ?")
                            .bind(0, found.topicId())
                            .mapTo(int.class)
                            .one()
                    > 0;
            if (!known) {
                handle.execute("delete from held_consents");
                handle.execute("delete from positions where topic = ?", changelog);
                handle.execute("insert or replace into meta values ('changelog', ?)", found.topicId());
            }
            return !known;
        });
    }

    /**
     * Applies a batch in one transaction.
     *
     * @param next the next offsets after the batch
     * @return the changes in order; only the last change of each case
     * @throws io.consentgate.serde.RegistryUnavailable if the registry could not be asked; nothing is applied then
     */
    List<CaseChange> apply(Iterable<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, Long> next) {
        Map<String, CaseChange> changes = new LinkedHashMap<>();
        List<Tally.Entry> changed = new ArrayList<>();
        Map<Integer, long[]> counts;
        try {
            counts = store.writer().inTransaction(handle -> {
                try (Statements statements = new Statements(handle)) {
                    for (ConsumerRecord<byte[], byte[]> record : records) {
                        apply(handle, statements, record, changes);
                    }
                    statements.flush();
                }
                changes.replaceAll((caseId, change) -> {
                    Optional<Tally.Entry> counted = refresh(handle, caseId);
                    counted.ifPresent(changed::add);
                    return asCounted(change, counted);
                });
                next.forEach((partition, offset) -> handle.execute(
                        "insert into positions values (?, ?, ?) on conflict do update set next = excluded.next",
                        partition.topic(),
                        partition.partition(),
                        offset));
                return Tally.read(handle, changed);
            });
        } catch (RuntimeException | Error e) {
            load();
            throw e;
        }
        tally.put(changed, counts);
        return new ArrayList<>(changes.values());
    }

    /**
     * Deletes closed cases at the end of their retention. Their results stay until the review's retention ends (GDPR
     * art. 5(1)(e)). Records that belong to a remaining case stay, and so does the consent that counts now.
     */
    void forget(Instant now) {
        long before = now.minus(retention).toEpochMilli();
        List<Integer> unused = new ArrayList<>();
        int forgotten = store.writer().inTransaction(handle -> {
            int cases = handle.execute("delete from cases where state = 2 and retain_until < ?", now.toEpochMilli());
            String ofNoCase = " < ? and not exists (select 1 from cases where cases.id = case_id)";
            handle.execute("delete from copies where not exists (select 1 from cases where cases.id = case_id)");
            handle.execute("delete from acts where at" + ofNoCase, before);
            handle.execute("delete from verdicts where decided_at" + ofNoCase, before);
            handle.execute("delete from outcomes where at" + ofNoCase, before);
            forgetConsents(handle, before);
            forgetHeldConsents(handle, before);
            unused.addAll(Facets.deleteUnused(handle));
            return cases;
        });
        facets.forget(unused);
        if (forgotten > 0) {
            tally.load(store.writer());
        }
    }

    /** Only records that a later one has replaced or erased. */
    private static void forgetConsents(Handle handle, long before) {
        String ofNoCase = " at < ? and not exists (select 1 from cases where cases.subject = consents.subject)";
        handle.execute(
                "delete from consents where" + ofNoCase
                        + " and exists (select 1 from consents later where later.subject = consents.subject"
                        + " and (later.partition, later.position) > (consents.partition, consents.position)"
                        + " and (later.kind = 'ERASURE' or (later.kind = 'RECORD' and consents.kind = 'RECORD'"
                        + " and later.version > consents.version)))",
                before);
        handle.execute(
                "delete from consents where kind = 'ERASURE' and" + ofNoCase
                        + " and not exists (select 1 from consents earlier where earlier.subject = consents.subject"
                        + " and (earlier.partition, earlier.position) < (consents.partition, consents.position))",
                before);
    }

    /** Never deletes a subject's last row, which is current. */
    private static void forgetHeldConsents(Handle handle, long before) {
        handle.execute(
                "delete from held_consents where coalesce(record_at, 0) < ?"
                        + " and not exists (select 1 from cases where cases.subject = held_consents.subject)"
                        + " and exists (select 1 from held_consents later where later.subject = held_consents.subject"
                        + " and later.partition = held_consents.partition and later.position > held_consents.position)",
                before);
    }

    private void apply(
            Handle handle,
            Statements statements,
            ConsumerRecord<byte[], byte[]> record,
            Map<String, CaseChange> changes) {
        try {
            if (record.topic().equals(topics.consentState())) {
                consent(statements, record);
            } else if (record.topic().equals(changelog)) {
                heldConsent(statements, record);
            } else if (record.topic().equals(topics.quarantine())) {
                quarantined(handle, statements, record, changes);
            } else if (record.topic().equals(topics.reviewOutcomes())) {
                outcome(statements, record, changes);
            } else if (record.topic().equals(topics.reviewVerdicts())) {
                verdict(statements, record);
            } else if (record.topic().equals(topics.reviewActivity())) {
                activity(statements, record, changes);
            }
        } catch (UndecodableException e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("A record cannot be read and is not in the review index: {}", e.getMessage());
        }
    }

    /** The gate's statement of its settings; earlier versions of the gate make none. */
    private static void settings(Statements statements, ConsumerRecord<byte[], byte[]> record, Instant at) {
        String digest = GateHeaders.text(record.headers(), GateHeaders.SETTINGS);
        if (digest != null) {
            statements
                    .settings
                    .bind("topic", record.topic())
                    .bind("partition", record.partition())
                    .bind("position", record.offset())
                    .bind("digest", digest)
                    .bind("at", at.toEpochMilli())
                    .add();
        }
    }

    private void quarantined(
            Handle handle,
            Statements statements,
            ConsumerRecord<byte[], byte[]> record,
            Map<String, CaseChange> changes)
            throws UndecodableException {
        QuarantinedEvent event = entries.quarantined(record);
        settings(statements, record, event.getQuarantinedAt());
        if (event.getJoins() != null) {
            copy(statements, event, event.getJoins());
            return;
        }
        Instant deadline = event.getDeadline();
        Instant retainUntil = event.getRetainUntil();
        statements
                .cases
                .bind("id", event.getCaseId())
                .bind("subject", event.getSubjectId())
                .bind("facet", facets.id(handle, entries.facet(record, event)))
                .bind(
                        "outcomes",
                        event.getAllowedOutcomes().stream().map(Outcome::name).collect(Collectors.joining(",")))
                .bind("digest", event.getCaseDigest())
                .bind("quarantinedAt", event.getQuarantinedAt().toEpochMilli())
                .bind(
                        "due",
                        (deadline == null || retainUntil.isBefore(deadline) ? retainUntil : deadline).toEpochMilli())
                .bind("retainUntil", retainUntil.toEpochMilli())
                .bind("partition", record.partition())
                .bind("position", record.offset())
                .add();
        changed(changes, event.getCaseId(), event.getSubjectId(), CaseChange.Kind.ARRIVED);
    }

    /** A repeated publication of a case's event; no case of its own. */
    private static void copy(Statements statements, QuarantinedEvent event, String caseId) {
        statements
                .copies
                .bind("caseId", caseId)
                .bind("subject", event.getSubjectId())
                .bind("topic", event.getSource().getTopic())
                .bind("sourcePartition", event.getSource().getPartition())
                .bind("sourceOffset", event.getSource().getOffset())
                .bind("writtenAt", event.getSource().getTimestamp().toEpochMilli())
                .bind("digest", LogEntries.sha256(event.getEvent()))
                .add();
    }

    private void activity(Statements statements, ConsumerRecord<byte[], byte[]> record, Map<String, CaseChange> changes)
            throws UndecodableException {
        ReviewActivity activity = entries.activity(record);
        Instant leaseUntil = activity.getLeaseUntil();
        statements
                .acts
                .bind("partition", record.partition())
                .bind("position", record.offset())
                .bind("caseId", activity.getCaseId())
                .bind("subject", activity.getSubjectId())
                .bind("actor", activity.getActor())
                .bind("act", activity.getAct().name())
                .bind("part", activity.getPart())
                .bind("leaseUntil", leaseUntil == null ? null : leaseUntil.toEpochMilli())
                .bind("takesOver", activity.getTakeOverReason() != null)
                .bind("at", activity.getAt().toEpochMilli())
                .add();
        switch (activity.getAct()) {
            case CLAIMED -> changed(changes, activity.getCaseId(), activity.getSubjectId(), CaseChange.Kind.CLAIMED);
            case RELEASED -> changed(changes, activity.getCaseId(), activity.getSubjectId(), CaseChange.Kind.RELEASED);
            case OPENED, LOOKED_AT, UNMASKED, EXPORTED, UNKNOWN -> {}
        }
    }

    private void verdict(Statements statements, ConsumerRecord<byte[], byte[]> record) throws UndecodableException {
        ReviewVerdict verdict = entries.verdict(record);
        statements
                .verdicts
                .bind("partition", record.partition())
                .bind("position", record.offset())
                .bind("verdictId", verdict.getVerdictId())
                .bind("caseId", verdict.getCaseId())
                .bind("subject", verdict.getSubjectId())
                .bind("reviewer", verdict.getReviewer())
                .bind("secondReviewer", verdict.getSecondReviewer())
                .bind("confirms", verdict.getConfirms())
                .bind("outcome", verdict.getOutcome().name())
                .bind("openedAt", verdict.getOpenedAt().toEpochMilli())
                .bind("activeSeconds", verdict.getActiveSeconds())
                .bind("decidedAt", verdict.getDecidedAt().toEpochMilli())
                .bind(
                        "bulk",
                        VerdictFacts.isBulkRejection(
                                VerdictOutcome.valueOf(verdict.getOutcome().name()), verdict.getEvidenceOpened()))
                .bind("failsControl", failsControl(verdict))
                .bind("rationale", digest(verdict.getRationale()))
                .add();
    }

    private static boolean failsControl(ReviewVerdict verdict) {
        TrueClassification truth = verdict.getTrueClassification();
        io.consentgate.events.Purpose purpose = truth == null ? null : truth.getPurpose();
        io.consentgate.events.CommercialContent content = truth == null ? null : truth.getCommercialContent();
        return ReviewPolicy.failsControl(
                VerdictOutcome.valueOf(verdict.getOutcome().name()),
                purpose == null ? null : Purpose.valueOf(purpose.name()),
                content == null ? null : CommercialContent.valueOf(content.name()));
    }

    private void outcome(Statements statements, ConsumerRecord<byte[], byte[]> record, Map<String, CaseChange> changes)
            throws UndecodableException {
        ReviewOutcome outcome = entries.outcome(record);
        Outcome asked = outcome.getOutcome();
        statements
                .outcomes
                .bind("partition", record.partition())
                .bind("position", record.offset())
                .bind("caseId", outcome.getCaseId())
                .bind("subject", outcome.getSubjectId())
                .bind("verdictId", outcome.getVerdictId())
                .bind("result", outcome.getResult().name())
                .bind("outcome", asked == null ? null : asked.name())
                .bind("fourEyes", LogEntries.needsSecondReviewer(outcome))
                .bind("control", outcome.getControl())
                .bind("releasedTopic", outcome.getReleasedTopic())
                .bind("reviewer", outcome.getReviewer())
                .bind("at", outcome.getAt().toEpochMilli())
                .bind("held", !outcome.getCaseDigest().isEmpty())
                .add();
        settings(statements, record, outcome.getAt());
        changed(
                changes,
                outcome.getCaseId(),
                outcome.getSubjectId(),
                closes(outcome.getResult(), asked == null ? "" : asked.name())
                        ? CaseChange.Kind.CLOSED
                        : CaseChange.Kind.ANSWERED);
    }

    private void consent(Statements statements, ConsumerRecord<byte[], byte[]> record) {
        String subject;
        Long version = null;
        ConsentKind kind;
        if (record.value() == null) {
            subject = subjectByKey(record);
            kind = ConsentKind.ERASURE;
        } else {
            try {
                ConsentFacts consent = entries.consent(record);
                subject = consent.subjectId();
                version = consent.version();
                kind = ConsentKind.RECORD;
            } catch (UndecodableException e) {
                subject = subjectByKey(record);
                kind = ConsentKind.UNREADABLE;
            }
        }
        if (subject != null) {
            statements
                    .consents
                    .bind("subject", subject)
                    .bind("partition", record.partition())
                    .bind("position", record.offset())
                    .bind("kind", kind.name())
                    .bind("version", version)
                    .bind("at", record.timestamp())
                    .add();
        }
    }

    private static void heldConsent(Statements statements, ConsumerRecord<byte[], byte[]> record) {
        String subject = key(record);
        if (subject == null || !ConsentRows.isOfSubject(record.key())) {
            return;
        }
        byte[] row = record.value();
        Optional<Outline> read = row == null ? Optional.empty() : ConsentRows.outline(row);
        Outline outline = read.orElse(null);
        Instant erasedAt = outline == null ? null : outline.erasedAt();
        statements
                .heldConsents
                .bind("subject", subject)
                .bind("partition", record.partition())
                .bind("position", record.offset())
                .bind("kind", (row == null ? HeldKind.NONE : outline == null ? HeldKind.NO_ROW : HeldKind.ROW).name())
                .bind("state", outline == null ? null : outline.state().name())
                .bind("version", outline == null ? null : outline.version())
                .bind("recordPartition", outline == null ? null : outline.partition())
                .bind("recordPosition", outline == null ? null : outline.offset())
                .bind("recordAt", outline == null ? null : outline.recordedAt().toEpochMilli())
                .bind("erasedAt", erasedAt == null ? null : erasedAt.toEpochMilli())
                .add();
    }

    /** Reads the subject as the gate does. */
    private static @Nullable String subjectByKey(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        byte[] subject = key == null ? null : SubjectKey.subjectIn(record.headers(), key);
        return subject == null ? null : new String(subject, UTF_8);
    }

    private static @Nullable String key(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        return key == null ? null : new String(key, UTF_8);
    }

    private static void changed(
            Map<String, CaseChange> changes, String caseId, String subjectId, CaseChange.Kind kind) {
        if (!caseId.isEmpty()) {
            changes.remove(caseId);
            changes.put(caseId, new CaseChange(caseId, subjectId, kind));
        }
    }

    /** A new case that was already closed on arrival needs no notification. */
    private static CaseChange asCounted(CaseChange change, Optional<Tally.Entry> counted) {
        boolean closed =
                counted.filter(entry -> entry.state() == StateCode.CLOSED).isPresent();
        return closed && change.kind() == CaseChange.Kind.ARRIVED
                ? new CaseChange(change.caseId(), change.subjectId(), CaseChange.Kind.CLOSED)
                : change;
    }

    private static boolean closes(ReviewResult result, String outcome) {
        return switch (result) {
            case APPLIED -> !outcome.equals(Outcome.ESCALATE.name());
            case ERASED, EXPIRED, UNRELEASABLE, CLEARED -> true;
            case REFUSED, UNKNOWN -> false;
        };
    }

    /**
     * Recomputes a case's row from everything known about the case.
     *
     * @return the case as counted; empty until the case itself has arrived
     */
    private Optional<Tally.Entry> refresh(Handle handle, String caseId) {
        Standing standing = new Standing();
        handle.createQuery("select o.verdict_id, o.result, o.outcome, o.four_eyes, o.released_topic, o.reviewer, o.at"
                        // Answers to verdicts with this case's id but another subject do not belong to the case.
                        + " from outcomes o join cases c on c.id = o.case_id and c.subject = o.subject"
                        + " where o.case_id = ? order by o.partition, o.position")
                .bind(0, caseId)
                .map((row, context) -> standing.answered(
                        row.getString("verdict_id"),
                        ReviewResult.valueOf(row.getString("result")),
                        row.getString("outcome"),
                        row.getBoolean("four_eyes"),
                        row.getString("released_topic"),
                        row.getString("reviewer"),
                        row.getLong("at")))
                .list();
        handle.createQuery("select actor, act, lease_until, takes_over, at from acts where case_id = ?"
                        + " and act in ('CLAIMED', 'RELEASED') order by partition, position")
                .bind(0, caseId)
                .map((row, context) -> standing.acted(
                        row.getString("actor"),
                        ActKind.valueOf(row.getString("act")),
                        row.getLong("lease_until"),
                        row.getBoolean("takes_over"),
                        row.getLong("at")))
                .list();
        return standing.store(handle, caseId);
    }

    /** Salted SHA-256 of a rationale, normalised as a person would compare it. */
    private byte[] digest(String rationale) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(store.salt());
            return digest.digest(Rationales.wordsOf(rationale).getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A case's state during recomputation. */
    private static final class Standing {
        private int state;
        private boolean escalated;
        private @Nullable String pendingVerdict;
        private @Nullable String holder;
        private long since;
        private long until;
        private @Nullable String closedAs;
        private @Nullable String closedOutcome;
        private @Nullable String closedBy;
        private @Nullable String releasedTopic;
        private @Nullable Long closedAt;

        Standing answered(
                @Nullable String verdictId,
                ReviewResult result,
                @Nullable String outcome,
                boolean fourEyes,
                @Nullable String topic,
                @Nullable String reviewer,
                long at) {
            if (closedAt != null) {
                return this;
            }
            if (closes(result, outcome == null ? "" : outcome)) {
                state = StateCode.CLOSED;
                closedAs = result.name();
                closedOutcome = outcome;
                closedBy = reviewer;
                releasedTopic = topic;
                closedAt = at;
                pendingVerdict = null;
            } else if (result == ReviewResult.APPLIED) {
                escalated = true;
            } else if (result == ReviewResult.REFUSED && fourEyes) {
                state = StateCode.AWAITING_SECOND;
                pendingVerdict = verdictId;
            }
            return this;
        }

        /** The first claim in the log wins, so that every console reaches the same result. */
        Standing acted(String actor, ActKind act, long leaseUntil, boolean takesOver, long at) {
            if (act == ActKind.RELEASED) {
                if (actor.equals(holder)) {
                    holder = null;
                }
                return this;
            }
            boolean mine = actor.equals(holder) && until > at;
            if (holder == null || until <= at || mine || takesOver) {
                since = mine ? since : at;
                holder = actor;
                // Limits the lease: otherwise, a writer to the topic could claim a case for ever.
                until = Math.min(leaseUntil, at + Claims.LEASE.toMillis());
            }
            return this;
        }

        Optional<Tally.Entry> store(Handle handle, String caseId) {
            boolean held = holder != null && state != StateCode.CLOSED;
            return handle.createQuery(
                            "update cases set state = :state, escalated = :escalated, pending_verdict = :pending,"
                                    + " claim_holder = :holder, claim_since = :since, claim_until = :until,"
                                    + " closed_as = :closedAs, closed_outcome = :closedOutcome, closed_by = :closedBy,"
                                    + " released_topic = :releasedTopic, closed_at = :closedAt where id = :id returning id, facet, state, quarantined_at")
                    .bind("state", state)
                    .bind("escalated", escalated)
                    .bind("pending", pendingVerdict)
                    .bind("holder", held ? holder : null)
                    .bind("since", held ? since : null)
                    .bind("until", held ? until : null)
                    .bind("closedAs", closedAs)
                    .bind("closedOutcome", closedOutcome)
                    .bind("closedBy", closedBy)
                    .bind("releasedTopic", releasedTopic)
                    .bind("closedAt", closedAt)
                    .bind("id", caseId)
                    .map((row, context) -> Tally.entry(row))
                    .findOne();
        }
    }
}
