// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.ops.WorkingThreads.WorkingThread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next start finds out about one that ended, whatever ended it: the file is never closed. */
class RecordsAtWorkTest {

    private static final Set<String> TOPICS = Set.of("outbound-messages", "consent-state");

    @TempDir
    Path folder;

    private final RecordsAtWork atWork = new RecordsAtWork(TOPICS);
    private Path file;

    @BeforeEach
    void note() {
        file = folder.resolve("application").resolve("records-at-work");
        atWork.noteIn(file);
    }

    @Test
    void shouldTellTheRecordThatWasAtWork() {
        atWork.begins(at("consent-state", 0, 0));
        atWork.ends();
        atWork.begins(at("outbound-messages", 16_383, (1L << 44) - 1));

        assertThat(lastEnd().inOrder()).isFalse();
        assertThat(lastEnd().records())
                .containsExactly(new FatalRecord(new TopicPartition("outbound-messages", 16_383), (1L << 44) - 1, 1));
    }

    @Test
    void shouldTellTheRecordOfEachThread() throws InterruptedException {
        Thread other = new Thread(() -> atWork.begins(at("consent-state", 1, 7)));
        other.start();
        other.join();
        atWork.begins(at("outbound-messages", 3, 9));

        assertThat(lastEnd().records()).extracting(FatalRecord::offset).containsExactlyInAnyOrder(7L, 9L);
    }

    @Test
    void shouldBlameNoRecordThatWasHandled() {
        atWork.begins(at("outbound-messages", 3, 9));
        atWork.ends();

        assertThat(lastEnd()).isEqualTo(new RecordsAtWork.End(false, List.of()));
    }

    @Test
    void shouldBlameNoRecordWhileItsThreadPolls() {
        atWork.begins(at("outbound-messages", 3, 9));
        atWork.polls();

        assertThat(lastEnd().records()).isEmpty();
    }

    @Test
    void shouldTellTheRecordThatWasBeingFetchedByItself() {
        atWork.fetches(new TopicPartition("outbound-messages", 16_383), (1L << 44) - 1);
        assertThat(lastEnd().records())
                .containsExactly(
                        new FatalRecord(new TopicPartition("outbound-messages", 16_383), (1L << 44) - 1, 1, true));
        assertThat(atWork.threads().get(0).at()).isPresent();

        atWork.polls();

        assertThat(lastEnd().records()).isEmpty();
    }

    @Test
    void shouldBlameNoRecordThatWaitsForTheRegistry() {
        atWork.begins(at("outbound-messages", 3, 9));

        atWork.waits();
        assertThat(lastEnd().records()).isEmpty();
        assertThat(atWork.threads()).singleElement().matches(WorkingThread::waits);

        atWork.goesOn();
        assertThat(lastEnd().records()).extracting(FatalRecord::offset).containsExactly(9L);
        assertThat(atWork.threads()).singleElement().matches(thread -> !thread.waits());
    }

    @Test
    void shouldBlameNoRecordForAnEndInOrder() {
        atWork.begins(at("outbound-messages", 3, 9));

        atWork.endsInOrder();

        assertThat(lastEnd()).isEqualTo(new RecordsAtWork.End(true, List.of()));
    }

    @Test
    void shouldBlameNobodyByAFileThatIsMissingDamagedOrOfOtherTopics() throws Exception {
        atWork.begins(at("outbound-messages", 3, 9));

        assertThat(atWork.lastEnd(folder.resolve("none")).inOrder()).isTrue();
        assertThat(new RecordsAtWork(Set.of("eu.outbound-messages", "eu.consent-state"))
                        .lastEnd(file)
                        .inOrder())
                .isTrue();
        Files.writeString(file, "damaged");
        assertThat(lastEnd().inOrder()).isTrue();
    }

    @Test
    void shouldBeginWithNothingWhereAnotherProcessStillHasTheFile() {
        RecordsAtWork next = new RecordsAtWork(TOPICS);

        next.noteIn(file);
        atWork.begins(at("outbound-messages", 3, 9));

        assertThat(lastEnd().records()).isEmpty();
    }

    @Test
    void shouldShowStepsAndTheRecordToThoseWhoWatchTheThreads() {
        atWork.begins(at("outbound-messages", 3, 9));
        long before = steps();

        assertThat(atWork.threads().get(0).at()).hasValue("offset 9 of outbound-messages-3");
        assertThat(steps()).isEqualTo(before);
        atWork.ends();
        assertThat(steps()).isNotEqualTo(before);
        assertThat(atWork.threads().get(0).at()).isEmpty();
    }

    @Test
    void shouldForgetThreadsThatHaveEnded() throws InterruptedException {
        Thread other = new Thread(atWork::polls);
        other.start();
        other.join();

        assertThat(atWork.threads()).isEmpty();
    }

    private long steps() {
        return atWork.threads().get(0).steps();
    }

    private RecordsAtWork.End lastEnd() {
        return new RecordsAtWork(TOPICS).lastEnd(file);
    }

    static RecordMetadata at(String topic, int partition, long offset) {
        return new RecordMetadata() {
            @Override
            public String topic() {
                return topic;
            }

            @Override
            public int partition() {
                return partition;
            }

            @Override
            public long offset() {
                return offset;
            }
        };
    }
}
