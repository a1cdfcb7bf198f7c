// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The barrier's behaviour case by case; {@link BarrierSimulationTest} searches for cases no one thought of. */
class BarrierConsumerTest {

    private static final TopicPartition TABLE = new TopicPartition("table", 0);
    private static final TopicPartition OTHER_TABLE = new TopicPartition("table", 1);
    private static final TopicPartition STREAM = new TopicPartition("stream", 0);
    private static final TopicPartition OTHER_STREAM = new TopicPartition("stream", 1);
    private static final List<TopicPartition> ALL = List.of(TABLE, OTHER_TABLE, STREAM, OTHER_STREAM);
    private static final Duration POLL = Duration.ofMillis(100);
    /** Of records without a value, three. */
    private static final long MOST_BYTES = 3 * PollBudget.PER_RECORD;

    private static final BarrierTimings TIMINGS = new BarrierTimings(
            Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofMinutes(8));

    private final AtomicLong clock = new AtomicLong();
    /** How long it takes to look at the clock. */
    private Duration tick = Duration.ofMillis(1);
    /** Whether waiting takes the time that it takes on a real cluster. */
    private boolean waitingTakesTime;

    private final Set<TopicPartition> withoutPosition = new HashSet<>();
    private final List<Duration> pollTimeouts = new ArrayList<>();
    private final MockConsumer<byte[], byte[]> plain = new MockConsumer<>("earliest") {
        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            pollTimeouts.add(timeout);
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            passes(records.isEmpty(), timeout);
            return records;
        }

