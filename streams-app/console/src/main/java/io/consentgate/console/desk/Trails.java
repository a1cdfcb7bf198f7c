// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.ActKind;
import io.consentgate.console.cases.PendingVerdict;
import io.consentgate.console.cases.RuleFinding;
import io.consentgate.console.cases.TrailEntry;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.cases.VerdictResult;
import io.consentgate.events.Finding;
import io.consentgate.events.Outcome;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.serde.UndecodableException;
import io.consentgate.topology.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The history of cases: acts from the index, verdicts and answers from the log. Thread-safe. */
final class Trails {

    private static final String IN_THE_LOG = "r.partition, r.position";

    private final IndexStore store;
    private final LogReader log;
    private final LogEntries entries;
    private final Topics topics;

    Trails(IndexStore store, LogReader log, LogEntries entries, Topics topics) {
        this.store = store;
        this.log = log;
        this.entries = entries;
        this.topics = topics;
    }

    /** A verdict as given; empty when there is none, or the log no longer has it. */
    Optional<ReviewVerdict> verdict(String verdictId, String caseId) {
        return first(topics.reviewVerdicts(), "verdicts", IN_THE_LOG, verdictId, caseId)
                .flatMap(log::read)
                .flatMap(this::decodedVerdict);
    }

    /** The gate's answer to a verdict: the first one, since later answers belong to repetitions. */
    Optional<VerdictResult> resultOf(String verdictId, String caseId) {
        return answer(verdictId, caseId, IN_THE_LOG);
    }

    /**
     * The same by the verdict's id alone. If others have used the id on another case, the gate's first answer counts.
     */
    Optional<VerdictResult> resultOf(String verdictId) {
        return answer(verdictId, null, "r.at, " + IN_THE_LOG);
    }

    private Optional<VerdictResult> answer(String verdictId, @Nullable String caseId, String order) {
        return first(topics.reviewOutcomes(), "outcomes", order, verdictId, caseId)
                .flatMap(log::read)
                .flatMap(this::decodedOutcome)
                .map(Trails::result);
    }

    /**
     * The valid record of this verdict. A writer to the topic may reuse the id for an invented case or person, on any
     * partition, and the gate answers that record too. Records on the case's own partition come first.
     *
     * @param order of the rest; never by a time that a writer of the topic states
     * @param caseId null for any
     */
    private Optional<Position> first(
            String topic, String table, String order, String verdictId, @Nullable String caseId) {
        return store.reader()
                .withHandle(handle -> handle.createQuery("select r.partition, r.position from " + table
                                + " r left join cases c on c.id = r.case_id where r.verdict_id = :verdict"
                                + " and (:case is null or r.case_id = :case) order by"
                                + " coalesce(r.subject = c.subject and r.partition = c.partition, 0) desc,"
                                + " coalesce(r.subject = c.subject, 0) desc, " + order
                                + " limit 1")
                        .bind("verdict", verdictId)
                        .bind("case", caseId)
                        .map((row, context) -> new Position(topic, row.getInt("partition"), row.getLong("position")))
                        .findFirst());
    }

    /** The verdict that waits for a second reviewer on a case. */
    Optional<PendingVerdict> pending(@Nullable String verdictId, String caseId) {
        return verdictId == null
                ? Optional.empty()
                : verdict(verdictId, caseId)
                        .flatMap(verdict ->
                                outcome(verdict.getOutcome()).map(outcome -> LoggedVerdicts.pending(verdict, outcome)));
    }

    /** Positions of the verdicts and the gate's answers on a case. */
    private List<Position> positionsOf(String caseId) {
        List<Position> positions = new ArrayList<>(positions(
                topics.reviewVerdicts(), "select partition, position from verdicts where case_id = ?", caseId));
        positions.addAll(positions(
                topics.reviewOutcomes(), "select partition, position from outcomes where case_id = ?", caseId));
        return positions;
    }

    private List<Position> positions(String topic, String query, String id) {
        return store.reader()
                .withHandle(handle -> handle.createQuery(query)
                        .bind(0, id)
                        .map((row, context) -> new Position(topic, row.getInt("partition"), row.getLong("position")))
                        .list());
    }

    /**
     * Everything that happened to a case except its quarantining, in time order.
     *
     * @param withRationales whether to include rationales and a verdict's other statements while the log has them;
     *     reviewers write about the person there
     */
    List<TrailEntry> of(String caseId, boolean withRationales) {
        Map<Position, ConsumerRecord<byte[], byte[]>> records = log.read(positionsOf(caseId));
        Integer home = partitionOf(caseId);
        List<TrailEntry> trail = new ArrayList<>(acts("case_id", caseId));
        store.reader().useHandle(handle -> addVerdicts(handle, caseId, home, records, withRationales, trail));
        for (ConsumerRecord<byte[], byte[]> record : records.values()) {
            if (record.topic().equals(topics.reviewOutcomes())) {
                decodedOutcome(record)
                        .map(outcome -> new TrailEntry.Answered(
                                outcome.getAt(), result(outcome), isElsewhere(record.partition(), home)))
                        .ifPresent(trail::add);
            }
        }
        trail.sort(Comparator.comparing(TrailEntry::at));
        return trail;
    }

