// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.CaseFiles;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.CaseState;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.Closing;
import io.consentgate.console.cases.ConsentRecord;
import io.consentgate.console.cases.Content;
import io.consentgate.console.cases.HeldConsent;
import io.consentgate.console.cases.LogUnavailable;
import io.consentgate.console.cases.NoSuchCase;
import io.consentgate.console.cases.OutcomeOption;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.TrailEntry;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.events.ConsentSeen;
import io.consentgate.events.Finding;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.review.ReviewedEvent;
import io.consentgate.serde.RegistryUnavailable;
import io.consentgate.serde.UndecodableException;
import io.consentgate.topology.Topics;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Builds a case file from index and log on each request. */
final class LoggedCaseFiles implements CaseFiles {

    private final Cases cases;
    private final LogReader log;
    private final LogEntries entries;
    private final ConsentHistory consents;
    private final HeldConsents helds;
    private final Trails trails;
    private final Previews previews;
    private final MeasuredActivity activity;
    private final ActRecorder acts;
    private final Topics topics;

    LoggedCaseFiles(
            Cases cases,
            LogReader log,
            LogEntries entries,
            ConsentHistory consents,
            HeldConsents helds,
            Trails trails,
            Previews previews,
            MeasuredActivity activity,
            ActRecorder acts,
            Topics topics) {
        this.cases = cases;
        this.log = log;
        this.entries = entries;
        this.consents = consents;
        this.helds = helds;
        this.trails = trails;
        this.previews = previews;
        this.activity = activity;
        this.acts = acts;
        this.topics = topics;
    }

    @Override
    public CaseFile open(Reviewer reviewer, String caseId) {
        CaseRows.Row row = cases.get(caseId);
        activity.opened(reviewer, row.summary());
        return assemble(reviewer, cases.get(caseId), ConsentHistory.SHOWN);
    }

    /** Builds the file without recording that a reviewer opened the case. */
    CaseFile assemble(Reviewer reviewer, CaseRows.Row row, int mostConsents) {
        try {
            return new Assembly(row, mostConsents).file(reviewer);
        } catch (RegistryUnavailable e) {
            throw unavailable(e);
        }
    }

    @Override
    public Content unmask(Reviewer reviewer, String caseId) {
        CaseRows.Row row = cases.get(caseId);
        try {
            Assembly assembly = new Assembly(row, 0);
            IndexedRecord event = assembly.event;
            if (event == null) {
                throw new NoSuchCase("The event of case " + caseId + " can no longer be shown.");
            }
            if (EventFields.contentLength(event) == 0) {
                activity.lookedAt(reviewer, caseId, CasePart.CONTENT);
                return Content.NONE;
            }
            acts.unmasked(reviewer, caseId, row.summary().subjectId(), CasePart.CONTENT);
            activity.unmasked(reviewer, caseId, CasePart.CONTENT);
            return EventFields.unmasked(event);
        } catch (RegistryUnavailable e) {
            throw unavailable(e);
        }
    }

    @Override
    public Preview preview(
            Reviewer reviewer,
            String caseId,
            VerdictOutcome outcome,
            @Nullable Classification classification,
            boolean specialCategoryExcluded) {
        try {
            return new Assembly(cases.get(caseId), 1)
                    .preview(reviewer, outcome, classification, specialCategoryExcluded);
        } catch (RegistryUnavailable e) {
            throw unavailable(e);
        }
    }

    @Override
    public HeldConsent held(String subjectId) {
        try {
            return helds.now(helds.of(subjectId), consents.of(subjectId), null).shown();
        } catch (RegistryUnavailable e) {
            throw unavailable(e);
        }
    }

    /** For a case whose record is no longer in the log: whether its person has since been erased. */
    boolean wasErased(CaseSummary summary) {
        String subjectId = summary.subjectId();
        return wasErased(summary, consents.of(subjectId), helds.of(subjectId), null);
    }

    /** Whether a person with only deleted cases was ever erased. */
    boolean wasErased(String subjectId) {
        HeldConsents.Rows held = helds.of(subjectId);
        return held.isErased() || consents.of(subjectId).mayBeBeforeErasure(null, held.own());
    }

