// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.Language;
import io.consentgate.policy.Outcome;
import io.consentgate.policy.Reason;
import io.consentgate.review.ReviewCase;
import io.consentgate.serde.CaseOutcome;
import io.consentgate.serde.QuarantineCase;
import io.consentgate.serde.WireFormat;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Wraps a diverted event, its bytes untouched, with everything a reviewer needs to defend a decision. Thread-safe. */
final class Quarantine {

    private static final List<Outcome> OUTCOMES_BY_NAME =
            Stream.of(Outcome.values()).sorted(Comparator.comparing(Enum::name)).toList();

    private final Function<QuarantineCase, byte[]> encoder;
    private final String policyVersion;
    private final RecordHeader settings;
    private final Duration retention;
    private final Duration maxOpen;

    /** @param settings digest of the enforced settings */
    Quarantine(
            Function<QuarantineCase, byte[]> encoder,
            String policyVersion,
            String settings,
            Duration retention,
            Duration maxOpen) {
        this.encoder = encoder;
        this.policyVersion = policyVersion;
        this.settings = new RecordHeader(GateHeaders.SETTINGS, settings.getBytes(UTF_8));
        this.retention = retention;
        // An open case must stay readable. Afterwards, compaction removes its rows from the changelog within a day.
        Duration readable = Topics.readableFor(retention);
        this.maxOpen = maxOpen.compareTo(readable) < 0 ? maxOpen : readable;
    }

    /** The record to write, and the case that it opens. */
    Quarantined wrap(Record<byte[], byte[]> record, Diversion diversion) {
        Assessment.Diverted verdict = diversion.verdict();
        List<QuarantineCase.Finding> violations = findings(verdict.violations());
        QuarantineCase quarantined = new QuarantineCase(
                diversion.origin().caseId(),
                digest(record.value(), violations),
                diversion.subjectId(),
                diversion.kind().contractName(),
                new QuarantineCase.Source(
                        diversion.origin().topic(),
                        diversion.origin().partition(),
                        diversion.origin().offset(),
                        Instant.ofEpochMilli(diversion.origin().timestamp())),
                ByteBuffer.wrap(record.value()),
                violations,
                findings(verdict.advice()),
                names(verdict.allowedOutcomes()),
                diversion.seen(),
                diversion.joins(),
                policyVersion,
                diversion.at(),
                closesAt(diversion),
                diversion.at().plus(retention));
        List<String> rules = codes(violations);
        return new Quarantined(
                record.withValue(encoder.apply(quarantined)).withHeaders(headers(record, quarantined.caseId(), rules)),
                openCase(record, diversion, quarantined, rules),
                endsAs(diversion.verdict()));
    }

    private static CaseOutcome.@Nullable Result endsAs(Assessment.Diverted verdict) {
        if (verdict.needsHuman()) {
            return null;
        }
        return verdict.isExpired() ? CaseOutcome.Result.EXPIRED : CaseOutcome.Result.UNRELEASABLE;
    }

    /** Latest time at which a verdict is of use: the event's own expiry, or the end of the gate's waiting time. */
    private Instant closesAt(Diversion diversion) {
        Instant closesAt = diversion.at().plus(maxOpen);
        Instant expiresAt = diversion.expiresAt();
        return expiresAt != null && expiresAt.isBefore(closesAt) ? expiresAt : closesAt;
    }

    private StoredCase openCase(
            Record<byte[], byte[]> record, Diversion diversion, QuarantineCase quarantined, List<String> rules) {
        return new StoredCase(
                new ReviewCase(
                        quarantined.caseId(),
                        quarantined.caseDigest(),
                        quarantined.subjectId(),
                        diversion.verdict().allowedOutcomes(),
                        rules,
                        diversion.verdict().mustExcludeSpecialCategory(),
                        false,
                        quarantined.quarantinedAt(),
                        closesAt(diversion),
                        false,
                        null),
                diversion.kind(),
                diversion.origin(),
                GateHeaders.withoutOurs(record.headers()),
                record.value(),
                diversion.identity());
    }

    /**
     * A quarantined event for a reviewer.
     *
     * @param endsAs result of a case that closes as soon as it opens; null when it waits for a reviewer
     */
    record Quarantined(Record<byte[], byte[]> record, StoredCase openCase, CaseOutcome.@Nullable Result endsAs) {

        /** The same as a control case, which is never released; the record does not show it. */
        Quarantined asControl() {
            return new Quarantined(record, openCase.with(openCase.reviewCase().asControl()), endsAs);
        }
    }

    /**
     * The publisher's headers, and headers for readers that do not decode the value. The header with the event's schema
     * id gets a name of the gate's: under its own name, readers would apply it to the quarantine record.
     */
    private Headers headers(Record<byte[], byte[]> record, String caseId, List<String> rules) {
        Headers headers = GateHeaders.withoutOurs(record.headers());
        Header schema = headers.lastHeader(WireFormat.VALUE_SCHEMA_ID_HEADER);
        if (schema != null) {
            headers = GateHeaders.without(WireFormat.VALUE_SCHEMA_ID_HEADER, headers);
            headers.add(GateHeaders.EVENT_SCHEMA_ID, schema.value());
        }
        GateHeaders.put(headers, GateHeaders.CASE_ID, caseId);
        GateHeaders.put(headers, GateHeaders.POLICY_VERSION, policyVersion);
        headers.add(settings);
        GateHeaders.put(headers, GateHeaders.RULES, String.join(",", rules));
        return headers;
    }

    static List<QuarantineCase.Finding> findings(List<Reason> reasons) {
        List<QuarantineCase.Finding> findings = new ArrayList<>(reasons.size());
        for (Reason reason : reasons) {
            findings.add(new QuarantineCase.Finding(
                    reason.code().code(),
                    reason.law(Language.ENGLISH),
                    reason.text(Language.ENGLISH),
                    reason.text(Language.POLISH),
                    reason.factsByName()));
        }
        return findings;
    }

    private static List<String> codes(List<QuarantineCase.Finding> violations) {
        List<String> codes = new ArrayList<>(violations.size());
        for (QuarantineCase.Finding violation : violations) {
            codes.add(violation.rule());
        }
        return codes;
    }

    /** The outcomes' names, in alphabetical order. */
    static List<String> names(Set<Outcome> outcomes) {
        List<String> names = new ArrayList<>(outcomes.size());
        for (Outcome outcome : OUTCOMES_BY_NAME) {
            if (outcomes.contains(outcome)) {
                names.add(outcome.name());
            }
        }
        return names;
    }

    /** SHA-256 over the event's bytes and every violation with its facts, in hexadecimal. */
    private static String digest(byte[] event, List<QuarantineCase.Finding> violations) {
        MessageDigest digest = Sha256.start();
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(event.length).array());
        digest.update(event);
        for (QuarantineCase.Finding violation : violations) {
            digest.update((violation.rule() + new TreeMap<>(violation.facts()) + '\n').getBytes(UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * An event that may not go on.
     *
     * @param seen the consent used in judging, null when there was none
     * @param expiresAt by the event itself; null when it never expires
     * @param identity its {@link EventIdentity}; null when it has none
     * @param joins id of an existing case for this event; null when the event opens its own
     */
    record Diversion(
            EventKind<?> kind,
            String subjectId,
            Origin origin,
            Assessment.Diverted verdict,
            QuarantineCase.@Nullable ConsentSeen seen,
            @Nullable Instant expiresAt,
            byte @Nullable [] identity,
            @Nullable String joins,
            Instant at) {}
}
