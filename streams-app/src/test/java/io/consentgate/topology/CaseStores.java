// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.Events;
import io.consentgate.policy.Outcome;
import io.consentgate.review.ReviewCase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** The stores of one task's open cases, without a topology. */
final class CaseStores implements AutoCloseable {

    static final Instant CLOSES_AT = Events.NOW.plus(Duration.ofDays(20));

    final KeyValueStore<byte[], byte[]> byDeadline;
    final KeyValueStore<byte[], byte[]> deadlines;
    final KeyValueStore<byte[], byte[]> byEvent;
    final Cases cases;

    CaseStores(Path folder, int partition) {
        StateStoreContext context = new MockProcessorContext<>(
                        GateScenario.options(folder), new TaskId(0, partition), folder.toFile())
                .getStateStoreContext();
        byDeadline = opened(Stores.casesByDeadline(), context);
        deadlines = opened(Stores.deadlinesByCase(), context);
        byEvent = opened(Stores.casesByEvent(), context);
        cases = new Cases(byDeadline, deadlines, new CasesByEvent(byEvent, new QuarantinedEvents()));
    }

    private static KeyValueStore<byte[], byte[]> opened(
            StoreBuilder<KeyValueStore<byte[], byte[]>> builder, StateStoreContext context) {
        KeyValueStore<byte[], byte[]> store = builder.withLoggingDisabled().build();
        store.init(context, store);
        return store;
    }

    static StoredCase aCase(String subject, Origin origin, Instant closesAt) {
        return aCase(subject, origin, closesAt, null);
    }

    static StoredCase aCase(String subject, Origin origin, Instant closesAt, byte[] identity) {
        return new StoredCase(
                new ReviewCase(
                        origin.caseId(),
                        "digest",
                        subject,
                        EnumSet.of(Outcome.REJECT),
                        List.of("MSG-CONSENT-MISSING"),
                        false,
                        false,
                        Events.NOW,
                        closesAt,
                        false,
                        null),
                EventKind.OutboundMessages.OUTBOUND_MESSAGES,
                origin,
                new RecordHeaders(),
                new byte[] {0, 1, 2},
                identity);
    }

    static long rows(KeyValueStore<?, ?> store) {
        long rows = 0;
        try (KeyValueIterator<?, ?> all = store.all()) {
            for (; all.hasNext(); all.next()) {
                rows++;
            }
        }
        return rows;
    }

    @Override
    public void close() {
        byDeadline.close();
        deadlines.close();
        byEvent.close();
    }
}