    /**
     * Whether the person was, or may have been, erased after a case arose. The way in which the case closed is not
     * enough: it may have ended before the erasure, or the gate may be down.
     *
     * @param seen the record that the case was judged by; null when there was none or it is unknown
     */
    private static boolean wasErased(
            CaseSummary summary, ConsentHistory.Rows published, HeldConsents.Rows held, @Nullable Position seen) {
        Closing closing = summary.closedAs();
        if (closing != null && closing.kind() == Closing.Kind.ERASED) {
            return true;
        }
        boolean takenIn = held.haveTakenIn(published);
        if (seen != null && takenIn && held.isSinceErasure(seen)) {
            return false;
        }
        if (seen != null && (held.isBeforeErasure(seen) || published.isBeforeErasure(seen, held.own()))) {
            return true;
        }
        // An erasure closes all open cases of the person, so a case that is still open arose later.
        boolean arose = takenIn && summary.state() != CaseState.CLOSED;
        return !arose && (held.isErased() || published.mayBeBeforeErasure(seen, held.own()));
    }

    private static LogUnavailable unavailable(RegistryUnavailable e) {
        return new LogUnavailable("The case cannot be read without the schema registry: " + e.getMessage(), e);
    }

    /** Builds one case, with a single fetch from the log. */
    private final class Assembly {
        private final CaseRows.Row row;
        private final CaseSummary summary;
        private final @Nullable ConsumerRecord<byte[], byte[]> record;
        private final @Nullable QuarantinedEvent quarantined;
        private final CaseFile.Readability readability;
        private final @Nullable IndexedRecord event;
        private final ConsentHistory.Rows consentRows;
        private final HeldConsents.Rows heldRows;
        private HeldConsents.@Nullable Now held;
        private final List<ConsentHistory.Row> shownConsents;
        private final Map<Position, ConsumerRecord<byte[], byte[]>> consentRecords;

        Assembly(CaseRows.Row row, int mostConsents) {
            this.row = row;
            this.summary = row.summary();
            this.record = log.read(new Position(topics.quarantine(), row.partition(), row.offset()))
                    .orElse(null);
            this.quarantined = record == null ? null : decoded(record);
            this.consentRows = consents.of(summary.subjectId());
            this.heldRows = helds.of(summary.subjectId());
            ConsentSeen seen = quarantined == null ? null : quarantined.getConsentSeen();
            this.shownConsents = consentRows.shown(mostConsents, seen == null ? null : consents.position(seen));
            Set<Position> wanted = new TreeSet<>(
                    java.util.Comparator.comparing(Position::partition).thenComparing(Position::offset));
            shownConsents.forEach(shown -> wanted.add(shown.position()));
            this.consentRecords = log.read(wanted);
            if (wasErased(summary, consentRows, heldRows, seen == null ? null : consents.position(seen))) {
                this.event = null;
                this.readability = CaseFile.Readability.ERASED;
            } else if (record == null) {
                this.event = null;
                this.readability = CaseFile.Readability.GONE;
            } else {
                this.event = quarantined == null ? null : event(record, quarantined);
                this.readability = event == null ? CaseFile.Readability.UNREADABLE : CaseFile.Readability.READ;
            }
        }

        private HeldConsents.Now held() {
            HeldConsents.Now read = held;
            if (read == null) {
                read = helds.now(heldRows, consentRows, event);
                held = read;
            }
            return read;
        }

        private boolean isErased() {
            return readability == CaseFile.Readability.ERASED;
        }

        private @Nullable QuarantinedEvent decoded(ConsumerRecord<byte[], byte[]> found) {
            try {
                return entries.quarantined(found);
            } catch (UndecodableException e) {
                return null;
            }
        }

        private @Nullable IndexedRecord event(ConsumerRecord<byte[], byte[]> found, QuarantinedEvent wrapped) {
            try {
                return entries.event(found, wrapped);
            } catch (UndecodableException e) {
                return null;
            }
        }