        @Override
        public synchronized long position(TopicPartition partition, Duration timeout) {
            if (withoutPosition.contains(partition)) {
                throw new TimeoutException("not validated");
            }
            return super.position(partition, timeout);
        }
    };
    private final Leaders leaders = new Leaders();
    private final Seen seen = new Seen();
    private final BarrierConsumer consumer = new BarrierConsumer(
            "application-1",
            plain,
            new ReadBarrier(Set.of(TABLE.topic()), Set.of(STREAM.topic())),
            leaders,
            TIMINGS,
            new PollBudget(),
            MOST_BYTES,
            seen,
            () -> clock.addAndGet(tick.toNanos()));

    @BeforeEach
    void assign() {
        consumer.assign(ALL);
        Map<TopicPartition, Long> start = new HashMap<>();
        ALL.forEach(partition -> start.put(partition, 0L));
        plain.updateBeginningOffsets(start);
        plain.updateEndOffsets(start);
        ALL.forEach(partition -> plain.seek(partition, 0));
    }

    @Test
    void shouldHandOverARecordAtOnceWhenTheTableHasBeenRead() {
        leaders.lead(TABLE, 0);
        arrives(STREAM, 0);

        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);

        assertThat(records.records(STREAM)).hasSize(1);
        assertThat(records.nextOffsets()).containsEntry(STREAM, next(1));
    }

    @Test
    void shouldHoldARecordUntilTheTableUpToTheHighWatermarkHasBeenHandedOver() {
        leaders.lead(TABLE, 2);
        arrives(STREAM, 0);
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();

        arrives(TABLE, 0);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE);

        arrives(TABLE, 1);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE, STREAM);
    }

    @Test
    void shouldGoByThePositionWhereTheLastOffsetsAreMarkers() {
        leaders.lead(TABLE, 5);
        arrives(STREAM, 0);
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();

        plain.seek(TABLE, 5);

        assertThat(consumer.poll(POLL).records(STREAM)).hasSize(1);
    }

    @Test
    void shouldNotAskWhenAPollBringsNoStreamRecord() {
        arrives(TABLE, 0);

        assertThat(consumer.poll(POLL).records(TABLE)).hasSize(1);
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();
        assertThat(leaders.asked).isEmpty();
    }

    @Test
    void shouldAskOnceForAllPartitionsOfAPoll() {
        leaders.lead(TABLE, 0);
        leaders.lead(OTHER_TABLE, 0);
        arrives(STREAM, 0);
        arrives(STREAM, 1);
        arrives(OTHER_STREAM, 0);

        assertThat(consumer.poll(POLL).count()).isEqualTo(3);
        assertThat(leaders.asked).containsExactly(Set.of(TABLE, OTHER_TABLE));
    }

    @Test
    void shouldAskOnceForWhatAFetchHadShownToBeOnTheBroker() {
        leaders.lead(TABLE, 0);
        plain.updateEndOffsets(Map.of(STREAM, 3L));
        arrives(STREAM, 0);
        assertThat(consumer.poll(POLL).records(STREAM)).hasSize(1);

        // What a later fetch shows says nothing of the time of the first question.
        plain.updateEndOffsets(Map.of(STREAM, 9L));
        arrives(STREAM, 1);
        assertThat(consumer.poll(POLL).records(STREAM)).hasSize(1);
        arrives(STREAM, 2);
        assertThat(consumer.poll(POLL).records(STREAM)).hasSize(1);
        assertThat(leaders.asked).hasSize(1);

        leaders.lead(TABLE, 1);
        arrives(STREAM, 3);
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();
        assertThat(leaders.asked).hasSize(2);
    }

    @Test
    void shouldHoldWhatAnEarlierQuestionCoversUntilTheTableHasReachedItsAnswer() {
        leaders.lead(TABLE, 1);
        plain.updateEndOffsets(Map.of(STREAM, 2L));
        arrives(STREAM, 0);
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();
        arrives(TABLE, 0);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE, STREAM);

        // Kafka Streams revives the task with a table that is older.
        consumer.seek(TABLE, 0);
        arrives(STREAM, 1);
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();

        arrives(TABLE, 0);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE, STREAM);
    }

    @Test
    void shouldAskAgainForWhatALaterLeaderMayHaveWrittenInPlaceOfWhatWasThere() {
        leaders.lead(TABLE, 0);
        plain.updateEndOffsets(Map.of(STREAM, 9L));
        arrives(STREAM, 0, 4);
        assertThat(consumer.poll(POLL).records(STREAM)).hasSize(1);

        arrives(STREAM, 1, 5);
        assertThat(consumer.poll(POLL).records(STREAM)).hasSize(1);
        assertThat(leaders.asked).hasSize(2);
    }

    @Test
    void shouldAskAgainForATopicThatBeginsAgain() {
        leaders.lead(TABLE, 0);
        plain.updateEndOffsets(Map.of(STREAM, 9L));
        arrives(STREAM, 0);
        assertThat(consumer.poll(POLL).records(STREAM)).hasSize(1);

        plain.seek(STREAM, 0); // The consumer itself, as it does where its position is no more.
        arrives(STREAM, 0);
        assertThat(consumer.poll(POLL).records(STREAM)).hasSize(1);
        assertThat(leaders.asked).hasSize(2);
    }

    /** Else a backlog would be judged for minutes as of when its first stream records were, and no one would notice. */
    @Test
    void shouldHoldABacklogWithinASecondOnceItsTableLeaderCannotBeAsked() {
        leaders.lead(TABLE, 0);
        plain.updateEndOffsets(Map.of(STREAM, 9L));
        arrives(STREAM, 0);
        assertThat(consumer.poll(POLL).records(STREAM)).hasSize(1);

        leaders.refuse(TABLE, "TimeoutException");
        clock.addAndGet(TIMINGS.hold().toNanos() / 2);
        arrives(STREAM, 1);
        assertThat(consumer.poll(POLL).records(STREAM)).hasSize(1);
        clock.addAndGet(TIMINGS.hold().toNanos() / 2);
        arrives(STREAM, 2);
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();

        leaders.lead(TABLE, 0);
        clock.addAndGet(TIMINGS.retry().toNanos());
        assertThat(consumer.poll(POLL).records(STREAM)).hasSize(1);
    }

    /** A later leader is heard of between the answer and the stream records that it covers. */
    @Test
    void shouldNotTakeAnAnswerOfALeaderThatHasBeenReplacedForCoveredRecords() {
        leaders.lead(TABLE, 0, 4);
        plain.updateEndOffsets(Map.of(STREAM, 9L));
        arrives(STREAM, 0);
        assertThat(consumer.poll(POLL).records(STREAM)).hasSize(1);

        leaders.lead(TABLE, 2, 5);
        arrives(TABLE, 0, 5);
        arrives(STREAM, 1);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE);
        clock.addAndGet(TIMINGS.retry().toNanos());
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();

        arrives(TABLE, 1, 5);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE, STREAM);
    }

    @Test
    void shouldNotMissASlowAnswerForLongNorPollWithoutPauseForOneThatDoesNotCome() {
        leaders.beSilent(TABLE);
        arrives(STREAM, 0);
        assertThat(consumer.poll(Duration.ofMillis(8)).isEmpty()).isTrue();

        pollTimeouts.clear();
        clock.addAndGet(Duration.ofMillis(10).toNanos());
        consumer.poll(POLL);
        assertThat(pollTimeouts.get(0)).isBetween(Duration.ofMillis(1), Duration.ofMillis(9));

        pollTimeouts.clear();
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        consumer.poll(POLL);
        assertThat(pollTimeouts.get(0)).isEqualTo(Duration.ofMillis(10));
    }

    /** A loop without a pause would take a core for as long as a leader is away, and the stream records of others with it. */
    @ParameterizedTest
    @EnumSource
    void shouldPauseBetweenItsPollsWhateverRecordsWaitFor(WaitsFor reason) {
        tick = Duration.ofNanos(1_000);
        waitingTakesTime = true;
        switch (reason) {
            case AN_ANSWER -> leaders.beSilent(TABLE);
            case ANOTHER_TRY -> leaders.refuse(TABLE, "TimeoutException");
            case TABLE_TO_ARRIVE -> leaders.lead(TABLE, 1);
        }
        arrives(STREAM, 0);

        pollFor(Duration.ofSeconds(1));

        assertThat(pollTimeouts).as("polls in a second").hasSizeBetween(5, 120);
    }

    private enum WaitsFor {
        AN_ANSWER,
        ANOTHER_TRY,
        TABLE_TO_ARRIVE
    }

    @Test
    void shouldLetOtherPartitionsGoOnWhileATableLeaderCannotBeAsked() {
        leaders.lead(OTHER_TABLE, 1);
        arrives(STREAM, 0);
        arrives(OTHER_STREAM, 0);
        arrives(OTHER_TABLE, 0);

        assertThat(consumer.poll(POLL).partitions()).containsExactly(OTHER_TABLE, OTHER_STREAM);
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();

        leaders.lead(TABLE, 0);
        clock.addAndGet(TIMINGS.retry().toNanos());
        assertThat(consumer.poll(POLL).partitions()).containsExactly(STREAM);
    }

    @Test
    void shouldReportALongWaitWithItsReasonAndItsEnd() {
        leaders.refuse(TABLE, "TimeoutException");
        arrives(STREAM, 0);
        pollFor(TIMINGS.hold().plusMillis(100));

        assertThat(seen.waits).singleElement().satisfies(wait -> {
            assertThat(wait.stream()).isEqualTo(STREAM);
            assertThat(wait.waited()).isGreaterThanOrEqualTo(TIMINGS.hold());
            assertThat(wait.missing()).singleElement().satisfies(missing -> {
                assertThat(missing.table()).isEqualTo(TABLE);
                assertThat(missing.problem()).hasValue("TimeoutException");
            });
        });

        leaders.lead(TABLE, 0);
        pollFor(TIMINGS.retry().plusMillis(100));
        assertThat(seen.waits).isEmpty();
    }

    @Test
    void shouldShowHowFarTheFirstReadOfALargeTableHasCome() {
        leaders.lead(TABLE, 1_000_000);
        arrives(STREAM, 0);
        pollFor(TIMINGS.hold().plusMillis(100));

        plain.seek(TABLE, 400_000);
        pollFor(POLL);

        assertThat(seen.waits)
                .singleElement()
                .satisfies(wait -> assertThat(wait.missing())
                        .singleElement()
                        .satisfies(missing -> assertThat(missing.lag()).hasValue(600_000)));
    }

    @Test
    void shouldGiveRecordsBackWhenTheWaitIsLongAndFetchThemAgainWithoutAskingAgain() {
        leaders.lead(TABLE, 1);
        arrives(STREAM, 0);
        pollFor(TIMINGS.hold().plusMillis(100));
        assertThat(plain.position(STREAM)).isZero();
        assertThat(plain.paused()).contains(STREAM);
        assertThat(seen.rewound).isEqualTo(1);

        arrives(TABLE, 0);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE);
        arrives(STREAM, 0);

        assertThat(consumer.poll(POLL).partitions()).containsExactly(STREAM);
        assertThat(leaders.asked).hasSize(1);
    }

    @Test
    void shouldGiveRecordsBackAtOnceWhenKafkaStreamsPausedTheirTable() {
        leaders.lead(TABLE, 1);
        consumer.pause(List.of(TABLE));
        arrives(STREAM, 0);

        assertThat(consumer.poll(POLL).isEmpty()).isTrue();
        assertThat(plain.position(STREAM)).isZero();
        assertThat(consumer.position(STREAM)).isZero();
    }

    @Test
    void shouldAskAgainWhenAnAnswerHasGrownOld() {
        leaders.lead(TABLE, 1);
        arrives(STREAM, 0);
        pollFor(POLL);
        leaders.lead(TABLE, 2);
        clock.addAndGet(TIMINGS.freshness().toNanos());
        pollFor(POLL);

        arrives(TABLE, 0);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE);
        arrives(STREAM, 0);
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();

        arrives(TABLE, 1);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE);
    }

    @Test
    void shouldJudgeRecordsThoughOverlappingTransactionsKeepTheLastStableOffsetBehindForEver() {
        Progress progress = sendWhileTheLastStableOffsetTrails(Duration.ofMinutes(3), Duration.ofMinutes(30));

        // two waits: a stream record comes while the one before it waits
        assertThat(progress.handedOver())
                .isGreaterThan(progress.published() - 2 * Duration.ofMinutes(3).toSeconds() - 60);
    }

    @Test
    void shouldWaitAndSaySoWhileTheLastStableOffsetIsFurtherBehindThanAnAnswerIsFresh() {
        Progress progress =
                sendWhileTheLastStableOffsetTrails(TIMINGS.freshness().plusMinutes(1), Duration.ofMinutes(30));

        assertThat(progress.handedOver()).isZero();
        assertThat(seen.waits).singleElement().satisfies(wait -> {
            assertThat(wait.stream()).isEqualTo(STREAM);
            assertThat(wait.waited()).isGreaterThan(Duration.ofMinutes(29));
            assertThat(wait.missing())
                    .singleElement()
                    .satisfies(missing -> assertThat(missing.lag()).isPresent());
        });
    }

    @Test
    void shouldRefuseTheAnswerOfALeaderThatHasBeenReplaced() {
        leaders.lead(TABLE, 1, 4);
        arrives(TABLE, 0, 4);
        arrives(STREAM, 0);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE, STREAM);

        leaders.lead(TABLE, 1, 3);
        arrives(STREAM, 1);
        pollFor(TIMINGS.hold().plusMillis(100));

        assertThat(plain.position(STREAM)).isEqualTo(1);
        assertThat(seen.waits)
                .singleElement()
                .satisfies(wait -> assertThat(wait.missing())
                        .singleElement()
                        .satisfies(missing -> assertThat(missing.problem())
                                .hasValueSatisfying(problem -> assertThat(problem)
                                        .contains("leader epoch 3")
                                        .contains("epoch 4"))));
    }

    @Test
    void shouldAskAgainWhenTheTableShowsThatALaterLeaderHasTakenOver() {
        leaders.lead(TABLE, 1, 3);
        arrives(STREAM, 0);
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();

        leaders.lead(TABLE, 2, 4);
        arrives(TABLE, 0, 4);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE);
        clock.addAndGet(TIMINGS.retry().toNanos());
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();
        assertThat(leaders.asked).hasSize(2);

        arrives(TABLE, 1, 4);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE, STREAM);
    }

    @Test
    void shouldTakeASmallerHighWatermarkOnlyFromALaterLeader() {
        leaders.lead(TABLE, 5, 3);
        arrives(STREAM, 0);
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();

        // asked on behalf of other stream records, and answered for all that wait
        leaders.answer(TABLE, 2, 1, 3);
        plain.seek(TABLE, 1);
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();

        leaders.answer(TABLE, 2, 1, 4);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(STREAM);
    }

    @Test
    void shouldAskAgainForRecordsThatALaterLeaderWroteInPlaceOfThoseGivenBack() {
        leaders.lead(TABLE, 1);
        arrives(STREAM, 0, 0);
        pollFor(TIMINGS.hold().plusMillis(100));
        arrives(TABLE, 0);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE);

        leaders.lead(TABLE, 2);
        arrives(STREAM, 0, 1);
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();

        arrives(TABLE, 1);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE, STREAM);
        assertThat(leaders.asked).hasSize(2);
    }

    @Test
    void shouldSayWhyThereIsNoPosition() {
        leaders.lead(TABLE, 1);
        withoutPosition.add(TABLE);
        arrives(STREAM, 0);
        pollFor(TIMINGS.hold().plusMillis(100));

        assertThat(seen.waits)
                .singleElement()
                .satisfies(wait -> assertThat(wait.missing())
                        .singleElement()
                        .satisfies(missing -> assertThat(missing.problem())
                                .hasValueSatisfying(problem -> assertThat(problem)
                                        .contains("no position")
                                        .contains("not validated"))));
    }

    @Test
    void shouldHideWaitingRecordsFromKafkaStreams() {
        leaders.lead(TABLE, 1);
        arrives(STREAM, 0);
        consumer.poll(POLL);

        assertThat(plain.paused()).containsExactly(STREAM);
        assertThat(consumer.paused()).isEmpty();
        assertThat(consumer.position(STREAM)).isZero();
        assertThat(consumer.currentLag(STREAM)).isEqualTo(OptionalLong.of(0));
    }

    @Test
    void shouldNotHandOverWhatKafkaStreamsPausedMeanwhile() {
        leaders.lead(TABLE, 1);
        arrives(STREAM, 0);
        consumer.poll(POLL);

        consumer.pause(List.of(STREAM));
        arrives(TABLE, 0);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE);
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();
        assertThat(consumer.paused()).containsExactly(STREAM);

        consumer.resume(List.of(STREAM));
        assertThat(consumer.poll(POLL).partitions()).containsExactly(STREAM);
    }

    @Test
    void shouldNotResumeWhatItHoldsWhenKafkaStreamsResumesIt() {
        leaders.lead(TABLE, 1);
        arrives(STREAM, 0);
        consumer.poll(POLL);

        consumer.pause(List.of(STREAM));
        consumer.resume(List.of(STREAM));

        assertThat(plain.paused()).containsExactly(STREAM);
    }

    @Test
    void shouldForgetWaitingRecordsWhenKafkaStreamsSetsAnotherPosition() {
        leaders.lead(TABLE, 1);
        arrives(STREAM, 0);
        consumer.poll(POLL);

        consumer.seek(STREAM, next(0));
        arrives(TABLE, 0);

        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE);
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();
        assertThat(plain.paused()).isEmpty();
    }

    @Test
    void shouldKeepWaitingRecordsOverAWakeup() {
        leaders.lead(TABLE, 1);
        arrives(STREAM, 0);
        consumer.poll(POLL);

        consumer.wakeup();
        assertThatThrownBy(() -> consumer.poll(POLL)).isInstanceOf(WakeupException.class);
        arrives(TABLE, 0);

        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE, STREAM);
    }

    /** Its leader epochs begin again, so that no epoch tells it from a leader that was replaced. */
    @Test
    void shouldHandOverNoStreamRecordAndStopWhenTheTableTopicWasRecreated() {
        leaders.lead(TABLE, 1, 4);
        arrives(TABLE, 0, 4);
        arrives(STREAM, 0);
        assertThat(consumer.poll(POLL).partitions()).containsExactly(TABLE, STREAM);

        leaders.replace(TABLE);
        arrives(STREAM, 1);

        assertThatThrownBy(() -> {
                    assertThat(consumer.poll(POLL).records(STREAM)).isEmpty();
                    consumer.poll(POLL);
                })
                .isInstanceOf(TableTopicReplaced.class)
                .hasMessageContaining("table was deleted and created again");
    }

    /** The position is beyond the end of a topic that was created again: it would count as having read all of it. */
    @Test
    void shouldNotTakeTheEndOfALogThatIsShorterThanWhatWasReadOfIt() {
        leaders.lead(TABLE, 3);
        plain.seek(TABLE, 3);
        arrives(STREAM, 0);
        assertThat(consumer.poll(POLL).records(STREAM)).hasSize(1);

        leaders.lead(TABLE, 1);
        arrives(STREAM, 1);
        pollFor(TIMINGS.hold().plusMillis(500));

        assertThat(seen.waits)
                .singleElement()
                .satisfies(wait -> assertThat(wait.missing().get(0).problem())
                        .hasValueSatisfying(
                                problem -> assertThat(problem).contains("ends at 1, but was read up to 3")));

        // What the consumer does by itself where its position is no more.
        plain.seek(TABLE, 0);
        arrives(TABLE, 0);
        pollFor(TIMINGS.retry());
        arrives(STREAM, 1);
        assertThat(consumer.poll(POLL).records(STREAM)).hasSize(1);
    }

    @Test
    void shouldStopAskingAndReportingWhenClosedDuringAWait() {
        leaders.refuse(TABLE, "TimeoutException");
        arrives(STREAM, 0);
        pollFor(TIMINGS.hold().plusMillis(100));

        consumer.close();

        assertThat(leaders.closed).isTrue();
        assertThat(plain.closed()).isTrue();
        assertThat(seen.waits).isEmpty();
    }

    @Test
    void shouldGiveBackTheLatestRecordsWhereMoreWaitThanThereIsMemoryFor() {
        leaders.lead(TABLE, 1);
        leaders.lead(OTHER_TABLE, 1);
        List.of(0L, 1L, 2L).forEach(offset -> arrives(STREAM, offset));
        assertThat(consumer.poll(POLL).isEmpty()).isTrue();
        List.of(0L, 1L).forEach(offset -> arrives(OTHER_STREAM, offset));

        assertThat(consumer.poll(POLL).isEmpty()).isTrue();

        assertThat(seen.rewound).isEqualTo(2);
        assertThat(plain.position(OTHER_STREAM)).isZero();
        assertThat(plain.position(STREAM)).isEqualTo(3);
        assertThat(plain.paused()).contains(OTHER_STREAM);
    }

    @Test
    void shouldHandOverWhatItGaveBackOnceTheTableHasBeenRead() {
        leaders.lead(TABLE, 1);
        leaders.lead(OTHER_TABLE, 1);
        List.of(0L, 1L, 2L).forEach(offset -> arrives(STREAM, offset));
        consumer.poll(POLL);
        List.of(0L, 1L).forEach(offset -> arrives(OTHER_STREAM, offset));
        consumer.poll(POLL);

        arrives(TABLE, 0);
        arrives(OTHER_TABLE, 0);
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        List.of(0L, 1L).forEach(offset -> arrives(OTHER_STREAM, offset));
        ConsumerRecords<byte[], byte[]> again = consumer.poll(POLL);

        assertThat(records.records(STREAM)).hasSize(3);
        assertThat(again.records(OTHER_STREAM)).hasSize(2);
    }

    @Test
    void shouldKeepTheRecordsOfOnePartitionHoweverLarge() {
        leaders.lead(TABLE, 1);
        for (long offset = 0; offset < 9; offset++) {
            arrives(STREAM, offset);
        }
        consumer.poll(POLL);

        arrives(TABLE, 0);

        assertThat(consumer.poll(POLL).records(STREAM)).hasSize(9);
        assertThat(seen.rewound).isZero();
    }

    @Test
    void shouldRefuseToCommitPositionsThatArePastWaitingRecords() {
        assertThatThrownBy(consumer::commitSync).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(consumer::commitAsync).isInstanceOf(UnsupportedOperationException.class);
    }

    private void passes(boolean waited, Duration timeout) {
        if (waited && waitingTakesTime) {
            clock.addAndGet(timeout.toNanos());
        }
    }

    private void arrives(TopicPartition partition, long offset) {
        arrives(partition, offset, 0);
    }

    private void arrives(TopicPartition partition, long offset, int leaderEpoch) {
        plain.addRecord(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.of(leaderEpoch)));
    }

    /**
     * Publishers' transactions overlap forever: each second brings a table record and a send, and the position on the
     * table, which cannot pass the last stable offset, follows the high watermark at this distance.
     *
     * @return how many sends were published and how many handed over
     */
    private Progress sendWhileTheLastStableOffsetTrails(Duration trails, Duration lasting) {
        long handedOver = 0;
        for (long second = 1; second <= lasting.toSeconds(); second++) {
            leaders.lead(TABLE, second);
            long stable = Math.max(0, second - trails.toSeconds());
            plain.seek(TABLE, stable);
            if (!plain.paused().contains(STREAM)) {
                for (long send = plain.position(STREAM); send < second; send++) {
                    arrives(STREAM, send);
                }
            }
            for (ConsumerRecord<byte[], byte[]> send :
                    consumer.poll(Duration.ofMillis(10)).records(STREAM)) {
                assertThat(send.offset())
                        .as("next send, neither lost nor repeated")
                        .isEqualTo(handedOver);
                assertThat(send.offset())
                        .as("send, each after as many table records")
                        .isLessThan(stable);
                handedOver++;
            }
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        return new Progress(lasting.toSeconds(), handedOver);
    }

    private record Progress(long published, long handedOver) {}

    private void pollFor(Duration time) {
        long end = clock.get() + time.toNanos();
        while (clock.get() < end) {
            consumer.poll(POLL);
        }
    }

    private static OffsetAndMetadata next(long offset) {
        return new OffsetAndMetadata(offset, Optional.of(0), "");
    }

    /** Answers at once, or never where it leads nothing. */
    private final class Leaders implements HighWatermarks {
        private final Map<TopicPartition, Long> highWatermarks = new HashMap<>();
        private final Map<TopicPartition, Integer> epochs = new HashMap<>();
        private final Map<TopicPartition, String> refusals = new HashMap<>();
        private final Set<TopicPartition> silent = new HashSet<>();
        private final Set<TopicPartition> replaced = new HashSet<>();
        private final List<Set<TopicPartition>> asked = new ArrayList<>();
        private final List<Answer> arrived = new ArrayList<>();
        private boolean closed;

        void lead(TopicPartition partition, long highWatermark, int epoch) {
            epochs.put(partition, epoch);
            lead(partition, highWatermark);
        }

        void lead(TopicPartition partition, long highWatermark) {
            refusals.remove(partition);
            highWatermarks.put(partition, highWatermark);
        }

        void refuse(TopicPartition partition, String problem) {
            refusals.put(partition, problem);
        }

        /** Questions for it are never answered. */
        void beSilent(TopicPartition partition) {
            silent.add(partition);
        }

        /** Its topic is another one of the same name. */
        void replace(TopicPartition partition) {
            replaced.add(partition);
        }

        void answer(TopicPartition partition, long question, long highWatermark, int epoch) {
            arrived.add(new Known(new Question(question, 0, Map.of()), partition, highWatermark, epoch));
        }

        @Override
        public void ask(Question question, Set<TopicPartition> partitions) {
            asked.add(Set.copyOf(partitions));
            for (TopicPartition partition : partitions) {
                if (silent.contains(partition)) {
                    continue;
                }
                if (replaced.contains(partition)) {
                    arrived.add(new Replaced(question, partition, Uuid.randomUuid(), Uuid.randomUuid()));
                    continue;
                }
                Long highWatermark = highWatermarks.get(partition);
                String refusal = refusals.get(partition);
                if (refusal != null || highWatermark == null) {
                    arrived.add(new Unknown(question, partition, refusal == null ? "no leader" : refusal));
                } else {
                    arrived.add(new Known(question, partition, highWatermark, epochs.getOrDefault(partition, 0)));
                }
            }
        }

        @Override
        public List<Answer> answers(Duration wait) {
            List<Answer> answers = List.copyOf(arrived);
            arrived.clear();
            passes(answers.isEmpty(), wait);
            return answers;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class Seen implements BarrierObserver {
        private List<Wait> waits = List.of();
        private int rewound;

        @Override
        public void waiting(String consumer, List<Wait> waiting) {
            waits = waiting;
        }

        @Override
        public void rewound(TopicPartition stream, int records) {
            rewound += records;
        }
    }
}
