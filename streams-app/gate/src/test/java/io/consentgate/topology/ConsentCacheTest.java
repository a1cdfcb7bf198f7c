// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAdvertShown;
import static io.consentgate.Events.anSmsConsent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.ConsentStatus;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.serde.QuarantineCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gate remembers of the consent table must make no difference but in time. */
class ConsentCacheTest {

    private static final int STEPS = 400;
    private static final long NONE = 0;
    /** Room for two of the subjects: nearly each step drives one out. */
    private static final long TINY = 3_000;

    private static final long AMPLE = 1_000_000_000;
    private static final int ROW = 100;
    private static final long HEAP_OF_ONE = 4 * ROW;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldJudgeWithACacheAsWithoutOne(long seed) throws IOException {
        List<String> uncached = outputs(seed, NONE);

        assertThat(uncached)
                .as("a script that reaches every output")
                .anyMatch(record -> record.startsWith("cleared-messages"))
                .anyMatch(record -> record.startsWith("cleared-decisions"))
                .anyMatch(record -> record.startsWith("quarantine"))
                .anyMatch(record -> record.startsWith("dead-letters"))
                .anyMatch(record -> record.startsWith("consent-state"));
        assertThat(outputs(seed, TINY)).isEqualTo(uncached);
        assertThat(outputs(seed, AMPLE)).isEqualTo(uncached);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldSayTheSameWhateverIsSaidToComeNext(long seed) throws IOException {
        Random hints = new Random(seed);

        assertThat(outputs(seed, AMPLE, gate -> gate.upcoming.add(anything(gate.topics, hints))))
                .isEqualTo(outputs(seed, AMPLE));
    }

    private static ConsumerRecords<byte[], byte[]> anything(Topics topics, Random random) {
        TopicPartition partition =
                new TopicPartition(random.nextBoolean() ? topics.outboundMessages() : topics.offerDecisions(), 0);
        long offset = random.nextInt(STEPS);
        return new ConsumerRecords<>(
                Map.of(
                        partition,
                        IntStream.range(0, random.nextInt(40))
                                .mapToObj(i -> new ConsumerRecord<>(
                                        partition.topic(),
                                        0,
                                        offset + i,
                                        random.nextInt(5) == 0 ? null : id(random.nextInt(8)),
                                        new byte[0]))
                                .toList()),
                Map.of());
    }

    /** After an abort, or once another instance had the task, the store may hold less than was read from it. */
    @Test
    void shouldForgetWhatItReadBeforeATaskBeganAnew() throws IOException {
        ConsentCache cache = new ConsentCache(AMPLE);
        String subject = "subject-anna";
        try (GateScenario before = new GateScenario(Files.createTempDirectory(folder, "gate"), cache)) {
            before.consent(
                    aRecord(subject, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), subject);
            before.send(
                    before.topics.outboundMessages(),
                    subject,
                    aBirthdaySms("m-1", subject).build());
            assertThat(before.read(before.topics.clearedMessages())).hasSize(1);
        }

        try (GateScenario anew = new GateScenario(Files.createTempDirectory(folder, "gate"), cache)) {
            anew.send(
                    anew.topics.outboundMessages(),
                    subject,
                    aBirthdaySms("m-2", subject).build());
            assertThat(anew.read(anew.topics.clearedMessages())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindWhatWasRememberedLastAndNothingThatWasForgotten(long seed) {
        Random random = new Random(seed);
        ConsentCache.Share share = new ConsentCache(AMPLE).open(0);
        Map<Integer, ConsentTable.Seen> expected = new HashMap<>();

        for (int step = 0; step < 100_000; step++) {
            int subject = random.nextInt(2_000);
            share.touch(List.of(id(subject), id(random.nextInt(4_000))));
            switch (random.nextInt(4)) {
                case 0 -> expected.put(subject, remember(share, subject));
                case 1 -> expected.put(subject, share.rememberAbsent(id(subject)));
                case 2 -> {
                    share.forget(id(subject));
                    expected.remove(subject);
                }
                default -> assertThat(share.find(id(subject))).isSameAs(expected.get(subject));
            }
        }

        for (int subject = 0; subject < 2_000; subject++) {
            assertThat(share.find(id(subject))).isSameAs(expected.get(subject));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindTheLatestOrNothingWhenThereIsNoRoomForAll(long seed) {
        Random random = new Random(seed);
        long heap = 50 * HEAP_OF_ONE;
        ConsentCache.Share share = new ConsentCache(heap).open(0);
        Map<Integer, ConsentTable.Seen> latest = new HashMap<>();

        for (int step = 0; step < 100_000; step++) {
            int subject = random.nextInt(200);
            switch (random.nextInt(4)) {
                case 0 -> latest.put(subject, remember(share, subject, 1 + random.nextInt(10 * ROW)));
                case 1 -> latest.put(subject, share.rememberAbsent(id(subject)));
                case 2 -> {
                    share.forget(id(subject));
                    latest.remove(subject);
                }
                default -> assertThat(share.find(id(subject))).isIn(latest.get(subject), null);
            }
            assertThat(share.taken()).isLessThanOrEqualTo(heap);
        }
    }

    @Test
    void shouldRememberThatASubjectHasNoRecordUntilItIsForgotten() {
        ConsentCache.Share share = new ConsentCache(AMPLE).open(0);

        share.rememberAbsent(id(0));

        assertThat(share.find(id(0))).isNotNull().satisfies(seen -> {
            assertThat(seen.view()).isEqualTo(ConsentView.NoRecord.NO_RECORD);
            assertThat(seen.place()).isNull();
        });
        share.forget(id(0));
        assertThat(share.find(id(0))).isNull();
    }

    @Test
    void shouldForgetAllWhenItsTaskBeginsAnewOrEnds() {
        ConsentCache cache = new ConsentCache(AMPLE);
        ConsentCache.Share share = cache.open(0);
        remember(share, 0);

        assertThat(cache.open(0).find(id(0))).isNull();

        remember(share, 0);
        share.close();
        assertThat(share.find(id(0))).isNull();
        assertThat(cache.open(0).find(id(0))).isNull();
    }

    /** Many small ones must make room at once for a few large ones, whatever was used. */
    @Test
    void shouldStayWithinItsBoundWhenLargeRecordsFollowSmallOnes() {
        ConsentCache.Share share = new ConsentCache(1_000 * HEAP_OF_ONE).open(0);
        for (int subject = 0; subject < 1_000; subject++) {
            remember(share, subject);
            share.find(id(subject));
        }

        for (int subject = 1_000; subject < 1_100; subject++) {
            remember(share, subject, 100 * ROW);
            assertThat(share.taken()).isLessThanOrEqualTo(1_000 * HEAP_OF_ONE);
        }
    }

    @Test
    void shouldKeepWhatIsUsedAndStayWithinItsBound() {
        ConsentCache.Share share = new ConsentCache(100 * HEAP_OF_ONE).open(0);

        for (int subject = 0; subject < 10_000; subject++) {
            remember(share, subject);
            share.find(id(0));
        }

        assertThat(share.find(id(0))).isNotNull();
        assertThat(found(share, 10_000)).isBetween(50L, 100L);
        assertThat(share.taken()).isLessThanOrEqualTo(100 * HEAP_OF_ONE);
    }

    /** An update forgets the record before it. */
    @Test
    void shouldStayWithinItsBoundWhenOneSubjectChangesAgainAndAgain() {
        ConsentCache.Share share = new ConsentCache(100 * HEAP_OF_ONE).open(0);

        for (int update = 0; update < 10_000; update++) {
            share.forget(id(0));
            remember(share, 0);
        }

        assertThat(share.find(id(0))).isNotNull();
        assertThat(share.taken()).isLessThanOrEqualTo(100 * HEAP_OF_ONE);
    }

    @Test
    void shouldNotRememberWhatIsLargerThanItsShare() {
        ConsentCache.Share share = new ConsentCache(HEAP_OF_ONE - 1).open(0);

        assertThat(remember(share, 0)).isNotNull();

        assertThat(share.find(id(0))).isNull();
    }

    @Test
    void shouldGiveRoomToATaskThatJoinsAndTakeItBackFromOneThatLeaves() {
        ConsentCache cache = new ConsentCache(100 * HEAP_OF_ONE);
        ConsentCache.Share first = cache.open(0);
        IntStream.range(0, 100).forEach(subject -> remember(first, subject));
        assertThat(found(first, 100)).isEqualTo(100);

        ConsentCache.Share second = cache.open(1);
        IntStream.range(0, 100).forEach(subject -> remember(second, subject));
        assertThat(found(second, 100)).isLessThanOrEqualTo(50);
        assertThat(first.taken()).as("while it is idle").isEqualTo(100 * HEAP_OF_ONE);
        first.trim();
        assertThat(first.taken()).isLessThanOrEqualTo(50 * HEAP_OF_ONE);

        second.close();
        IntStream.range(0, 100)
                .filter(subject -> first.find(id(subject)) == null)
                .forEach(subject -> remember(first, subject));
        assertThat(found(first, 100)).isEqualTo(100);
        assertThat(found(second, 100)).isZero();
    }

    private static ConsentTable.Seen remember(ConsentCache.Share share, int subject) {
        return remember(share, subject, ROW);
    }

    private static ConsentTable.Seen remember(ConsentCache.Share share, int subject, int row) {
        return share.remember(
                id(subject),
                new ConsentFacts("s" + subject, 1, Instant.EPOCH, List.of(), List.of(), List.of(), List.of()),
                new QuarantineCase.ConsentSeen(1, Instant.EPOCH, 0, 0),
                row);
    }

    private static long found(ConsentCache.Share share, int subjects) {
        return IntStream.range(0, subjects)
                .filter(subject -> share.find(id(subject)) != null)
                .count();
    }

    private static byte[] id(int subject) {
        return ("subject-" + subject).getBytes(UTF_8);
    }

    private List<String> outputs(long seed, long heap) throws IOException {
        return outputs(seed, heap, upcoming -> {});
    }

    private List<String> outputs(long seed, long heap, Consumer<GateScenario> beforeEachStep) throws IOException {
        Path own = Files.createTempDirectory(folder, "gate");
        try (GateScenario gate = new GateScenario(own, new ConsentCache(heap))) {
            Random random = new Random(seed);
            for (int step = 0; step < STEPS; step++) {
                beforeEachStep.accept(gate);
                play(gate, random, step);
            }
            return Stream.of(
                            gate.topics.clearedMessages(),
                            gate.topics.clearedDecisions(),
                            gate.topics.quarantine(),
                            gate.topics.deadLetters(),
                            gate.topics.consentStateRerouted())
                    .flatMap(topic -> gate.read(topic).stream().map(record -> described(topic, record)))
                    .toList();
        }
    }

    /** Grants, withdrawals, late versions, erasures, records without their key or that nobody can read, and events. */
    private static void play(GateScenario gate, Random random, int step) {
        String subject = "subject-" + random.nextInt(6);
        ConsentStatus status = random.nextBoolean() ? ConsentStatus.GRANTED : ConsentStatus.WITHDRAWN;
        int version = step - random.nextInt(20);
        switch (random.nextInt(12)) {
            case 0 -> gate.erase(subject);
            case 1 ->
                gate.sendBytes(
                        gate.topics.consentState(),
                        subject.getBytes(UTF_8),
                        "unreadable".getBytes(UTF_8),
                        new RecordHeaders());
            case 2 ->
                gate.consent(aRecord(subject, version, anSmsConsent(status)).build(), "another-key");
            case 3, 4, 5 ->
                gate.consent(aRecord(subject, version, anSmsConsent(status)).build(), subject);
            case 6 ->
                gate.send(
                        gate.topics.offerDecisions(),
                        subject,
                        anAdvertShown("d-" + step, subject).build());
            default ->
                gate.send(
                        gate.topics.outboundMessages(),
                        subject,
                        aBirthdaySms("m-" + step, subject).build());
        }
    }

    private static String described(String topic, TestRecord<byte[], byte[]> record) {
        return topic + " " + new String(record.key(), UTF_8) + " " + record.headers() + " "
                + new String(record.value(), UTF_8) + " " + record.timestamp();
    }
}
