// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.topology.Skips;
import io.consentgate.topology.Skips.Skip;
import io.consentgate.topology.Topics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which record is named after starts that ended one after another. */
class FatalRecordsTest {

    private static final Topics TOPICS = Topics.prefixed("eu.");
    private static final TopicPartition MESSAGES = new TopicPartition(TOPICS.outboundMessages(), 3);
    private static final TopicPartition CONSENT = new TopicPartition(TOPICS.consentState(), 3);

    /** Records of a partition that are to come. */
    private static final long HELD = 1_000;

    private static final int STARTS = 3;

    @TempDir
    Path folder;

    @Test
    void shouldNameTheRecordAtWhichThreeStartsEndedWithTheCommandThatStepsOverIt() {
        endAt(MESSAGES, 1_042);
        endAt(MESSAGES, 1_042);
        assertThat(start().sentences()).isEmpty();

        endAt(MESSAGES, 1_042);

        assertThat(start().sentences())
                .singleElement()
                .satisfies(sentence -> assertThat(sentence)
                        .startsWith("3 starts in a row ended at the record at offset 1042 of eu.outbound-messages-3")
                        .contains("gate skip outbound-messages 3 1042 --reason")
                        .doesNotContain("--key-is-subject"));
    }

    @Test
    void shouldAskForMoreThanACommandWhereItIsAConsent() {
        for (int end = 0; end < STARTS; end++) {
            endAt(CONSENT, 5);
        }

        assertThat(start().sentences())
                .singleElement()
                .satisfies(sentence ->
                        assertThat(sentence).contains("gate skip consent-state 3 5 --reason", "--key-is-subject"));
        assertThat(start().certainAndWithoutConsent()).isEmpty();
    }

    @Test
    void shouldNameNothingThatDidNotEndEachOfThem() {
        endAt(MESSAGES, 1_042);
        endAt(MESSAGES, 1_042);
        endAt(MESSAGES, 1_043);
        endAt(MESSAGES, 1_042);

        assertThat(start().sentences()).isEmpty();
    }

    @Test
    void shouldCountAgainAfterAnEndInOrder() {
        endAt(MESSAGES, 1_042);
        endAt(MESSAGES, 1_042);
        Start inOrder = new Start(Map.of());
        inOrder.fatal.begin();
        inOrder.atWork.begins(RecordsAtWorkTest.at(MESSAGES.topic(), MESSAGES.partition(), 1_042));
        inOrder.atWork.endsInOrder();
        endAt(MESSAGES, 1_042);
        assertThat(start().sentences()).isEmpty();

        endAt(MESSAGES, 1_042);
        endAt(MESSAGES, 1_042);

        assertThat(start().sentences()).hasSize(1);
    }

    @Test
    void shouldSayNothingMoreOfARecordThatIsBehindTheGate() {
        for (int end = 0; end < STARTS; end++) {
            endAt(MESSAGES, 1_042);
        }
        Start started = new Start(Map.of());

        handle(started, MESSAGES, 1_041);
        assertThat(started.fatal.sentences()).hasSize(1);
        handle(started, MESSAGES, 1_042);

        assertThat(started.fatal.sentences()).isEmpty();
    }

    @Test
    void shouldSayNothingOfARecordThatIsToBeSteppedOver() {
        for (int end = 0; end < STARTS; end++) {
            endAt(MESSAGES, 1_042);
        }
        FatalRecords fatal = start();

        fatal.withdraw(new Skips(Map.of(MESSAGES, new Skip(1_041, "another"))));
        assertThat(fatal.sentences()).hasSize(1);
        assertThat(fatal.certainAndWithoutConsent()).hasSize(1);
        fatal.withdraw(new Skips(Map.of(MESSAGES, new Skip(1_042, "OPS-311"))));

        assertThat(fatal.sentences()).isEmpty();
    }

    @Test
    void shouldNameThePartitionThatStandsStillWhereStartsEndAtNoRecord() {
        for (int end = 0; end < STARTS; end++) {
            new Start(Map.of(MESSAGES, 1_042L, CONSENT, (long) end)).fatal.begin();
        }

        Start started = new Start(Map.of(MESSAGES, 1_042L, CONSENT, 3L));

        assertThat(started.fatal.sentences())
                .singleElement()
                .satisfies(sentence -> assertThat(sentence)
                        .startsWith(
                                "3 starts in a row ended without getting past offset 1042 of eu.outbound-messages-3")
                        .contains("more heap"));
        assertThat(started.fatal.certainAndWithoutConsent()).isEmpty();
        handle(started, MESSAGES, 1_050);
        assertThat(started.fatal.sentences()).isEmpty();
    }

