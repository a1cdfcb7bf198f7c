// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.facts.ConsentView;
import io.consentgate.serde.FactsReader;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsentTableTest {

    private static final byte[] STRANGER = "subject-of-whom-nothing-is-known".getBytes(UTF_8);

    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void shouldAskTheStoreOnceForASubjectWithoutARecordUntilSomethingIsWritten() {
        try (ConsentTable table = tableOf(emptyStore())) {
            assertThat(table.lookUp(STRANGER).view()).isEqualTo(ConsentView.NoRecord.NO_RECORD);
            assertThat(table.lookUp(STRANGER).view()).isEqualTo(ConsentView.NoRecord.NO_RECORD);
            assertThat(reads).hasValue(1);

            table.put(STRANGER, StoredConsent.NOTHING_STORED);
            table.lookUp(STRANGER);
            assertThat(reads).hasValue(2);
        }
    }

    private static ConsentTable tableOf(KeyValueStore<byte[], byte[]> store) {
        FactsReader nothingToRead = answering(FactsReader.class, call -> {
            throw new AssertionError("there is no record that could be decoded");
        });
        return new ConsentTable(store, nothingToRead, new ConsentCache(1_000_000).open(0));
    }

    /** Counts how often it is read. */
    @SuppressWarnings("unchecked")
    private KeyValueStore<byte[], byte[]> emptyStore() {
        return answering(KeyValueStore.class, call -> {
            if (call.equals("get")) {
                reads.incrementAndGet();
            }
            return null;
        });
    }

    private static <T> T answering(Class<T> type, Function<String, @Nullable Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.apply(method.getName())));
    }
}