    /** The partition of the case's subject; null when unknown. */
    private @Nullable Integer partitionOf(String caseId) {
        return store.reader()
                .withHandle(handle -> handle.createQuery("select partition from cases where id = :id union all"
                                + " select partition from outcomes where case_id = :id"
                                + " and result in ('APPLIED', 'ERASED', 'EXPIRED', 'UNRELEASABLE', 'CLEARED') limit 1")
                        .bind("id", caseId)
                        .mapTo(Integer.class)
                        .findFirst()
                        .orElse(null));
    }

    private static boolean isElsewhere(int partition, @Nullable Integer home) {
        return home != null && home != partition;
    }

    /** The subject of a case, even past its retention; empty when unknown. */
    Optional<String> subjectOf(String caseId) {
        return store.reader()
                .withHandle(handle -> handle.createQuery("select subject from outcomes where case_id = :id"
                                + " union all select subject from acts where case_id = :id limit 1")
                        .bind("id", caseId)
                        .mapTo(String.class)
                        .findFirst());
    }

    /** A person's cases that are past their retention, in the order in which they ended. */
    List<String> forgottenOf(String subjectId) {
        return store.reader()
                .withHandle(
                        handle -> handle.createQuery("select case_id from outcomes where subject = ? and case_id <> ''"
                                        + " and not exists (select 1 from cases where id = outcomes.case_id)"
                                        + " group by case_id order by max(at), case_id")
                                .bind(0, subjectId)
                                .mapTo(String.class)
                                .list());
    }

    /** Whether the gate closed a case because the person was erased. */
    boolean endedByErasure(String caseId) {
        return store.reader()
                .withHandle(handle -> handle.createQuery(
                                "select exists (select 1 from outcomes where case_id = ? and result = 'ERASED')")
                        .bind(0, caseId)
                        .mapTo(boolean.class)
                        .one());
    }

    /** Acts on a person rather than on one of their cases, such as an export. */
    List<TrailEntry> actsOnSubject(String subjectId) {
        return acts("case_id = '' and subject", subjectId);
    }

    private List<TrailEntry> acts(String column, String id) {
        return store.reader()
                .withHandle(handle -> handle.createQuery("select actor, act, part, at from acts where " + column
                                + " = ? order by partition, position")
                        .bind(0, id)
                        .<TrailEntry>map((row, context) -> new TrailEntry.Act(
                                Instant.ofEpochMilli(row.getLong("at")),
                                row.getString("actor"),
                                ActKind.valueOf(row.getString("act")),
                                row.getString("part")))
                        .list());
    }

    /** From the index, which keeps a verdict longer than its topic does. */
    private void addVerdicts(
            Handle handle,
            String caseId,
            @Nullable Integer home,
            Map<Position, ConsumerRecord<byte[], byte[]>> records,
            boolean withRationales,
            List<TrailEntry> trail) {
        handle.createQuery("select partition, position, verdict_id, reviewer, second_reviewer, outcome, opened_at,"
                        + " active_seconds, decided_at from verdicts where case_id = ? order by partition, position")
                .bind(0, caseId)
                .map((row, context) -> {
                    String verdictId = row.getString("verdict_id");
                    int partition = row.getInt("partition");
                    ReviewVerdict whole = Optional.ofNullable(records.get(
                                    new Position(topics.reviewVerdicts(), partition, row.getLong("position"))))
                            .flatMap(this::decodedVerdict)
                            .orElse(null);
                    Optional<VerdictOutcome> outcome = CaseRows.outcome(row.getString("outcome"));
                    if (outcome.isPresent()) {
                        trail.add(new TrailEntry.VerdictGiven(
                                Instant.ofEpochMilli(row.getLong("decided_at")),
                                verdictId,
                                row.getString("reviewer"),
                                row.getString("second_reviewer"),
                                outcome.get(),
                                Instant.ofEpochMilli(row.getLong("opened_at")),
                                row.getInt("active_seconds"),
                                whole == null ? List.of() : List.copyOf(whole.getEvidenceOpened()),
                                whole == null || !withRationales ? null : whole.getRationale(),
                                whole == null || !withRationales ? List.of() : StatedByVerdict.of(whole),
                                isElsewhere(partition, home)));
                    }
                    return verdictId;
                })
                .list();
    }

    private Optional<ReviewVerdict> decodedVerdict(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(entries.verdict(record));
        } catch (UndecodableException e) {
            return Optional.empty();
        }
    }

    private Optional<ReviewOutcome> decodedOutcome(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(entries.outcome(record));
        } catch (UndecodableException e) {
            return Optional.empty();
        }
    }

    static VerdictResult result(ReviewOutcome outcome) {
        Outcome asked = outcome.getOutcome();
        return new VerdictResult(
                outcome.getVerdictId(),
                VerdictResult.Kind.valueOf(outcome.getResult().name()),
                asked == null ? null : outcome(asked).orElse(null),
                findings(outcome.getRefusals()),
                LogEntries.needsSecondReviewer(outcome),
                outcome.getReleasedTopic(),
                outcome.getControl(),
                outcome.getAt());
    }

    private static Optional<VerdictOutcome> outcome(Outcome outcome) {
        return CaseRows.outcome(outcome.name());
    }

    static List<RuleFinding> findings(List<Finding> findings) {
        return findings.stream()
                .map(finding -> new RuleFinding(
                        finding.getRule(), finding.getLaw(), finding.getEn(), finding.getPl(), finding.getFacts()))
                .toList();
    }
}
