// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.Verdicts.aVerdict;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Finding;
import io.consentgate.events.Outcome;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewResult;
import io.consentgate.events.ReviewVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 6: only a lawful release, exactly once, whoever writes verdicts and whatever happens meanwhile. */
class CaseLifeCycleIT {

    private static final int MOST_AT_ONCE = 200;

    /** Figures are for another test: here one reviewer decides on hundreds of cases in a minute. */
    private static final Map<String, String> SETTINGS = Map.of("REVIEW_FIGURES_MOST_UPHELD", "1");

    @TempDir
    static Path folder;

    @AutoClose
    private static GateCluster cluster;

    private static GateRunner gate;

    @BeforeAll
    static void start() {
        cluster = GateCluster.start(folder, 2);
        gate = cluster.startGate(SETTINGS);
    }

    @Test
    void shouldApplyExactlyOneOfTwoRacingVerdicts() throws Exception {
        Map<String, QuarantinedEvent> cases = quarantine("race", 30);
        cases.keySet().forEach(subject -> consent(subject, 1, ConsentStatus.GRANTED));

        inParallel(Stream.of("ewa", "jan")
                .map(reviewer -> (Runnable) () -> cases.values()
                        .forEach(quarantined -> send(
                                verdict(reviewer, quarantined, Outcome.RECHECK).setReviewer(reviewer))))
                .toList());

        cluster.awaitAllTaken();
        Map<String, List<ReviewOutcome>> outcomes = outcomes("race");
        assertThat(outcomes)
                .hasSize(30)
                .allSatisfy((subject, both) -> assertThat(both)
                        .extracting(ReviewOutcome::getResult)
                        .containsExactlyInAnyOrder(ReviewResult.APPLIED, ReviewResult.REFUSED));
        assertThat(cleared("race")).hasSize(30);
    }

    @Test
    void shouldCloseACaseWhileItsEventCanBeRead() {
        QuarantinedEvent quarantined = quarantine("deadline", 1).get("deadline-0");

        assertThat(Duration.between(quarantined.getQuarantinedAt(), quarantined.getRetainUntil()))
                .isEqualTo(Duration.ofDays(30));
        assertThat(Duration.between(quarantined.getDeadline(), quarantined.getRetainUntil()))
                .isEqualTo(Duration.ofDays(1));
    }

    @Test
    void shouldKeepItsStateFromOtherUsers() throws IOException {
        try (Stream<Path> folders = Files.list(folder.resolve("state"))) {
            assertThat(folders.filter(Files::isDirectory).toList())
                    .isNotEmpty()
                    .allSatisfy(state -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
                            .isEqualTo("rwx------"));
        }
    }

    @Test
    void shouldRefuseWhateverIsForgedOntoTheTopic() {
        QuarantinedEvent quarantined = quarantine("forged", 1).get("forged-0");
        consent("forged-0", 1, ConsentStatus.GRANTED);

        send(verdict("1", quarantined, Outcome.DECIDE_UPHOLD));
        send(verdict("2", quarantined, Outcome.RECHECK).setActiveSeconds(0));
        send(verdict("3", quarantined, Outcome.RECHECK).setEvidenceOpened(List.of()));
        send(verdict("4", quarantined, Outcome.RECHECK).setCaseDigest("0"));
        send(verdict("5", quarantined, Outcome.RECHECK).setReviewerRole("admin"));
        send(verdict("6", quarantined, Outcome.RECHECK).setCaseId("outbound-messages.0.999999"));
        send(verdict("7", quarantined, Outcome.RECHECK)
                .setSecondReviewer("jan")
                .setConfirms("forged")
                .setReviewerRole("second-reviewer"));
        send(verdict("1", quarantined, Outcome.RECHECK));

        cluster.awaitAllTaken();
        assertThat(outcomes("forged").get("forged-0"))
                .allSatisfy(outcome -> assertThat(outcome.getResult()).isEqualTo(ReviewResult.REFUSED))
                .extracting(CaseLifeCycleIT::refusals)
                .containsExactly(
                        Set.of("REV-NOT-ALLOWED"),
                        Set.of("REV-TOKEN"),
                        Set.of("REV-TOKEN"),
                        Set.of("REV-REPLAY"),
                        Set.of("REV-ROLE"),
                        Set.of("REV-STALE"),
                        Set.of("REV-FOUR-EYES"),
                        Set.of("REV-REPLAY"));
        assertThat(cleared("forged")).isEmpty();

        // The case was open all the time: it was the verdicts that were refused.
        send(verdict("honest", quarantined, Outcome.RECHECK));
        cluster.awaitAllTaken();
        assertThat(outcomes("forged").get("forged-0"))
                .last()
                .satisfies(outcome -> assertThat(outcome.getResult()).isEqualTo(ReviewResult.APPLIED));
        assertThat(cleared("forged")).containsExactly("forged-0");
    }

