// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.policy.facts.ConsentRow.State;
import io.consentgate.policy.facts.KeptActs;
import io.consentgate.serde.SubjectKey;
import io.consentgate.topology.StoredConsent.Erasures;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** What a store that lost something looks like to the task that begins on it, and what one that did not. */
class ConsentProgressTest {

    private static final int PARTITION = 3;
    private static final Placement PLACEMENT = new Placement(4);
    private static final Topics TOPICS = Topics.prefixed("");

    private final Log log = new Log();
    private final MapStore store = new MapStore("consent-by-subject");
    private final AtomicInteger writes = new AtomicInteger();

    @Test
    void shouldBeginOnAStoreThatHasAllThatWasRead() {
        take(0, 1, 2, 7);
        log.commit(8);

        assertThatCode(() -> begin(store)).doesNotThrowAnyException();
    }

    @Test
    void shouldBeginOnAnEmptyStoreWhereNothingWasReadOrAllIsReadAgain() {
        assertThatCode(() -> begin(new MapStore("none"))).doesNotThrowAnyException();

        take(0, 1);
        log.commit(2);
        log.commit(0);
        assertThatCode(() -> begin(new MapStore("put back"))).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAStoreThatWasEmptied() {
        take(0, 1);
        log.commit(2);

        assertThatThrownBy(() -> begin(new MapStore("emptied")))
                .isInstanceOf(StateBehind.class)
                .hasMessageContainingAll(
                        "gate-consent-by-subject-changelog-3",
                        "which holds nothing",
                        "consent-state-3 up to offset 2",
                        "--reset-offsets --to-earliest --execute --topic consent-state --topic consent-state-rerouted");
    }

    /** As when the disk of the only replica was replaced, and the gate, which had it all in its own store, went on writing. */
    @Test
    void shouldRefuseAStoreWhoseChangelogLostItsBeginning() {
        take(0, 1);
        take(2);
        log.commit(3);
        MapStore restored = new MapStore("restored");
        copy(store, restored);
        restored.delete(subject(0));
        restored.delete(subject(1));
        restored.delete(firstRow());

        assertThatThrownBy(() -> begin(restored))
                .isInstanceOf(StateBehind.class)
                .hasMessageContaining("lost its first rows");
    }

    @Test
    void shouldRefuseAStoreThatWasTakenBackToAnEarlierTime() {
        take(0, 1);
        MapStore earlier = new MapStore("earlier");
        copy(store, earlier);

        take(5);
        log.commit(6);

        assertThatThrownBy(() -> begin(earlier))
                .isInstanceOf(StateBehind.class)
                .hasMessageContaining("which ends at offset 1, before what stands at offset 5");
    }

    @Test
    void shouldTakeMarkersAndGapsForNothingThatIsMissing() {
        take(0, 1);
        log.commit(900);

        assertThatCode(() -> begin(store)).doesNotThrowAnyException();
    }

    /** Of a gate from before these rows, or one that such a gate went on with for a while in a rolling upgrade. */
    @Test
    void shouldBeginOnWhatAnOlderGateHasWritten() {
        write(store, 0);
        log.append(0);
        log.commit(1);
        assertThatCode(() -> begin(store)).doesNotThrowAnyException();

        take(1);
        write(store, 2);
        log.append(2);
        log.commit(3);
        assertThatCode(() -> begin(store)).doesNotThrowAnyException();
    }

    /** They were sent to the partitions of their subjects, and left no row here. */
    @Test
    void shouldBeginWhereAllThatWasReadBelongsElsewhere() {
        log.records.put(0L, subjectOn(0, 0));
        log.commit(1);
        assertThatCode(() -> begin(new MapStore("nobody's home"))).doesNotThrowAnyException();

        take(1);
        log.records.put(2L, subjectOn(0, 2));
        log.commit(3);
        assertThatCode(() -> begin(store)).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseToGoOnInATopicOfTheSameNameThatWasMadeAnew() {
        take(0, 1);
        log.commit(2);
        log.topicId = Uuid.randomUuid();

        assertThatThrownBy(() -> begin(store))
                .isInstanceOf(StateBehind.class)
                .hasMessageContainingAll("consent-state was deleted and made anew", "at offset 2 of partition 3");

        log.commit(0);
        assertThatCode(() -> begin(store)).doesNotThrowAnyException();
    }

    @Test
    void shouldWriteOneRowForAThousandRecordsWhereManyCome() {
        ConsentProgress progress = new ConsentProgress(counting(store), log, TOPICS, PLACEMENT, "gate", PARTITION);
        progress.verify();
        for (int offset = 0; offset < 50_000; offset++) {
            progress.took(offset, offset / 100);
        }
        assertThat(writes).hasValueLessThan(60);

        progress.settle();
        log.append(50_000);
        log.commit(50_001);
        write(store, 0);
        assertThatThrownBy(() -> begin(store))
                .as("a record beyond what was settled")
                .isInstanceOf(StateBehind.class);
    }

    @Test
    void shouldStateNoLessThanWasTakenWhereverATransactionEnds() {
        ConsentProgress progress = begin(store);
        for (int offset = 0; offset < 3_000; offset++) {
            progress.took(offset, offset % 7 == 0 ? offset * 50L : offset * 50L - 1);
            log.append(offset);
            log.commit(offset + 1);
            assertThatCode(() -> begin(store)).as("after offset " + offset).doesNotThrowAnyException();
            if (offset % 10 == 0) {
                progress.settle();
            }
        }
    }

    @Test
    void shouldKeepItsRowsUnderKeysThatNobodyCanHave() {
        take(0);

        assertThat(keys())
                .hasSize(3)
                .filteredOn(key -> !ConsentProgress.isOfSubject(key))
                .hasSize(2)
                .allSatisfy(key -> assertThat(SubjectKey.subjectIn(new RecordHeaders(), key))
                        .isNull());
    }

    /** The one row that is never written again. */
    private byte[] firstRow() {
        return keys().stream()
                .filter(key -> !ConsentProgress.isOfSubject(key) && key[1] == 'f')
                .findFirst()
                .orElseThrow();
    }

    private List<byte[]> keys() {
        List<byte[]> keys = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> rows = store.all()) {
            rows.forEachRemaining(row -> keys.add(row.key));
        }
        return keys;
    }

    @SuppressWarnings("unchecked")
    private KeyValueStore<byte[], byte[]> counting(MapStore counted) {
        return (KeyValueStore<byte[], byte[]>) Proxy.newProxyInstance(
                KeyValueStore.class.getClassLoader(), new Class<?>[] {KeyValueStore.class}, (proxy, method, given) -> {
                    if (method.getName().equals("put")) {
                        writes.incrementAndGet();
                    }
                    return method.invoke(counted, given);
                });
    }

    private ConsentProgress begin(MapStore restored) {
        ConsentProgress progress = new ConsentProgress(restored, log, TOPICS, PLACEMENT, "gate", PARTITION);
        progress.verify();
        return progress;
    }

    /** Records of the consent topic come, slowly, and each becomes a row. */
    private void take(long... offsets) {
        ConsentProgress progress = begin(store);
        for (long offset : offsets) {
            log.append(offset);
            write(store, offset);
            progress.took(offset, offset * 10_000);
        }
    }

    private static void write(MapStore to, long offset) {
        to.put(
                subject(offset),
                new StoredConsent(
                                State.CURRENT,
                                PARTITION,
                                offset,
                                0,
                                1,
                                KeptActs.NONE,
                                Erasures.NEVER,
                                null,
                                new byte[] {1})
                        .toBytes());
    }

    private static byte[] subject(long offset) {
        return subjectOn(PARTITION, offset);
    }

    private static byte[] subjectOn(int partition, long offset) {
        int number = 0;
        while (true) {
            byte[] subject = ("subject-" + offset + "-" + number++).getBytes(UTF_8);
            if (PLACEMENT.partitionOf(subject) == partition) {
                return subject;
            }
        }
    }

    private static void copy(MapStore from, MapStore to) {
        try (KeyValueIterator<byte[], byte[]> rows = from.all()) {
            rows.forEachRemaining(row -> to.put(row.key, row.value));
        }
    }

    private static final class Log implements ConsentLog {
        private final TreeMap<Long, byte[]> records = new TreeMap<>();
        private Uuid topicId = Uuid.randomUuid();
        private long readTo;

        void append(long offset) {
            records.put(offset, subject(offset));
        }

        void commit(long position) {
            readTo = position;
        }

        @Override
        public Standing standing(int partition) {
            return new Standing(topicId, 0, readTo);
        }

        @Override
        public List<Entry> between(int partition, long from, long to, SubjectOf subjectOf) {
            List<Entry> entries = new ArrayList<>();
            records.subMap(from, to).forEach((offset, key) -> {
                byte[] subject = subjectOf.read(new RecordHeaders(), key);
                if (subject != null) {
                    entries.add(new Entry(offset, subject));
                }
            });
            return entries;
        }
    }
}
