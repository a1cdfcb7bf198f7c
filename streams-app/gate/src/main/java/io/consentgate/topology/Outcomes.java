// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Reason;
import io.consentgate.review.ReviewCase;
import io.consentgate.review.facts.VerdictFacts;
import io.consentgate.serde.CaseOutcome;
import io.consentgate.serde.QuarantineCase;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Writes the audit trail: the results of cases and of the verdicts on them. Thread-safe. */
final class Outcomes {

    private final Function<CaseOutcome, byte[]> encoder;
    private final String policyVersion;
    private final RecordHeader settings;
    private final GateCounters counters;

    /** @param settings digest of the enforced settings */
    Outcomes(Function<CaseOutcome, byte[]> encoder, String policyVersion, String settings, GateCounters counters) {
        this.counters = counters;
        this.encoder = encoder;
        this.policyVersion = policyVersion;
        this.settings = new RecordHeader(GateHeaders.SETTINGS, settings.getBytes(UTF_8));
    }

    /** @param releasedTopic null when the event was not released */
    Record<byte[], byte[]> applied(
            VerdictFacts verdict,
            ReviewCase reviewCase,
            QuarantineCase.@Nullable ConsentSeen seen,
            @Nullable String releasedTopic,
            Instant at) {
        return record(answer(verdict, reviewCase, CaseOutcome.Result.APPLIED, List.of(), seen, releasedTopic, at));
    }

    /** @param reviewCase null when the gate holds no such case */
    Record<byte[], byte[]> refused(
            VerdictFacts verdict,
            @Nullable ReviewCase reviewCase,
            List<Reason> refusals,
            QuarantineCase.@Nullable ConsentSeen seen,
            Instant at) {
        return record(answer(verdict, reviewCase, CaseOutcome.Result.REFUSED, refusals, seen, null, at));
    }

    /** The outcome of a case that closed without a verdict. */
    Record<byte[], byte[]> closed(ReviewCase reviewCase, CaseOutcome.Result result, Instant at) {
        return record(new CaseOutcome(
                reviewCase.caseId(),
                reviewCase.digest(),
                reviewCase.subjectId(),
                null,
                result,
                null,
                reviewCase.brokenRules(),
                List.of(),
                null,
                policyVersion,
                null,
                null,
                reviewCase.control(),
                null,
                at));
    }

    private CaseOutcome answer(
            VerdictFacts verdict,
            @Nullable ReviewCase reviewCase,
            CaseOutcome.Result result,
            List<Reason> refusals,
            QuarantineCase.@Nullable ConsentSeen seen,
            @Nullable String releasedTopic,
            Instant at) {
        return new CaseOutcome(
                verdict.caseId(),
                reviewCase == null ? "" : reviewCase.digest(),
                verdict.subjectId(),
                verdict.verdictId(),
                result,
                verdict.outcome().name(),
                reviewCase == null ? List.of() : reviewCase.brokenRules(),
                findings(refusals),
                seen,
                policyVersion,
                verdict.reviewer(),
                verdict.secondReviewer(),
                // Stated only when the case is closed: a refusal must not reveal that a case is planted.
                reviewCase != null && reviewCase.control() && result != CaseOutcome.Result.REFUSED,
                releasedTopic,
                at);
    }

    /**
     * Leaves out content of the event and its consent: outcomes are kept for years, even after the person's erasure.
     */
    private static List<QuarantineCase.Finding> findings(List<Reason> refusals) {
        return Quarantine.findings(refusals.stream()
                .map(refusal -> refusal.code().judgesVerdicts() ? refusal : refusal.withoutFacts())
                .toList());
    }

    private Record<byte[], byte[]> record(CaseOutcome outcome) {
        counters.outcome(outcome);
        RecordHeaders headers = new RecordHeaders();
        GateHeaders.put(headers, GateHeaders.CASE_ID, outcome.caseId());
        GateHeaders.put(headers, GateHeaders.POLICY_VERSION, policyVersion);
        headers.add(settings);
        return new Record<>(
                outcome.subjectId().getBytes(UTF_8),
                encoder.apply(outcome),
                outcome.at().toEpochMilli(),
                headers);
    }
}