    @Test
    void shouldReleaseNothingAfterAnAcknowledgedWithdrawal() throws Exception {
        Map<String, QuarantinedEvent> cases = quarantine("withdrawn", 200);
        cases.keySet().forEach(subject -> consent(subject, 1, ConsentStatus.GRANTED));
        cluster.awaitAllTaken();

        inParallel(IntStream.range(0, 4)
                .mapToObj(lane -> (Runnable) () -> {
                    for (int i = lane; i < 200; i += 4) {
                        String subject = "withdrawn-" + i;
                        boolean withdrawn = i % 10 != 0;
                        if (withdrawn) {
                            consent(subject, 2, ConsentStatus.WITHDRAWN);
                        }
                        send(verdict("w", cases.get(subject), Outcome.RECHECK));
                    }
                })
                .toList());

        cluster.awaitAllTaken();
        Map<String, List<ReviewOutcome>> outcomes = outcomes("withdrawn");
        assertThat(outcomes).hasSize(200);
        outcomes.forEach((subject, answered) -> assertThat(answered)
                .as(subject)
                .extracting(ReviewOutcome::getResult)
                .containsExactly(
                        Integer.parseInt(subject.substring("withdrawn-".length())) % 10 == 0
                                ? ReviewResult.APPLIED
                                : ReviewResult.REFUSED));
        assertThat(cleared("withdrawn")).hasSize(20);
    }

    @Test
    void shouldCloseTheCasesOfWhoIsErased() {
        QuarantinedEvent quarantined = quarantine("erased", 1).get("erased-0");

        cluster.publish(cluster.topics().consentState(), "erased-0", null);
        cluster.awaitAllTaken();
        send(verdict("late", quarantined, Outcome.REJECT));

        cluster.awaitAllTaken();
        assertThat(outcomes("erased").get("erased-0"))
                .extracting(ReviewOutcome::getResult)
                .containsExactly(ReviewResult.ERASED, ReviewResult.REFUSED);
    }

    @Test
    void shouldCloseWhatOutlivedItsEventUnreleased() {
        String topic = cluster.topics().outboundMessages();
        cluster.publish(
                topic,
                "expiring",
                cluster.encoded(
                        topic,
                        aBirthdaySms("m-1", "expiring")
                                .setExpiresAt(Instant.now().plusSeconds(3))
                                .build()));
        cluster.awaitAllTaken();

        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(outcomes("expiring")).containsOnlyKeys("expiring"));

