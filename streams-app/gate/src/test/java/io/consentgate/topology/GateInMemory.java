// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.Policy;
import io.consentgate.serde.ConsentReading;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.UndecodableException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The gate's consent store and its judging, without brokers, for tests of what reads its changelog. Serves one thread. */
public final class GateInMemory {

    private static final Headers NO_HEADERS = new RecordHeaders();

    private final FactsReader reader;
    private final Map<String, KeyValueStore<byte[], byte[]>> stores = new HashMap<>();
    private final ConsentTable consents;
    private final ConsentKeeping keeping;
    private long judged;

    public GateInMemory(FactsReader reader, Duration clockSkew) {
        this.reader = reader;
        this.consents = new ConsentTable(
                store(Stores.CONSENT_BY_SUBJECT), reader, ConsentCache.sized().open(0));
        this.keeping = new ConsentKeeping(consents, clockSkew);
    }

    /**
     * Where a consent record stood.
     *
     * @param misplaced whether it had to be brought to its subject from there
     */
    public record Place(int partition, long offset, Instant timestamp, boolean misplaced) {
        private Origin origin() {
            return new Origin("consent-state", partition, offset, timestamp.toEpochMilli());
        }
    }

    /** Takes a record; one that cannot be read as what it is; null as an erasure. */
    public void take(String subjectId, byte @Nullable [] value, Place place, Instant now) {
        byte[] subject = subjectId.getBytes(UTF_8);
        Record<byte[], byte[]> record =
                new Record<>(subject, value, Math.max(0, place.timestamp().toEpochMilli()));
        if (value == null) {
            keeping.erase(subject, record, place.origin(), place.misplaced(), now);
            return;
        }
        ConsentReading reading;
        try {
            reading = reader.inspectConsent(NO_HEADERS, value);
        } catch (UndecodableException e) {
            keeping.keepUnreadable(subject, record, place.origin(), place.misplaced(), now);
            return;
        }
        keeping.keep(subject, record, place.origin(), reading, place.misplaced(), now);
    }

    /** A subject's row, as the changelog has it; null if there is none. */
    public byte @Nullable [] row(String subjectId) {
        return store(Stores.CONSENT_BY_SUBJECT).get(subjectId.getBytes(UTF_8));
    }

    public Assessment message(Policy policy, byte[] value, Instant now) throws UndecodableException {
        return judge(EventKind.OutboundMessages.OUTBOUND_MESSAGES, policy, value, now);
    }

    public Assessment decision(Policy policy, byte[] value, Instant now) throws UndecodableException {
        return judge(EventKind.OfferDecisions.OFFER_DECISIONS, policy, value, now);
    }

    private <F> Assessment judge(EventKind<F> kind, Policy policy, byte[] value, Instant now)
            throws UndecodableException {
        F facts = kind.read(reader, NO_HEADERS, value);
        ConsentTable.Seen seen = consents.lookUp(kind.subjectId(facts).getBytes(UTF_8));
        Origin origin = new Origin("", 0, judged++, now.toEpochMilli());
        return kind.judge(policy, facts, value, origin, seen.view(), Memory.of(this::store, policy), now);
    }

    private KeyValueStore<byte[], byte[]> store(String name) {
        return stores.computeIfAbsent(name, MapStore::new);
    }
}
