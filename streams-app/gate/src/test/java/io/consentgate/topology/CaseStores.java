// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.Events;
import io.consentgate.policy.Outcome;
import io.consentgate.review.ReviewCase;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
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
        return aCase(subject, origin, closesAt, identity, new byte[] {0, 1, 2});
    }

    static StoredCase aCase(String subject, Origin origin, Instant closesAt, byte[] identity, byte[] event) {
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
                event,
                identity);
    }

    /** Puts all cases as an earlier version of the gate did, each in one row. */
    static void asByAnEarlierGate(KeyValueStore<byte[], byte[]> byDeadline, byte format) {
        try (KeyValueIterator<byte[], byte[]> rows = byDeadline.range(new byte[1], new byte[] {0x7F})) {
            while (rows.hasNext()) {
                KeyValue<byte[], byte[]> row = rows.next();
                byte[] event = ByteBuffer.allocate(1 + row.key.length)
                        .put((byte) 0x80)
                        .put(row.key)
                        .array();
                byDeadline.put(row.key, wholeRow(StoredCase.fromBytes(row.value, byDeadline.delete(event)), format));
            }
        }
    }

    /** The row of a case as an earlier version of the gate wrote it: the outline, the event, and then the identity. */
    static byte[] wholeRow(StoredCase stored, byte format) {
        byte[] outline = stored.outline().toBytes();
        byte[] event = stored.eventBytes();
        int identity = Integer.BYTES + (stored.identity() == null ? 0 : stored.identity().length);
        ByteBuffer row = ByteBuffer.allocate(outline.length + event.length)
                .put(format)
                .put(outline, 1, outline.length - 1 - identity)
                .put(event, 1, event.length - 1);
        if (format > 1) {
            row.put(outline, outline.length - identity, identity);
        }
        return Arrays.copyOf(row.array(), row.position());
    }

    /** The same, which adds up the bytes of the values that are read from it. */
    @SuppressWarnings("unchecked")
    static <T> T counted(Class<T> type, T read, AtomicLong bytes) {
        return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            Object answer = method.invoke(read, arguments);
            if (answer instanceof KeyValueIterator<?, ?> rows) {
                return counted(KeyValueIterator.class, rows, bytes);
            }
            Object value = answer instanceof KeyValue<?, ?> row ? row.value : answer;
            bytes.addAndGet(value instanceof byte[] known ? known.length : 0);
            return answer;
        });
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