        assertThat(outcomes("expiring").get("expiring"))
                .extracting(ReviewOutcome::getResult)
                .containsExactly(ReviewResult.EXPIRED);
        assertThat(cleared("expiring")).isEmpty();
    }

    @Test
    void shouldHoldOneCaseAndOneReleaseOfAnEventAcrossRestarts() {
        QuarantinedEvent first = quarantine("thrice", 1).get("thrice-0");
        restart();
        assertThat(quarantine("thrice", 1).get("thrice-0").getJoins()).isEqualTo(first.getCaseId());
        consent("thrice-0", 1, ConsentStatus.GRANTED);
        send(verdict("1", first, Outcome.RECHECK));
        cluster.awaitAllTaken();
        assertThat(cleared("thrice")).containsExactly("thrice-0");
        restart();
        consent("thrice-0", 2, ConsentStatus.WITHDRAWN);

        QuarantinedEvent afterwards = quarantine("thrice", 1).get("thrice-0");

        assertThat(afterwards.getJoins()).isEqualTo(first.getCaseId());
        assertThat(cleared("thrice")).containsExactly("thrice-0");
        assertThat(outcomes("thrice").get("thrice-0"))
                .extracting(ReviewOutcome::getResult)
                .containsExactly(ReviewResult.APPLIED);
    }

    private static void restart() {
        gate.close();
        gate = cluster.startGate(SETTINGS);
    }

    /** Killed when some verdicts are answered and others are not; a burst that was answered in full is done again. */
    @Test
    void shouldAnswerEachVerdictOnceThoughItIsKilledBetween() throws Exception {
        long answered = MOST_AT_ONCE;
        for (int burst = 1; answered == MOST_AT_ONCE && burst <= 5; burst++) {
            answered = answeredWhenKilled("killed-" + burst + "-");
        }

        assertThat(answered)
                .as("verdicts answered when the gate was killed, of %d", MOST_AT_ONCE)
                .isBetween(1L, MOST_AT_ONCE - 1L);
    }

    /** How many verdicts were answered when the gate was killed. In the end each must be, once. */
    private static long answeredWhenKilled(String prefix) throws Exception {
        Map<String, QuarantinedEvent> cases = quarantine(prefix, MOST_AT_ONCE);
        cases.keySet().forEach(subject -> consent(subject, 1, ConsentStatus.GRANTED));
        cluster.awaitAllTaken();
        gate.close();
        Path log = folder.resolve(prefix + "gate.log");
        Process doomed = cluster.startGateProcess(SETTINGS, log);
        long answered;
        try {
            List<QuarantinedEvent> waiting = new ArrayList<>(cases.values());
            send(verdict("k", waiting.get(0), Outcome.RECHECK));
            await().atMost(GateCluster.PATIENCE)
                    .failFast("the gate ended by itself; " + log + " says why", () -> !doomed.isAlive())
                    .until(() -> !outcomes(prefix).isEmpty());
            cluster.publishAll(waiting.stream()
                    .skip(1)
                    .map(quarantined -> record(verdict("k", quarantined, Outcome.RECHECK)))
                    .toList());
        } finally {
            doomed.destroyForcibly().waitFor();
            answered = outcomes(prefix).size();
            gate = cluster.startGate(SETTINGS);
        }

        cluster.awaitAllTaken();
        assertThat(outcomes(prefix))
                .hasSize(MOST_AT_ONCE)
                .allSatisfy((subject, each) ->
                        assertThat(each).extracting(ReviewOutcome::getResult).containsExactly(ReviewResult.APPLIED));
        assertThat(cleared(prefix)).hasSize(MOST_AT_ONCE);
        return answered;
    }

    /** Cases by subject: messages to people who are not on record. */
    private static Map<String, QuarantinedEvent> quarantine(String prefix, int count) {
        String topic = cluster.topics().outboundMessages();
        for (int i = 0; i < count; i++) {
            String subject = prefix + "-" + i;
            cluster.publish(
                    topic,
                    subject,
                    cluster.encoded(topic, aBirthdaySms("m-" + i, subject).build()));
        }
        cluster.awaitAllTaken();
        Map<String, QuarantinedEvent> cases = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record :
                cluster.read(cluster.topics().quarantine())) {
            String subject = new String(record.key(), UTF_8);
            if (subject.startsWith(prefix)) {
                cases.put(subject, cluster.quarantined(record));
            }
        }
        assertThat(cases).hasSize(count);
        return cases;
    }

    private static void consent(String subject, long version, ConsentStatus status) {
        String topic = cluster.topics().consentState();
        cluster.publish(
                topic,
                subject,
                cluster.encoded(
                        topic, aRecord(subject, version, anSmsConsent(status)).build()));
    }

    private static ReviewVerdict.Builder verdict(String id, QuarantinedEvent quarantined, Outcome outcome) {
        return aVerdict(quarantined.getCaseId() + "/" + id, quarantined, outcome, Instant.now());
    }

    private static void send(ReviewVerdict.Builder verdict) {
        cluster.publish(record(verdict));
    }

    private static ProducerRecord<byte[], byte[]> record(ReviewVerdict.Builder verdict) {
        String topic = cluster.topics().reviewVerdicts();
        return new ProducerRecord<>(
                topic, verdict.getSubjectId().getBytes(UTF_8), cluster.encoded(topic, verdict.build()));
    }

    private static Map<String, List<ReviewOutcome>> outcomes(String prefix) {
        return cluster.read(cluster.topics().reviewOutcomes()).stream()
                .map(cluster::outcome)
                .filter(outcome -> outcome.getSubjectId().startsWith(prefix))
                .collect(Collectors.groupingBy(ReviewOutcome::getSubjectId));
    }

    private static Set<String> refusals(ReviewOutcome outcome) {
        return outcome.getRefusals().stream().map(Finding::getRule).collect(Collectors.toSet());
    }

    private static List<String> cleared(String prefix) {
        return cluster.read(cluster.topics().clearedMessages()).stream()
                .map(record -> new String(record.key(), UTF_8))
                .filter(subject -> subject.startsWith(prefix))
                .toList();
    }

    private static void inParallel(List<Runnable> tasks) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Future<?>> running =
                    tasks.stream().<Future<?>>map(threads::submit).toList();
            for (Future<?> task : running) {
                task.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