        CaseFile file(Reviewer reviewer) {
            if (record == null || quarantined == null) {
                throw new NoSuchCase("The log no longer has case " + summary.caseId()
                        + "; what became of it is in the audit trail of the subject.");
            }
            ConsentSeen seen = quarantined.getConsentSeen();
            List<ConsentRecord> history =
                    consents.shown(shownConsents, seen, heldRows.newest(topics.consentState()), event, consentRecords);
            return new CaseFile(
                    summary,
                    row.digest(),
                    quarantined.getPolicyVersion(),
                    new CaseFile.Source(
                            quarantined.getSource().getTopic(),
                            quarantined.getSource().getPartition(),
                            quarantined.getSource().getOffset(),
                            quarantined.getSource().getTimestamp()),
                    cases.copies(summary, LogEntries.sha256(quarantined.getEvent())),
                    readability,
                    event == null ? List.of() : EventFields.of(event, contract()),
                    event == null ? 0 : EventFields.contentLength(event),
                    Trails.findings(quarantined.getViolations()),
                    Trails.findings(quarantined.getAdvice()),
                    history.stream().filter(ConsentRecord::seen).findFirst().orElse(null),
                    history,
                    held().shown(),
                    summary.state() == CaseState.CLOSED ? List.of() : options(reviewer),
                    isErased()
                            ? null
                            : trails.pending(row.pendingVerdict(), summary.caseId())
                                    .orElse(null),
                    trail(quarantined));
        }

        private List<TrailEntry> trail(QuarantinedEvent from) {
            List<TrailEntry> trail = new ArrayList<>();
            trail.add(new TrailEntry.Quarantined(
                    from.getQuarantinedAt(),
                    from.getPolicyVersion(),
                    from.getViolations().stream().map(Finding::getRule).toList()));
            trail.addAll(trails.of(summary.caseId(), !isErased()));
            return trail;
        }

        private Schema contract() {
            return switch (summary.kind()) {
                case OUTBOUND_MESSAGE -> OutboundMessage.getClassSchema();
                case OFFER_DECISION -> OfferDecision.getClassSchema();
                // Knows no field, so that every field counts as content.
                case UNKNOWN -> Schema.createRecord("Unknown", null, null, false, List.of());
            };
        }

        private List<OutcomeOption> options(Reviewer reviewer) {
            Set<VerdictOutcome> allowed = EnumSet.of(VerdictOutcome.REJECT, VerdictOutcome.ESCALATE);
            allowed.addAll(summary.allowedOutcomes());
            boolean special = mustExcludeSpecialCategory();
            return allowed.stream()
                    .map(outcome -> new OutcomeOption(
                            outcome, preview(reviewer, outcome, null, special), special && outcome.isDecision()))
                    .toList();
        }

        private boolean mustExcludeSpecialCategory() {
            return summary.rules().contains(RuleCode.ADM_SPECIAL_CATEGORY.code());
        }

        Preview preview(
                Reviewer reviewer,
                VerdictOutcome outcome,
                @Nullable Classification classification,
                boolean specialCategoryExcluded) {
            Optional<Preview> late = previews.ifLate(row, reviewer, outcome);
            if (late.isPresent()) {
                return late.get();
            }
            if (outcome == VerdictOutcome.REJECT) {
                return new Preview.Ends();
            }
            if (outcome == VerdictOutcome.ESCALATE) {
                return new Preview.PassedOn();
            }
            if (event == null) {
                return new Preview.Unknown();
            }
            ConsentView consent = held().view();
            if (consent == null) {
                return new Preview.Unknown();
            }
            try {
                ReviewedEvent reviewed = reviewed();
                return reviewed == null
                        ? new Preview.Unknown()
                        : previews.of(
                                row,
                                mustExcludeSpecialCategory(),
                                reviewed,
                                consent,
                                reviewer,
                                outcome,
                                classification,
                                specialCategoryExcluded);
            } catch (UndecodableException e) {
                return new Preview.Unknown();
            }
        }

        private @Nullable ReviewedEvent reviewed() throws UndecodableException {
            ConsumerRecord<byte[], byte[]> found = Objects.requireNonNull(record);
            QuarantinedEvent wrapped = Objects.requireNonNull(quarantined);
            return switch (summary.kind()) {
                case OUTBOUND_MESSAGE ->
                    new ReviewedEvent.Message(entries.message(found, wrapped), inquiry -> GateMemory.EMPTY);
                case OFFER_DECISION ->
                    new ReviewedEvent.Decision(entries.decision(found, wrapped), human -> HumanHistory.EMPTY);
                case UNKNOWN -> null;
            };
        }
    }
}