    @Test
    void shouldNameTheRecordAtWhichStartsEndedThatFetchedThemOneByOne() {
        standStill(MESSAGES, 1_042);
        Start looking = new Start(Map.of(MESSAGES, 1_042L));
        assertThat(looking.fatal.suspected()).containsExactly(Map.entry(MESSAGES, 1_042L));
        for (int end = 0; end < STARTS; end++) {
            looking.fatal.begin();
            looking.atWork.fetches(MESSAGES, 1_045);
            // What came before it was committed meanwhile.
            looking = new Start(Map.of(MESSAGES, 1_044L));
            assertThat(looking.fatal.suspected()).containsExactly(Map.entry(MESSAGES, 1_045L));
        }

        Start told = looking;

        assertThat(told.fatal.sentences())
                .singleElement()
                .satisfies(sentence -> assertThat(sentence)
                        .startsWith("3 starts in a row ended while the record at offset 1045 of eu.outbound-messages-3")
                        .contains("gate skip outbound-messages 3 1045 --without-reading --reason"));
        assertThat(told.fatal.certainAndWithoutConsent())
                .containsExactly(new FatalRecord(MESSAGES, 1_045, STARTS, true));
    }

    @Test
    void shouldNameNoRecordThatIsNotThereYet() {
        for (int end = 0; end < STARTS; end++) {
            Start waiting = new Start(Map.of());
            waiting.fatal.begin();
            waiting.atWork.fetches(MESSAGES, 1_042);
        }

        assertThat(start().sentences()).isEmpty();
        assertThat(start().suspected()).isEmpty();
    }

    @Test
    void shouldAskForThePersonWhereAConsentCannotBeFetched() {
        FatalRecords told = afterEndsWhileFetching(CONSENT);

        assertThat(told.sentences())
                .singleElement()
                .satisfies(sentence -> assertThat(sentence)
                        .contains("more heap")
                        .contains("gate skip consent-state 3 5 --without-reading --subject ID --reason '…'"));
        assertThat(told.certainAndWithoutConsent()).isEmpty();
    }

    @Test
    void shouldOfferNoCommandWhereAReroutedConsentCannotBeFetched() {
        FatalRecords told = afterEndsWhileFetching(new TopicPartition(TOPICS.consentStateRerouted(), 3));

        assertThat(told.sentences())
                .singleElement()
                .satisfies(sentence -> assertThat(sentence)
                        .contains("more heap", "cannot be stepped over unread")
                        .doesNotContain("gate skip"));
        assertThat(told.certainAndWithoutConsent()).isEmpty();
    }

    private FatalRecords afterEndsWhileFetching(TopicPartition partition) {
        for (int end = 0; end < STARTS; end++) {
            Start looking = new Start(Map.of(partition, 5L));
            looking.fatal.begin();
            looking.atWork.fetches(partition, 5);
        }
        return new Start(Map.of(partition, 5L)).fatal;
    }

    /** Each thread begins at its same record again; the one to blame may be another's. */
    @Test
    void shouldStepOverNothingByItselfWhereSeveralRecordsWereAtWork() {
        for (int end = 0; end < STARTS; end++) {
            Start started = new Start(Map.of());
            started.fatal.begin();
            Thread other = new Thread(
                    () -> started.atWork.begins(RecordsAtWorkTest.at(CONSENT.topic(), CONSENT.partition(), 5)));
            other.start();
            await().until(() -> !other.isAlive());
            started.atWork.begins(RecordsAtWorkTest.at(MESSAGES.topic(), MESSAGES.partition(), 1_042));
        }

        FatalRecords fatal = start();

        assertThat(fatal.sentences())
                .hasSize(2)
                .allSatisfy(sentence -> assertThat(sentence).contains("Other threads were at work, too"));
        assertThat(fatal.certainAndWithoutConsent()).isEmpty();
    }

    private static void handle(Start started, TopicPartition partition, long offset) {
        started.atWork.begins(RecordsAtWorkTest.at(partition.topic(), partition.partition(), offset));
        started.atWork.ends();
    }

    /** Processes that end at no record in particular. */
    private void standStill(TopicPartition partition, long position) {
        for (int end = 0; end < STARTS; end++) {
            new Start(Map.of(partition, position)).fatal.begin();
        }
    }

    /** A process that ends in the middle of that record. */
    private void endAt(TopicPartition partition, long offset) {
        Start started = new Start(Map.of());
        started.fatal.begin();
        started.atWork.begins(RecordsAtWorkTest.at(partition.topic(), partition.partition(), offset));
    }

    /** One that only looks. */
    private FatalRecords start() {
        return new Start(Map.of()).fatal;
    }

    private final class Start {
        private final RecordsAtWork atWork = new RecordsAtWork(TOPICS.copartitioned());
        private final FatalRecords fatal;

        Start(Map<TopicPartition, Long> unread) {
            Map<TopicPartition, Backlog> backlogs = new HashMap<>();
            unread.forEach((partition, position) -> backlogs.put(partition, new Backlog(position, position + HELD)));
            fatal = FatalRecords.look(folder, TOPICS, "eu.", atWork, backlogs, STARTS);
        }
    }
}
