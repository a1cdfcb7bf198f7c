// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.facts.Effect;
import io.consentgate.review.Review;
import io.consentgate.review.ReviewCase;
import io.consentgate.review.ReviewedEvent;
import io.consentgate.review.Ruling;
import io.consentgate.review.facts.Label;
import io.consentgate.review.facts.VerdictFacts;
import io.consentgate.review.facts.VerdictFacts.TrueClassification;
import io.consentgate.serde.CaseOutcome;
import io.consentgate.serde.UndecodableException;
import io.consentgate.serde.WireFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Judges reviewers' verdicts on open cases, from any writer to the topic, and closes expired cases.
 *
 * <ul>
 *   <li>Every readable verdict is answered with an outcome. A verdict becomes a dead letter if it cannot be read, is
 *       too large to be written, or has ids too long to repeat. A misplaced verdict is first sent to its subject's
 *       partition, as events are.
 *   <li>A released event goes on in the same transaction as the outcome, as its publisher wrote it, unless a human took
 *       a new decision.
 *   <li>A case closes as expired when it outlives its event, its retention, or the longest time that a case may be
 *       open. This never releases an event.
 * </ul>
 */
final class VerdictProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Duration EXPIRY_CHECK = Duration.ofSeconds(5);
    private static final Duration SWEEPING = Duration.ofDays(1);

    /**
     * Limit per check; the others follow at the next check, so that the end of a large campaign does not block its
     * task.
     */
    private static final int MOST_EXPIRED = 1_000;

    private static final long MOST_EXPIRED_BYTES = 64L << 20;

    private final GateParts parts;
    private final RecordLimit limit;
    private ProcessorContext<byte[], byte[]> context;
    private ConsentTable consents;
    private Memory memory;
    private Cases cases;
    private UsedVerdicts used;
    private Reviewers reviewers;
    private Incidents incidents;
    private Instant verdictsSwept = Instant.MIN;
    private Instant releasesSwept = Instant.MIN;
    private Instant repliesSwept = Instant.MIN;
    private Instant humansSwept = Instant.MIN;
    private Instant reviewersSwept = Instant.MIN;

    @SuppressWarnings("NullAway.Init")
    VerdictProcessor(GateParts parts, RecordLimit limit) {
        this.parts = parts;
        this.limit = limit;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.consents = ConsentTable.open(context, parts);
        this.memory = Memory.of(context, parts);
        this.cases = Cases.ofTask(context, parts);
        this.used = new UsedVerdicts(context.getStateStore(Stores.VERDICTS_USED));
        this.reviewers = new Reviewers(
                context.getStateStore(Stores.REVIEWERS),
                parts.review().policy().options().thresholds().window());
        this.incidents =
                new Incidents(context, Operators.JUDGE_REVIEW_VERDICTS, parts.counters(), GateCounters.Input.VERDICTS);
        context.schedule(EXPIRY_CHECK, PunctuationType.WALL_CLOCK_TIME, this::closeDue);
    }

    private void closeDue(long now) {
        Instant at = Instant.ofEpochMilli(now);
        cases.eachDue(at, MOST_EXPIRED, MOST_EXPIRED_BYTES, due -> {
            boolean erased = cases.isBeingErased(due.reviewCase().subjectId().getBytes(UTF_8));
            cases.close(due);
            context.forward(
                    parts.outcomes()
                            .closed(
                                    due.reviewCase(),
                                    erased ? CaseOutcome.Result.ERASED : CaseOutcome.Result.EXPIRED,
                                    at),
                    Operators.WRITE_REVIEW_OUTCOMES);
        });
        if (verdictsSwept.isBefore(at.minus(SWEEPING))
                && used.forgetOlderThan(parts.review().retention(), at)) {
            verdictsSwept = at;
        }
        if (releasesSwept.isBefore(at.minus(SWEEPING))
                && cases.forgetReleasesOlderThan(parts.review().retention(), at)) {
            releasesSwept = at;
        }
        if (repliesSwept.isBefore(at.minus(SWEEPING))
                && memory.replies().forgetOlderThan(parts.lifetimes().replies(), at)) {
            repliesSwept = at;
        }
        if (humansSwept.isBefore(at.minus(SWEEPING))
                && memory.humans().forgetOlderThan(parts.lifetimes().figures(), at)) {
            humansSwept = at;
        }
        if (reviewersSwept.isBefore(at.minus(SWEEPING))
                && reviewers.forgetOlderThan(parts.lifetimes().figures(), at)) {
            reviewersSwept = at;
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        parts.nextRecord();
        RecordMetadata read = context.recordMetadata().orElseThrow();
        boolean rerouted = parts.topics().isRerouted(read.topic());
        Origin origin = Origin.of(read, record, rerouted);
        String skipped = parts.skips().reasonOf(read);
        if (skipped != null) {
            deadLetter(DeadLetters.skipped(record, origin, skipped));
            return;
        }
        if (!limit.holds(record)) {
            deadLetter(DeadLetters.tooLarge(record, origin, limit));
            return;
        }
        VerdictFacts verdict;
        try {
            verdict = parts.reader().readVerdict(record.headers(), record.value());
        } catch (UndecodableException e) {
            deadLetter(DeadLetters.of(record, origin, e.reason().name(), String.valueOf(e.getMessage())));
            return;
        }
        byte[] subject = verdict.subjectId().getBytes(UTF_8);
        if (subject.length > DeadLetters.LONGEST_SUBJECT) {
            deadLetter(DeadLetters.subjectTooLong(record, origin, subject.length));
            return;
        }
        Optional<String> tooLong = tooLong(verdict);
        if (tooLong.isPresent()) {
            deadLetter(DeadLetters.fieldTooLong(record, origin, tooLong.get()));
            return;
        }
        if (parts.placement().isMisplaced(subject, record.key(), read.partition())) {
            if (rerouted) {
                deadLetter(DeadLetters.misplaced(record, origin));
            } else {
                incidents.rerouted();
                context.forward(origin.carriedBy(record, subject), Operators.REROUTE_REVIEW_VERDICTS);
            }
            return;
        }
        judge(verdict, subject, cases.find(subject, verdict.caseId()));
    }

    @Override
    public void close() {
        consents.close();
    }

    private void deadLetter(Record<byte[], byte[]> letter) {
        incidents.deadLettered();
        context.forward(letter, Operators.DEAD_LETTER_REVIEW_VERDICTS);
    }

    /**
     * Name of the first field that the gate's outputs could not repeat. A compressed verdict may hold megabytes in one
     * field.
     */
    private static Optional<String> tooLong(VerdictFacts verdict) {
        Map<String, Optional<String>> ids = new LinkedHashMap<>();
        ids.put("verdictId", Optional.of(verdict.verdictId()));
        ids.put("caseId", Optional.of(verdict.caseId()));
        ids.put("caseDigest", Optional.of(verdict.caseDigest()));
        ids.put("reviewer", Optional.of(verdict.reviewer()));
        ids.put("reviewerRole", Optional.of(verdict.reviewerRole()));
        ids.put("secondReviewer", Optional.ofNullable(verdict.secondReviewer()));
        ids.put("confirms", Optional.ofNullable(verdict.confirms()));
        return ids.entrySet().stream()
                .filter(id -> id.getValue().orElse("").getBytes(UTF_8).length > DeadLetters.LONGEST_ID)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private void judge(VerdictFacts verdict, byte[] subject, @Nullable StoredCase stored) {
        Instant at = Instant.ofEpochMilli(context.currentSystemTimeMs());
        ConsentTable.Seen seen = consents.lookUp(subject);
        ReviewedEvent event = stored == null ? null : event(stored.kind(), stored);
        boolean contentAsBefore = false;
        if (stored != null && event instanceof ReviewedEvent.Decision) {
            try {
                contentAsBefore = isContentAsBefore(verdict, stored);
            } catch (UndecodableException e) {
                event = null;
            }
        }
        Review review = new Review(
                verdict,
                used.contains(verdict.verdictId()),
                stored == null ? null : stored.reviewCase(),
                event,
                contentAsBefore,
                stored != null && event != null && wasReleased(subject, event),
                seen.view(),
                reviewers.figures(verdict.actor()),
                at);
        Ruling ruling = parts.review().policy().rule(review);
        if (stored == null) {
            refuse((Ruling.Refused) ruling, verdict, null, seen, at);
            return;
        }
        used.add(verdict.verdictId(), at);
        if (ruling.act() != null) {
            reviewers.remember(verdict.actor(), ruling.act());
        }
        if (ruling instanceof Ruling.Refused refused) {
            refuse(refused, verdict, stored, seen, at);
        } else if (ruling instanceof Ruling.Released released) {
            release(released, review, stored, seen, at);
        } else if (ruling instanceof Ruling.Escalated) {
            cases.replace(stored.with(stored.reviewCase().asEscalated()));
            answer(parts.outcomes().applied(verdict, stored.reviewCase(), null, null, at));
        } else {
            cases.close(stored);
            answer(parts.outcomes().applied(verdict, stored.reviewCase(), null, null, at));
        }
    }

    /** By another case: an earlier version of the gate opened a case each time an event was published. */
    private boolean wasReleased(byte[] subject, ReviewedEvent event) {
        CasesByEvent.Known known = cases.ofEvent(subject, EventIdentity.of(event));
        return known != null && known.released();
    }

    /** Null when the event can no longer be read: the registry has lost its schema, or the gate was downgraded. */
    private <F> @Nullable ReviewedEvent event(EventKind<F> kind, StoredCase stored) {
        try {
            return kind.reviewed(
                    kind.read(parts.reader(), stored.headers(), stored.event()),
                    stored.event(),
                    stored.origin(),
                    memory);
        } catch (UndecodableException e) {
            return null;
        }
    }

    private boolean isContentAsBefore(VerdictFacts verdict, StoredCase stored) throws UndecodableException {
        ByteBuffer content = verdict.amendedContent();
        return content != null && content.equals(parts.review().contents().read(stored.headers(), stored.event()));
    }

    private void refuse(
            Ruling.Refused refused,
            VerdictFacts verdict,
            @Nullable StoredCase stored,
            ConsentTable.Seen seen,
            Instant at) {
        if (stored != null && refused.proposal() != null) {
            cases.replace(stored.with(stored.reviewCase().withProposal(refused.proposal())));
        }
        answer(parts.outcomes()
                .refused(
                        verdict,
                        stored == null ? null : stored.reviewCase(),
                        refused.refusals(),
                        refused.consentRead() ? seen.place() : null,
                        at));
    }

    private void release(
            Ruling.Released released, Review review, StoredCase stored, ConsentTable.Seen seen, Instant at) {
        VerdictFacts verdict = review.verdict();
        Record<byte[], byte[]> event = event(released, verdict, stored, at);
        if (event == null) {
            Review unreadable = new Review(
                    verdict,
                    false,
                    review.openCase(),
                    null,
                    false,
                    false,
                    review.consent(),
                    review.figures(),
                    review.at());
            refuse((Ruling.Refused) parts.review().policy().rule(unreadable), verdict, stored, seen, at);
            return;
        }
        Record<byte[], byte[]> stamped =
                parts.clearance().stampReleased(event, released.assessment(), seen.place(), at);
        describe(stamped.headers(), verdict, stored);
        if (released.event() instanceof ReviewedEvent.Message message) {
            memory.remember(message.facts(), stored.event(), stored.origin(), review.consent(), at);
        } else if (verdict.outcome().isDecision() && released.event() instanceof ReviewedEvent.Decision decision) {
            memory.humans().remember(decision.facts(), at);
        }
        cases.closeReleased(stored, EventIdentity.of(released.event()), at);
        context.forward(stamped, stored.kind().outputs().released());
        ReviewCase reviewCase = stored.reviewCase();
        answer(parts.outcomes()
                .applied(verdict, reviewCase, seen.place(), stored.kind().clearedTopic(parts.topics()), at));
    }

    /**
     * Dated by its release: by the publisher's timestamp, retention could delete the event before anyone acted on it.
     * Null when the event can no longer be read, or when the amended event fits no output.
     */
    private @Nullable Record<byte[], byte[]> event(
            Ruling.Released released, VerdictFacts verdict, StoredCase stored, Instant at) {
        byte[] key = stored.reviewCase().subjectId().getBytes(UTF_8);
        Headers headers = GateHeaders.withoutOurs(stored.headers());
        byte[] value = stored.event();
        if (verdict.outcome().isDecision() && released.event() instanceof ReviewedEvent.Decision decision) {
            try {
                value = parts.review().decisions().encode(headers, value, decision.facts(), verdict.amendedContent());
            } catch (UndecodableException e) {
                return null;
            }
            headers = GateHeaders.without(WireFormat.VALUE_SCHEMA_ID_HEADER, headers);
        }
        Record<byte[], byte[]> event = new Record<>(key, value, at.toEpochMilli(), headers);
        return limit.holds(event) ? event : null;
    }

    private static void describe(Headers headers, VerdictFacts verdict, StoredCase stored) {
        GateHeaders.put(headers, GateHeaders.CASE_ID, stored.reviewCase().caseId());
        GateHeaders.put(headers, GateHeaders.VERDICT_ID, verdict.verdictId());
        GateHeaders.put(headers, GateHeaders.OUTCOME, verdict.outcome().name());
        GateHeaders.put(headers, GateHeaders.REVIEWER, verdict.reviewer());
        if (verdict.secondReviewer() != null) {
            GateHeaders.put(headers, GateHeaders.SECOND_REVIEWER, verdict.secondReviewer());
        }
        TrueClassification truth = verdict.trueClassification();
        if (truth != null) {
            describe(headers, truth);
        }
        stored.origin().putInto(headers);
    }

    /** Headers for the corrected labels, each with the reference that proves it. */
    private static void describe(Headers headers, TrueClassification truth) {
        for (Label label : truth.restated()) {
            GateHeaders.put(headers, header(label), stated(label, truth));
            String reference = truth.reference(label);
            if (reference != null) {
                GateHeaders.put(
                        headers,
                        label.isShownByBasis() ? GateHeaders.TRUE_BASIS_REF : header(label) + GateHeaders.REF,
                        reference);
            }
        }
    }

    private static String header(Label label) {
        return switch (label) {
            case PURPOSE -> GateHeaders.TRUE_PURPOSE;
            case COMMERCIAL_CONTENT -> GateHeaders.TRUE_COMMERCIAL_CONTENT;
            case IN_CAMPAIGN -> GateHeaders.TRUE_IN_CAMPAIGN;
            case IN_AUDIENCE -> GateHeaders.TRUE_IN_AUDIENCE;
            case JURISDICTION -> GateHeaders.TRUE_JURISDICTION;
            case EFFECTS -> GateHeaders.TRUE_EFFECTS;
            case FOR_DIRECT_MARKETING -> GateHeaders.TRUE_FOR_DIRECT_MARKETING;
        };
    }

    private static String stated(Label label, TrueClassification truth) {
        return switch (label) {
            case PURPOSE -> String.valueOf(truth.purpose());
            case COMMERCIAL_CONTENT -> String.valueOf(truth.commercialContent());
            case IN_CAMPAIGN -> String.valueOf(truth.inCampaign());
            case IN_AUDIENCE -> String.valueOf(truth.inAudience());
            case JURISDICTION -> String.valueOf(truth.jurisdiction());
            case EFFECTS -> truth.effects().stream().sorted().map(Effect::name).collect(Collectors.joining(","));
            case FOR_DIRECT_MARKETING -> String.valueOf(truth.forDirectMarketing());
        };
    }

    private void answer(Record<byte[], byte[]> outcome) {
        context.forward(outcome, Operators.WRITE_REVIEW_OUTCOMES);
    }
}
