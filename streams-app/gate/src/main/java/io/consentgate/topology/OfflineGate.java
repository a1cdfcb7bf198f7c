// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.Plausible;
import io.consentgate.policy.Policy;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.serde.ConsentReading;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.UndecodableException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Judges events with the gate's own code but without brokers. Consent records and memory between events are held in
 * memory. The order of calls is the order of the log. Serves one thread.
 *
 * <p>Left out, as these belong to the data flow and not to the law: placement, size limits, and cases with their
 * review.
 */
public final class OfflineGate {

    private static final Headers NO_HEADERS = new RecordHeaders();

    private final Policy policy;
    private final FactsReader reader;
    private final Map<String, KeyValueStore<byte[], byte[]>> stores = new HashMap<>();
    private final ConsentTable consents;
    private final ConsentKeeping keeping;
    private final Memory memory;
    private long taken;

    /** @param reader reads the given values */
    public OfflineGate(Policy policy, FactsReader reader) {
        this.policy = policy;
        this.reader = reader;
        this.consents = new ConsentTable(
                store(Stores.CONSENT_BY_SUBJECT), reader, ConsentCache.sized().open(0));
        this.keeping = new ConsentKeeping(consents, policy.options().clockSkew());
        this.memory = Memory.of(this::store, policy);
    }

    /** The result for one event. */
    public record Judged(String eventId, Assessment assessment) {}

    /**
     * Takes the next consent record.
     *
     * @param at the time of judging
     * @throws UndecodableException if the record cannot be read
     */
    public void keep(byte[] value, Instant at) throws UndecodableException {
        ConsentReading reading = reader.inspectConsent(NO_HEADERS, value);
        byte[] subject = reading.facts().subjectId().getBytes(UTF_8);
        keeping.keep(subject, new Record<>(subject, value, 0), new Origin("", 0, taken++, 0), reading, false, at);
    }

    /**
     * Erases a person (GDPR art. 17): the record, the replies to their inquiries, and their contacts. The input states
     * no time of erasure, so it counts as made no earlier than the person's newest record.
     *
     * @param at the time of judging
     */
    public void erase(String subjectId, Instant at) {
        byte[] subject = subjectId.getBytes(UTF_8);
        ConsentFacts newest = consents.lookUp(subject).view().newest();
        Instant made = newest == null
                ? null
                : Plausible.known(newest.updatedAt(), at.plus(policy.options().clockSkew()));
        Origin origin = new Origin("", 0, taken++, (made == null ? Plausible.EARLIEST : made).toEpochMilli());
        keeping.erase(subject, new Record<>(subject, null, 0), origin, false, at);
        memory.replies().forget(subject);
        memory.contacts().forget(subject);
    }

    /**
     * Judges the next message.
     *
     * @param at the time of judging
     * @throws UndecodableException if the message cannot be read
     */
    public Judged message(byte[] value, Instant at) throws UndecodableException {
        return judge(EventKind.OutboundMessages.OUTBOUND_MESSAGES, value, at);
    }

    /**
     * Judges the next decision.
     *
     * @param at the time of judging
     * @throws UndecodableException if the decision cannot be read
     */
    public Judged decision(byte[] value, Instant at) throws UndecodableException {
        return judge(EventKind.OfferDecisions.OFFER_DECISIONS, value, at);
    }

    private <F> Judged judge(EventKind<F> kind, byte[] value, Instant at) throws UndecodableException {
        F facts = kind.read(reader, NO_HEADERS, value);
        ConsentTable.Seen seen = consents.lookUp(kind.subjectId(facts).getBytes(UTF_8));
        Origin origin = new Origin("", 0, taken++, at.toEpochMilli());
        return new Judged(kind.eventId(facts), kind.judge(policy, facts, value, origin, seen.view(), memory, at));
    }

    private KeyValueStore<byte[], byte[]> store(String name) {
        return stores.computeIfAbsent(name, MapStore::new);
    }
}
