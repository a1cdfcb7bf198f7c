// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.EventKind;
import io.consentgate.console.cases.VerdictResult;
import io.consentgate.events.Finding;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewActivity;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewResult;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.policy.Fact;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.serde.ContractCodec;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.UndecodableException;
import io.consentgate.serde.WireFormat;
import io.consentgate.topology.GateHeaders;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Interprets the records of the log. Methods throw {@link UndecodableException} on proven bad data, and {@link
 * io.consentgate.serde.RegistryUnavailable} when the registry could not be asked. Thread-safe.
 */
final class LogEntries {

    private final ContractCodec codec;
    private final FactsReader facts;

    LogEntries(ContractCodec codec, FactsReader facts) {
        this.codec = codec;
        this.facts = facts;
    }

    QuarantinedEvent quarantined(ConsumerRecord<byte[], byte[]> record) throws UndecodableException {
        return codec.read(QuarantinedEvent.class, record.topic(), record.headers(), record.value());
    }

    ReviewActivity activity(ConsumerRecord<byte[], byte[]> record) throws UndecodableException {
        return codec.read(ReviewActivity.class, record.topic(), record.headers(), record.value());
    }

    ReviewVerdict verdict(ConsumerRecord<byte[], byte[]> record) throws UndecodableException {
        return codec.read(ReviewVerdict.class, record.topic(), record.headers(), record.value());
    }

    ReviewOutcome outcome(ConsumerRecord<byte[], byte[]> record) throws UndecodableException {
        return codec.read(ReviewOutcome.class, record.topic(), record.headers(), record.value());
    }

    IndexedRecord consentRecord(String topic, Headers headers, byte[] value) throws UndecodableException {
        return codec.read(topic, headers, value);
    }

    ConsentFacts consent(ConsumerRecord<byte[], byte[]> record) throws UndecodableException {
        return facts.readConsent(record.headers(), record.value());
    }

    IndexedRecord consentRecord(ConsumerRecord<byte[], byte[]> record) throws UndecodableException {
        return codec.read(record.topic(), record.headers(), record.value());
    }

    /** The complete event of a case, as its publisher wrote it. */
    IndexedRecord event(ConsumerRecord<byte[], byte[]> record, QuarantinedEvent quarantined)
            throws UndecodableException {
        return codec.read(
                String.valueOf(quarantined.getSource().getTopic()),
                eventHeaders(record),
                bytes(quarantined.getEvent()));
    }

    MessageFacts message(ConsumerRecord<byte[], byte[]> record, QuarantinedEvent quarantined)
            throws UndecodableException {
        return facts.readMessage(eventHeaders(record), bytes(quarantined.getEvent()));
    }

    DecisionFacts decision(ConsumerRecord<byte[], byte[]> record, QuarantinedEvent quarantined)
            throws UndecodableException {
        return facts.readDecision(eventHeaders(record), bytes(quarantined.getEvent()));
    }

    /** The facet by which the case is counted and filtered. An unreadable event counts only by its rules. */
    Facet facet(ConsumerRecord<byte[], byte[]> record, QuarantinedEvent quarantined) {
        List<String> rules = quarantined.getViolations().stream()
                .map(Finding::getRule)
                .distinct()
                .toList();
        EventKind kind = EventKind.valueOf(quarantined.getKind().name());
        try {
            return switch (kind) {
                case OUTBOUND_MESSAGE -> {
                    MessageFacts message = message(record, quarantined);
                    yield Facet.of(kind, message.channel().name(), message.campaignId(), message.controllerId(), rules);
                }
                case OFFER_DECISION ->
                    Facet.of(kind, null, null, decision(record, quarantined).controllerId(), rules);
                case UNKNOWN -> new Facet(kind, null, null, null, rules);
            };
        } catch (UndecodableException unreadable) {
            return new Facet(kind, null, null, null, rules);
        }
    }

    /**
     * Whether the gate holds the verdict until a second reviewer confirms it. The gate also refuses confirmations by
     * the same rule, if no verdict waits or the second reviewer's figures require another confirmation. In that case,
     * the first verdict still waits.
     */
    static boolean needsSecondReviewer(ReviewOutcome outcome) {
        return outcome.getResult() == ReviewResult.REFUSED
                && !outcome.getCaseDigest().isEmpty()
                && outcome.getSecondReviewer() == null
                && !outcome.getRefusals().isEmpty()
                && outcome.getRefusals().stream().allMatch(LogEntries::isLiftedByConfirmation);
    }

    private static boolean isLiftedByConfirmation(Finding refusal) {
        return refusal.getRule().equals(VerdictResult.FOUR_EYES)
                && !refusal.getFacts().containsKey(Fact.CONFIRMS.key());
    }

    /** Restores the header with the event's schema id, which the gate had renamed. */
    private static Headers eventHeaders(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = new RecordHeaders();
        Header schema = record.headers().lastHeader(GateHeaders.EVENT_SCHEMA_ID);
        if (schema != null) {
            headers.add(WireFormat.VALUE_SCHEMA_ID_HEADER, schema.value());
        }
        return headers;
    }

    /** Digest of the bytes between position and limit. */
    static byte[] sha256(ByteBuffer buffer) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(buffer.duplicate());
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
