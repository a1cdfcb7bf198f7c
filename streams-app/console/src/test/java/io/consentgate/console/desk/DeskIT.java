// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.consentgate.Events;
import io.consentgate.console.cases.ActKind;
import io.consentgate.console.cases.AmendmentUnseen;
import io.consentgate.console.cases.AuditTrail;
import io.consentgate.console.cases.BulkReject;
import io.consentgate.console.cases.CaseClosed;
import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.CaseState;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.Claim;
import io.consentgate.console.cases.ClaimHeld;
import io.consentgate.console.cases.Claims;
import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.Closing;
import io.consentgate.console.cases.ConsentRecord;
import io.consentgate.console.cases.Content;
import io.consentgate.console.cases.EventField;
import io.consentgate.console.cases.GateSettings;
import io.consentgate.console.cases.HeldConsent;
import io.consentgate.console.cases.NoSuchCase;
import io.consentgate.console.cases.NotAllowed;
import io.consentgate.console.cases.OutcomeOption;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.console.cases.QueueSort;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.ReviewerFigures;
import io.consentgate.console.cases.Role;
import io.consentgate.console.cases.Submission;
import io.consentgate.console.cases.TrailEntry;
import io.consentgate.console.cases.VerdictDraft;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.cases.VerdictResult;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Finding;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewAct;
import io.consentgate.events.ReviewActivity;
import io.consentgate.events.ReviewResult;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.topology.ConsentRows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The desk on a real broker. Each test has subjects and campaigns of its own. */
class DeskIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Reviewer ANNA = new Reviewer("anna", Set.of(Role.REVIEWER));
    private static final Reviewer BARTEK = new Reviewer("bartek", Set.of(Role.REVIEWER));
    private static final Reviewer CELINA = new Reviewer("celina", Set.of(Role.SECOND_REVIEWER));
    private static final Reviewer AUDITOR = new Reviewer("auditor", Set.of(Role.AUDITOR));

    @TempDir
    static Path folder;

    @AutoClose
    static ReviewCluster cluster;

    static ReviewDesk desk;
    static AdjustableClock clock;

    @BeforeAll
    static void start() {
        cluster = ReviewCluster.start(folder);
        clock = new AdjustableClock();
        desk = cluster.desk(folder.resolve("desk"), clock);
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    private static CaseSummary awaitCase(ReviewDesk at, QuarantinedEvent event) {
        return await().atMost(PATIENCE)
                .until(() -> at.queue().find(event.getCaseId()), Optional::isPresent)
                .orElseThrow();
    }

    private static CaseSummary awaitState(QuarantinedEvent event, CaseState state) {
        return await().atMost(PATIENCE)
                .until(
                        () -> desk.queue().find(event.getCaseId()),
                        found -> found.isPresent() && found.get().state() == state)
                .orElseThrow();
    }

    @Test
    void shouldShowAnEventThatTheGateHeldBack() {
        Instant at = Instant.parse("2026-11-24T08:00:00Z");
        QuarantinedEvent event = cluster.quarantine(
                cluster.aCase(Events.aBirthdaySms("m-1", "s-show").build(), at)
                        .setDeadline(at.plusSeconds(3600))
                        .build());

        CaseSummary summary = awaitCase(desk, event);

        assertThat(summary.channel()).isEqualTo("SMS");
        assertThat(summary.campaignId()).isEqualTo("birthdays");
        assertThat(summary.controllerId()).isEqualTo(Events.CONTROLLER);
        assertThat(summary.rules()).containsExactly("MSG-CONSENT-MISSING");
        assertThat(summary.deadline()).isEqualTo(at.plusSeconds(3600));
        assertThat(summary.state()).isEqualTo(CaseState.OPEN);
        assertThat(summary.claim()).isNull();
    }

    @Test
    void shouldReadOnPastASchemaThatTheRegistryRefusesAlone() {
        cluster.consentOfRefusedSchema("s-refused");
        QuarantinedEvent event = cluster.quarantineSms("s-refused", "refused", Instant.now());

        awaitCase(desk, event);

        assertThat(desk.progress().failing()).isFalse();
        assertThat(desk.files().open(ANNA, event.getCaseId()).consentHistory()).hasSize(1);
    }

    @Test
    void shouldGoOnWhereItStoppedAndBeginAnewWithoutItsFolder() {
        Path own = folder.resolve("restarted");
        QuarantinedEvent before = cluster.quarantineSms("s-restart-1", "restart", Instant.now());
        try (ReviewDesk first = cluster.desk(own, clock)) {
            awaitCase(first, before);
        }
        QuarantinedEvent after = cluster.quarantineSms("s-restart-2", "restart", Instant.now());

        try (ReviewDesk second = cluster.desk(own, clock);
                ReviewDesk fresh = cluster.desk(folder.resolve("fresh"), clock)) {
            awaitCase(second, after);
            awaitCase(fresh, after);
            awaitCase(fresh, before);
            QueueFilter filter = QueueFilter.OPEN.withCampaignId("restart");
            assertThat(second.queue()
                            .page(filter, QueueSort.OLDEST_FIRST, null, 10)
                            .cases())
                    .extracting(CaseSummary::caseId)
                    .containsExactly(before.getCaseId(), after.getCaseId());
            await().atMost(PATIENCE).until(() -> fresh.progress().caughtUp());
            assertThat(fresh.queue()
                            .page(filter, QueueSort.OLDEST_FIRST, null, 10)
                            .counts()
                            .total())
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldGiveACaseToExactlyOneOfTwoWhoClaimItOnTwoConsoles() throws Exception {
        try (ReviewDesk other = cluster.desk(folder.resolve("other"), clock)) {
            ExecutorService both = Executors.newFixedThreadPool(2);
            try {
                for (int round = 0; round < 10; round++) {
                    QuarantinedEvent event = cluster.quarantineSms("s-race-" + round, "race", Instant.now());
                    awaitCase(desk, event);
                    awaitCase(other, event);
                    CyclicBarrier together = new CyclicBarrier(2);
                    Future<Optional<Claim>> annas = both.submit(claiming(desk, ANNA, event, together));
                    Future<Optional<Claim>> barteks = both.submit(claiming(other, BARTEK, event, together));

                    assertThat(List.of(annas.get(), barteks.get()))
                            .filteredOn(Optional::isPresent)
                            .as("claims in round %d", round)
                            .hasSize(1);
                    assertThat(claimOn(desk, event)).isEqualTo(claimOn(other, event));
                }
            } finally {
                both.shutdownNow();
            }
        }
    }

    private static Callable<Optional<Claim>> claiming(
            ReviewDesk at, Reviewer reviewer, QuarantinedEvent event, CyclicBarrier together) {
        return () -> {
            together.await();
            try {
                return Optional.of(at.claims().claim(reviewer, event.getCaseId()));
            } catch (ClaimHeld held) {
                return Optional.empty();
            }
        };
    }

    @Test
    void shouldGiveTenWhoAskForTheNextCaseAtOnceTenCases() throws Exception {
        int people = 10;
        for (int n = 0; n < people; n++) {
            awaitCase(desk, cluster.quarantineSms("s-rush-" + n, "rush", Instant.now()));
        }
        QueueFilter filter = QueueFilter.OPEN.withCampaignId("rush");
        ExecutorService all = Executors.newFixedThreadPool(people);
        try {
            CyclicBarrier together = new CyclicBarrier(people);
            List<Future<Optional<CaseSummary>>> taken = new ArrayList<>();
            for (int n = 0; n < people; n++) {
                Reviewer reviewer = new Reviewer("rushing-" + n, Set.of(Role.REVIEWER));
                taken.add(all.submit(() -> {
                    together.await();
                    return desk.takeNext(filter, reviewer);
                }));
            }
            Set<String> cases = new HashSet<>();
            for (Future<Optional<CaseSummary>> one : taken) {
                cases.add(one.get().orElseThrow().caseId());
            }
            assertThat(cases).hasSize(people);
            assertThat(desk.takeNext(filter, ANNA)).isEmpty();
        } finally {
            all.shutdownNow();
        }
    }

    private static Claim claimOn(ReviewDesk at, QuarantinedEvent event) {
        return at.queue().find(event.getCaseId()).orElseThrow().claim();
    }

    @Test
    void shouldLetOnlyASecondReviewerTakeACaseOver() {
        QuarantinedEvent event = cluster.quarantineSms("s-takeover", "takeover", Instant.now());
        awaitCase(desk, event);
        desk.claims().claim(ANNA, event.getCaseId());

        assertThatThrownBy(() -> desk.claims().claim(BARTEK, event.getCaseId())).isInstanceOf(ClaimHeld.class);
        assertThatThrownBy(() -> desk.claims().takeOver(BARTEK, event.getCaseId(), Claims.TakeOverReason.HOLDER_ABSENT))
                .isInstanceOf(NotAllowed.class);
        Claim taken = desk.claims().takeOver(CELINA, event.getCaseId(), Claims.TakeOverReason.HOLDER_ABSENT);

        assertThat(taken.holder()).isEqualTo("celina");
        assertThat(desk.claims().heldBy(CELINA)).extracting(CaseSummary::caseId).contains(event.getCaseId());
        desk.claims().release(CELINA, event.getCaseId());
        assertThat(claimOn(desk, event)).isNull();
    }

    @Test
    void shouldLetAClaimLapseUnlessItsHolderGoesOnWorking() {
        QuarantinedEvent left = cluster.quarantineSms("s-lapse-1", "lapse", Instant.now());
        QuarantinedEvent worked = cluster.quarantineSms("s-lapse-2", "lapse", Instant.now());
        for (QuarantinedEvent event : List.of(left, worked)) {
            awaitCase(desk, event);
            desk.claims().claim(ANNA, event.getCaseId());
        }
        clock.forward(Duration.ofMinutes(6));
        Instant before = claimOn(desk, worked).until();
        desk.activity().present(ANNA, worked.getCaseId());
        await().atMost(PATIENCE).until(() -> claimOn(desk, worked).until().isAfter(before));
        clock.forward(Duration.ofMinutes(5));

        assertThat(desk.claims().claim(BARTEK, left.getCaseId()).holder()).isEqualTo("bartek");
        assertThatThrownBy(() -> desk.claims().claim(BARTEK, worked.getCaseId()))
                .isInstanceOf(ClaimHeld.class);
    }

    @Test
    void shouldShowACaseWithTheConsentBehindItAndNoContent() {
        String subject = "s-file";
        RecordMetadata granted = cluster.consent(
                subject,
                Events.aRecord(subject, 1, Events.anSmsConsent(ConsentStatus.GRANTED))
                        .build());
        RecordMetadata withdrawn = cluster.consent(
                subject,
                Events.aRecord(subject, 2, Events.anSmsConsent(ConsentStatus.WITHDRAWN))
                        .build());
        QuarantinedEvent event = cluster.quarantine(
                cluster.aCase(Events.aBirthdaySms("m-1", subject).build(), Instant.now())
                        .setConsentSeen(ReviewCluster.seen(withdrawn, 2))
                        .build());
        awaitCase(desk, event);
        await().atMost(PATIENCE).until(() -> desk.progress().caughtUp());

        CaseFile file = desk.files().open(ANNA, event.getCaseId());

        assertThat(file.readability()).isEqualTo(CaseFile.Readability.READ);
        assertThat(file.event())
                .anySatisfy(field -> {
                    assertThat(field.path()).isEqualTo("purpose");
                    assertThat(field.value()).isEqualTo("DIRECT_MARKETING");
                })
                .anySatisfy(field -> {
                    assertThat(field.path()).isEqualTo("content");
                    assertThat(field.value()).isNull();
                    assertThat(field.sensitivity()).isEqualTo(EventField.Sensitivity.CONTENT);
                });
        assertThat(file.toString()).doesNotContain("Happy birthday");
        assertThat(file.consentHistory()).extracting(ConsentRecord::version).containsExactly(2L, 1L);
        assertThat(file.consentHistory().get(0).newest()).isTrue();
        assertThat(file.consentHistory().get(1).offset()).isEqualTo(granted.offset());
        assertThat(file.consentSeen()).isEqualTo(file.consentHistory().get(0));
        assertThat(file.consentHistory().get(0).entries().get(0).concerns()).isTrue();
        assertThat(file.outcomes())
                .extracting(OutcomeOption::outcome)
                .containsExactlyInAnyOrder(
                        VerdictOutcome.REJECT,
                        VerdictOutcome.RECHECK,
                        VerdictOutcome.RECLASSIFY,
                        VerdictOutcome.ESCALATE);
        assertThat(preview(file, VerdictOutcome.RECHECK))
                .isInstanceOfSatisfying(
                        Preview.Refused.class,
                        refused -> assertThat(refused.violations())
                                .extracting("rule")
                                .contains("MSG-CONSENT-WITHDRAWN"));
    }

    /** The gate refuses every verdict then, the rejections among them. */
    @Test
    void shouldForeseeThatTheGateHasClosedACaseByItsOwnTime() {
        Instant at = Instant.now();
        QuarantinedEvent event = cluster.quarantine(
                cluster.aCase(Events.aBirthdaySms("m-1", "s-late").build(), at.minusSeconds(60))
                        .setDeadline(at.minusSeconds(1))
                        .build());
        awaitCase(desk, event);

        CaseFile file = desk.files().open(ANNA, event.getCaseId());

        for (VerdictOutcome outcome : List.of(VerdictOutcome.REJECT, VerdictOutcome.RECHECK, VerdictOutcome.ESCALATE)) {
            assertThat(preview(file, outcome))
                    .as("%s", outcome)
                    .isInstanceOfSatisfying(Preview.Refused.class, refused -> {
                        assertThat(refused.violations()).extracting("rule").contains("REV-STALE");
                        assertThat(refused.violations().get(0).facts()).containsEntry("case.state", "expired");
                    });
        }
    }

    @Test
    void shouldCountACaseOfAnEarlierGateAsDueWhenItsRetentionEnds() {
        QuarantinedEvent event = cluster.quarantineSms("s-undated", null, Instant.now());

        assertThat(awaitCase(desk, event).deadline()).isEqualTo(event.getRetainUntil());
    }

    @Test
    void shouldForeseeThatANewConsentReleasesTheEvent() {
        String subject = "s-foresee";
        QuarantinedEvent event = cluster.quarantineSms(subject, null, Instant.now());
        awaitCase(desk, event);
        assertThat(preview(desk.files().open(ANNA, event.getCaseId()), VerdictOutcome.RECHECK))
                .isInstanceOf(Preview.Refused.class);

        cluster.consent(
                subject,
                Events.aRecord(subject, 1, Events.anSmsConsent(ConsentStatus.GRANTED))
                        .build());

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                preview(desk.files().open(ANNA, event.getCaseId()), VerdictOutcome.RECHECK))
                        .isInstanceOf(Preview.Released.class));
    }

    /** Without what the gate holds, nothing can be foreseen; the queue is there all the same. */
    @Test
    void shouldForeseeOnceAGateHasStarted() {
        Map<String, String> settings = Map.of("CONSENT_GATE_APPLICATION_ID", "late-gate");
        try (ReviewDesk early = cluster.desk(folder.resolve("early"), clock, settings)) {
            QuarantinedEvent event = cluster.quarantineSms("s-early", null, Instant.now());
            awaitCase(early, event);

            CaseFile before = early.files().open(ANNA, event.getCaseId());
            assertThat(before.held().state()).isEqualTo(HeldConsent.State.NO_CHANGELOG);
            assertThat(preview(before, VerdictOutcome.RECHECK)).isInstanceOf(Preview.Unknown.class);
            assertThat(preview(before, VerdictOutcome.REJECT)).isInstanceOf(Preview.Ends.class);

            cluster.startGate("late-gate");

            await().atMost(PATIENCE).untilAsserted(() -> {
                CaseFile after = early.files().open(ANNA, event.getCaseId());
                assertThat(after.held().state()).isEqualTo(HeldConsent.State.NO_RECORD);
                assertThat(preview(after, VerdictOutcome.RECHECK)).isInstanceOf(Preview.Refused.class);
            });
        }
    }

    @Test
    void shouldForeseeThatARestatedLabelReleasesTheEvent() {
        QuarantinedEvent event = cluster.quarantine(cluster.aCase(
                        Events.aBirthdaySms("m-1", "s-restate")
                                .setPurpose(io.consentgate.events.Purpose.SERVICE_NOTICE)
                                .setBasisRef("orders/7")
                                .setCommercialContent(io.consentgate.events.CommercialContent.ANCILLARY)
                                .setTrigger(io.consentgate.events.Trigger.TRANSACTION)
                                .setCampaignId(null)
                                .build(),
                        Instant.now())
                .build());
        awaitCase(desk, event);
        await().atMost(PATIENCE).until(() -> desk.progress().caughtUp());
        Classification.Reference shown = new Classification.Reference("commercialContent", "templates/order");

        assertThat(foreseen(event, "NONE", shown)).isInstanceOf(Preview.Released.class);
        assertThat(foreseen(event, "ANCILLARY", shown)).isInstanceOf(Preview.Refused.class);
        assertThat(foreseen(event, "NONE"))
                .isInstanceOfSatisfying(
                        Preview.Refused.class,
                        refused -> assertThat(refused.violations())
                                .extracting("rule")
                                .containsExactly("REV-NOT-ALLOWED"));
    }

    private static Preview foreseen(QuarantinedEvent event, String content, Classification.Reference... references) {
        return desk.files()
                .preview(
                        ANNA,
                        event.getCaseId(),
                        VerdictOutcome.RECLASSIFY,
                        new Classification(null, List.of(), null, content, null, null, null, null, List.of(references)),
                        false);
    }

    @Test
    void shouldListWhereElseTheSameEventStood() {
        Instant at = Instant.now();
        QuarantinedEvent event = cluster.quarantineSms("s-copies", null, at);
        QuarantinedEvent identical = cluster.quarantine(QuarantinedEvent.newBuilder(
                        cluster.aCase(Events.aBirthdaySms("m-1", "s-copies").build(), at.plusSeconds(1))
                                .build())
                .setEvent(event.getEvent())
                .setJoins(event.getCaseId())
                .build());
        QuarantinedEvent other = cluster.quarantine(
                cluster.aCase(Events.aBirthdaySms("m-2", "s-copies").build(), at.plusSeconds(2))
                        .setJoins(event.getCaseId())
                        .build());
        awaitCase(desk, event);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                desk.files().open(ANNA, event.getCaseId()).copies())
                        .extracting(copy -> copy.source().offset(), CaseFile.Copy::identical)
                        .containsExactly(
                                tuple(identical.getSource().getOffset(), true),
                                tuple(other.getSource().getOffset(), false)));
        assertThat(desk.queue().find(identical.getCaseId())).isEmpty();
        assertThat(desk.queue()
                        .page(QueueFilter.search("s-copies"), QueueSort.OLDEST_FIRST, null, 10)
                        .counts()
                        .total())
                .isOne();
    }

    private static Preview preview(CaseFile file, VerdictOutcome outcome) {
        return file.outcomes().stream()
                .filter(option -> option.outcome() == outcome)
                .findFirst()
                .orElseThrow()
                .preview();
    }

    @Test
    void shouldPutAnUnmaskingOnRecordBeforeItShowsTheContent() {
        QuarantinedEvent event = cluster.quarantineSms("s-unmask", "unmask", Instant.now());
        awaitCase(desk, event);
        desk.files().open(ANNA, event.getCaseId());

        assertThat(desk.files().unmask(ANNA, event.getCaseId()).text()).isEqualTo("Happy birthday! 20 % off today");

        assertThat(cluster.activity())
                .filteredOn(act -> act.getCaseId().equals(event.getCaseId()))
                .extracting(ReviewActivity::getAct)
                .containsExactly(ReviewAct.OPENED, ReviewAct.UNMASKED);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                desk.files().open(AUDITOR, event.getCaseId()).trail())
                        .filteredOn(TrailEntry.Act.class::isInstance)
                        .extracting(entry -> ((TrailEntry.Act) entry).act())
                        .contains(ActKind.OPENED, ActKind.UNMASKED));
    }

    /** The gate asks for the content to be opened whatever is in it, so that it has to be possible to open none. */
    @Test
    void shouldTakeALookAtNoContentForALookAndForNoUnmasking() {
        QuarantinedEvent event = cluster.quarantine(cluster.aCase(
                        Events.aBirthdaySms("m-empty", "s-empty")
                                .setContent(ByteBuffer.wrap(new byte[0]))
                                .build(),
                        Instant.now())
                .build());
        awaitCase(desk, event);
        desk.files().open(ANNA, event.getCaseId());

        assertThat(desk.files().unmask(ANNA, event.getCaseId())).isEqualTo(Content.NONE);

        assertThat(cluster.activity())
                .filteredOn(act -> act.getCaseId().equals(event.getCaseId()))
                .extracting(ReviewActivity::getAct, ReviewActivity::getPart)
                .containsExactly(tuple(ReviewAct.OPENED, null), tuple(ReviewAct.LOOKED_AT, "content"));
        Submission submission = submit(ANNA, event, VerdictOutcome.RECHECK);
        assertThat(verdictOf(event, submission).getEvidenceOpened()).containsExactly("content");
    }

    @Test
    void shouldGiveAVerdictWithWhatItMeasuredAndBringTheAnswer() throws Exception {
        QuarantinedEvent event = cluster.quarantineSms("s-verdict", "verdict", Instant.now());
        awaitCase(desk, event);
        desk.files().open(ANNA, event.getCaseId());
        clock.forward(Duration.ofSeconds(30));
        desk.activity().lookedAt(ANNA, event.getCaseId(), CasePart.CONSENT);
        clock.forward(Duration.ofMinutes(5));

        ExecutorService gate = Executors.newSingleThreadExecutor();
        try {
            Future<ReviewVerdict> judged = gate.submit(() -> {
                ReviewVerdict verdict = await().atMost(PATIENCE)
                        .until(() -> verdictsOn(event), verdicts -> !verdicts.isEmpty())
                        .get(0);
                cluster.answer(verdict, ReviewResult.APPLIED, List.of(), false);
                return verdict;
            });

            Submission submission = desk.verdicts()
                    .submit(
                            ANNA,
                            VerdictDraft.of(
                                    event.getCaseId(), event.getCaseDigest(), VerdictOutcome.REJECT, "No consent."),
                            PATIENCE);

            ReviewVerdict verdict = judged.get();
            assertThat(verdict.getVerdictId()).isEqualTo(submission.verdictId());
            assertThat(verdict.getEvidenceOpened()).containsExactly("consent");
            assertThat(verdict.getReviewerRole()).isEqualTo("reviewer");
            // 30 s of work; of the five minutes' pause no more than one counts.
            assertThat(verdict.getActiveSeconds()).isBetween(90, 100);
            assertThat(submission.result()).isNotNull();
            assertThat(submission.result().kind()).isEqualTo(VerdictResult.Kind.APPLIED);
        } finally {
            gate.shutdownNow();
        }
        CaseSummary closed = awaitState(event, CaseState.CLOSED);
        assertThat(closed.closedAs())
                .extracting(Closing::kind, Closing::outcome, Closing::reviewer)
                .containsExactly(Closing.Kind.VERDICT, VerdictOutcome.REJECT, "anna");
        assertThat(closed.claim()).isNull();
        assertThatThrownBy(() -> desk.claims().claim(BARTEK, event.getCaseId())).isInstanceOf(CaseClosed.class);
    }

    private static List<ReviewVerdict> verdictsOn(QuarantinedEvent event) {
        return cluster.verdicts().stream()
                .filter(verdict -> verdict.getCaseId().equals(event.getCaseId()))
                .toList();
    }

    private static Submission submit(Reviewer reviewer, QuarantinedEvent event, VerdictOutcome outcome) {
        return desk.verdicts()
                .submit(
                        reviewer,
                        VerdictDraft.of(event.getCaseId(), event.getCaseDigest(), outcome, "Checked again."),
                        Duration.ZERO);
    }

    @Test
    void shouldRecordNoTimeForWhoNeverOpenedTheCase() {
        QuarantinedEvent event = cluster.quarantineSms("s-unopened", "unopened", Instant.now());
        awaitCase(desk, event);

        submit(ANNA, event, VerdictOutcome.RECHECK);

        assertThat(verdictsOn(event)).singleElement().satisfies(verdict -> {
            assertThat(verdict.getActiveSeconds()).isZero();
            assertThat(verdict.getEvidenceOpened()).isEmpty();
        });
    }

    @Test
    void shouldTakeUpALookAgainOnAnotherConsole() {
        QuarantinedEvent event = cluster.quarantineSms("s-moved", "moved", Instant.now());
        awaitCase(desk, event);
        desk.files().open(ANNA, event.getCaseId());
        clock.forward(Duration.ofSeconds(25));
        desk.activity().lookedAt(ANNA, event.getCaseId(), CasePart.EVENT);

        try (ReviewDesk other = cluster.desk(folder.resolve("moved"), clock)) {
            await().atMost(PATIENCE).until(() -> other.progress().caughtUp());
            assertThat(other.activity().consideration(ANNA, event.getCaseId())).hasValueSatisfying(look -> {
                assertThat(look.active()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
                assertThat(look.looked()).containsExactly(CasePart.EVENT);
            });
        }
    }

    @Test
    void shouldLetASecondReviewerConfirmWhatWasHeldBack() {
        QuarantinedEvent event = cluster.quarantineSms("s-foureyes", "foureyes", Instant.now());
        awaitCase(desk, event);
        Submission first = submit(ANNA, event, VerdictOutcome.RECHECK);
        cluster.answer(
                verdictsOn(event).get(0),
                ReviewResult.REFUSED,
                List.of(new Finding("REV-FOUR-EYES", "WP251", "A second reviewer must confirm.", "…", Map.of())),
                false);
        awaitState(event, CaseState.AWAITING_SECOND);
        desk.claims().release(ANNA, event.getCaseId());

        CaseFile file = desk.files().open(CELINA, event.getCaseId());
        assertThat(file.awaitingSecond()).satisfies(pending -> {
            assertThat(pending.verdictId()).isEqualTo(first.verdictId());
            assertThat(pending.reviewer()).isEqualTo("anna");
            assertThat(pending.rationale()).isEqualTo("Checked again.");
        });
        assertThat(desk.verdicts().result(first.verdictId()))
                .hasValueSatisfying(
                        result -> assertThat(result.needsSecondReviewer()).isTrue());
        Reviewer annaPromoted = new Reviewer("anna", Set.of(Role.SECOND_REVIEWER));
        assertThatThrownBy(() -> desk.verdicts()
                        .confirm(annaPromoted, event.getCaseId(), first.verdictId(), "Mine.", Duration.ZERO))
                .isInstanceOf(NotAllowed.class);
        Submission second =
                desk.verdicts().confirm(CELINA, event.getCaseId(), first.verdictId(), "I agree.", Duration.ZERO);

        assertThat(verdictsOn(event)).hasSize(2).last().satisfies(verdict -> {
            assertThat(verdict.getVerdictId()).isEqualTo(second.verdictId());
            assertThat(verdict.getConfirms()).isEqualTo(first.verdictId());
            assertThat(verdict.getReviewer()).isEqualTo("anna");
            assertThat(verdict.getSecondReviewer()).isEqualTo("celina");
            assertThat(verdict.getReviewerRole()).isEqualTo("second-reviewer");
        });
    }

    /** The gate keeps the first verdict; a console that took the confirmation for what waits could never confirm again. */
    @Test
    void shouldGoOnWaitingForAnotherWhenAConfirmationIsRefused() {
        Reviewer danuta = new Reviewer("danuta", Set.of(Role.SECOND_REVIEWER));
        Reviewer edward = new Reviewer("edward", Set.of(Role.SECOND_REVIEWER));
        QuarantinedEvent event = cluster.quarantineSms("s-yet-another", "yet-another", Instant.now());
        awaitCase(desk, event);
        Submission first = submit(ANNA, event, VerdictOutcome.RECHECK);
        cluster.answerFourEyes(verdictOf(event, first), "figures.sameRationale", "5");
        awaitState(event, CaseState.AWAITING_SECOND);
        desk.claims().release(ANNA, event.getCaseId());

        Submission byFigures = confirm(CELINA, event, first);
        cluster.answerFourEyes(verdictOf(event, byFigures), "figures.sameRationale", "6");
        VerdictResult refusedByFigures = awaitAnswer(byFigures);
        desk.claims().release(CELINA, event.getCaseId());
        Submission late = confirm(danuta, event, first);
        cluster.answerFourEyes(verdictOf(event, late), "confirms", "no such verdict waits");
        VerdictResult refusedAsLate = awaitAnswer(late);
        desk.claims().release(danuta, event.getCaseId());

        assertThat(refusedByFigures.needsSecondReviewer()).isFalse();
        assertThat(refusedAsLate.needsSecondReviewer()).isFalse();
        assertThat(desk.files().open(edward, event.getCaseId()).awaitingSecond())
                .satisfies(pending -> assertThat(pending.verdictId()).isEqualTo(first.verdictId()));
        Submission second = confirm(edward, event, first);
        assertThat(verdictOf(event, second).getConfirms()).isEqualTo(first.verdictId());
    }

    /** Whoever may write to the topic can name any case in a verdict on nobody. */
    @Test
    void shouldNotLetAMadeUpConfirmationMoveACase() {
        QuarantinedEvent open = cluster.quarantineSms("s-made-up-1", "made-up", Instant.now());
        QuarantinedEvent waiting = cluster.quarantineSms("s-made-up-2", "made-up", Instant.now());
        awaitCase(desk, open);
        awaitCase(desk, waiting);
        Submission first = submit(ANNA, waiting, VerdictOutcome.RECHECK);
        ReviewVerdict real = verdictOf(waiting, first);
        cluster.answerFourEyes(real, "figures.sameRationale", "5");
        awaitState(waiting, CaseState.AWAITING_SECOND);

        for (QuarantinedEvent event : List.of(open, waiting)) {
            ReviewVerdict forged = ReviewVerdict.newBuilder(real)
                    .setVerdictId("forged-" + event.getCaseId())
                    .setCaseId(event.getCaseId())
                    .setSubjectId("nobody")
                    .setSecondReviewer("celina")
                    .setConfirms("no-verdict")
                    .build();
            cluster.publish(cluster.topics().reviewVerdicts(), 0, "nobody", forged, Instant.now());
            cluster.answerNotHeld(0, forged);
            // No gate answers like this; if one did, it would be of somebody else.
            ReviewVerdict unconfirmed = ReviewVerdict.newBuilder(forged)
                    .setVerdictId("unconfirmed-" + event.getCaseId())
                    .setSecondReviewer(null)
                    .setConfirms(null)
                    .build();
            cluster.publish(cluster.topics().reviewVerdicts(), 0, "nobody", unconfirmed, Instant.now());
            cluster.answerFourEyes(unconfirmed, "fourEyes", "always");
            awaitAnswer("forged-" + event.getCaseId());
            awaitAnswer("unconfirmed-" + event.getCaseId());
        }

        assertThat(desk.queue().find(open.getCaseId()).orElseThrow().state()).isEqualTo(CaseState.OPEN);
        assertThat(desk.files().open(CELINA, waiting.getCaseId()).awaitingSecond())
                .satisfies(pending -> assertThat(pending.verdictId()).isEqualTo(first.verdictId()));
    }

    /** The time on a verdict is its writer's word; its place in the log is not. */
    @Test
    void shouldShowTheSecondReviewerTheVerdictThatWasGivenAndNoRepetitionOfItsId() {
        QuarantinedEvent event = cluster.quarantineSms("s-repeated", "repeated", Instant.now());
        awaitCase(desk, event);
        Submission first = submit(ANNA, event, VerdictOutcome.RECHECK);
        ReviewVerdict real = verdictOf(event, first);
        cluster.answerFourEyes(real, "figures.sameRationale", "5");
        awaitState(event, CaseState.AWAITING_SECOND);

        cluster.publish(
                cluster.topics().reviewVerdicts(),
                event.getSubjectId(),
                ReviewVerdict.newBuilder(real)
                        .setDecidedAt(real.getDecidedAt().minusSeconds(60))
                        .setRationale("Forged, and dated back.")
                        .build());

        CaseFile file = await().atMost(PATIENCE)
                .until(
                        () -> desk.files().open(CELINA, event.getCaseId()),
                        found -> found.trail().stream()
                                        .filter(TrailEntry.VerdictGiven.class::isInstance)
                                        .count()
                                == 2);
        assertThat(file.awaitingSecond())
                .satisfies(pending -> assertThat(pending.rationale()).isEqualTo("Checked again."));
    }

    @Test
    void shouldTellWhatBecameOfAVerdictOnItsOwnCaseOnly() {
        QuarantinedEvent event = cluster.quarantineSms("s-own-1", "own", Instant.now());
        QuarantinedEvent other = cluster.quarantineSms("s-own-2", "own", Instant.now());
        awaitCase(desk, event);
        awaitCase(desk, other);
        Submission given = submit(ANNA, event, VerdictOutcome.REJECT);
        cluster.answer(verdictOf(event, given), ReviewResult.APPLIED, List.of(), false);
        awaitAnswer(given);

        assertThat(desk.verdicts().result(given.verdictId(), event.getCaseId())).isPresent();
        assertThat(desk.verdicts().result(given.verdictId(), other.getCaseId())).isEmpty();
    }

    private static ReviewVerdict verdictOf(QuarantinedEvent event, Submission submission) {
        return verdictsOn(event).stream()
                .filter(verdict -> verdict.getVerdictId().equals(submission.verdictId()))
                .findFirst()
                .orElseThrow();
    }

    private static VerdictResult awaitAnswer(Submission submission) {
        return awaitAnswer(submission.verdictId());
    }

    private static VerdictResult awaitAnswer(String verdictId) {
        return await().atMost(PATIENCE)
                .until(() -> desk.verdicts().result(verdictId), Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void shouldLetNobodyConfirmAnAmendmentThatTheyHaveNotOpened() {
        QuarantinedEvent event = cluster.quarantineSms("s-amended", "amended", Instant.now());
        awaitCase(desk, event);
        Submission first = amend(event, "half the amount");
        CaseFile file = desk.files().open(CELINA, event.getCaseId());
        assertThat(file.awaitingSecond()).satisfies(pending -> {
            assertThat(pending.amendedLength()).isEqualTo("half the amount".length());
            assertThat(pending.classification()).isEqualTo(Classification.of(null, List.of("PRICE"), null));
            assertThat(pending.specialCategoryExcluded()).isTrue();
            assertThat(pending.explanationRef()).isEqualTo("explanations/price-1");
        });

        assertThatThrownBy(() -> confirm(event, first)).isInstanceOf(AmendmentUnseen.class);
        assertThatThrownBy(() -> desk.verdicts().openAmendment(AUDITOR, event.getCaseId(), first.verdictId()))
                .isInstanceOf(NotAllowed.class);
        assertThat(desk.verdicts()
                        .openAmendment(CELINA, event.getCaseId(), first.verdictId())
                        .text())
                .isEqualTo("half the amount");
        Submission other = amend(event, "a quarter of it");
        assertThatThrownBy(() -> confirm(event, other))
                .as("what was opened is another one's")
                .isInstanceOf(AmendmentUnseen.class);
        desk.verdicts().openAmendment(CELINA, event.getCaseId(), other.verdictId());
        confirm(event, other);

        assertThat(verdictsOn(event)).last().satisfies(verdict -> {
            assertThat(verdict.getConfirms()).isEqualTo(other.verdictId());
            assertThat(verdict.getEvidenceOpened()).contains("amendment");
            assertThat(verdict.getExplanationRef()).isEqualTo("explanations/price-1");
        });
        assertThat(cluster.activity().stream()
                        .filter(act -> act.getCaseId().equals(event.getCaseId()) && act.getAct() == ReviewAct.UNMASKED))
                .hasSize(2)
                .allSatisfy(act -> assertThat(act.getPart()).isEqualTo("amendment"));
    }

    private static Submission confirm(QuarantinedEvent event, Submission first) {
        return confirm(CELINA, event, first);
    }

    private static Submission confirm(Reviewer secondReviewer, QuarantinedEvent event, Submission first) {
        return desk.verdicts().confirm(secondReviewer, event.getCaseId(), first.verdictId(), "I agree.", Duration.ZERO);
    }

    /** A verdict that another person has to confirm. */
    private static Submission amend(QuarantinedEvent event, String content) {
        Submission submission = desk.verdicts()
                .submit(
                        ANNA,
                        new VerdictDraft(
                                event.getCaseId(),
                                event.getCaseDigest(),
                                VerdictOutcome.DECIDE_OVERTURN,
                                "Checked again.",
                                Classification.of(null, List.of("PRICE"), null),
                                true,
                                "explanations/price-1",
                                content.getBytes(UTF_8)),
                        Duration.ZERO);
        cluster.answerFourEyes(verdictOf(event, submission), "fourEyes", "always");
        awaitAnswer(submission);
        desk.claims().release(ANNA, event.getCaseId());
        return submission;
    }

    @Test
    void shouldShowNothingOfAnErasedPersonsEvent() {
        QuarantinedEvent event = cluster.quarantineSms("s-erased", "erased", Instant.now());
        awaitCase(desk, event);
        cluster.publish(cluster.topics().consentState(), "s-erased", null);
        cluster.close(event, ReviewResult.ERASED);
        awaitState(event, CaseState.CLOSED);

        CaseFile file = desk.files().open(AUDITOR, event.getCaseId());

        assertThat(file.readability()).isEqualTo(CaseFile.Readability.ERASED);
        assertThat(file.event()).isEmpty();
        assertThat(file.outcomes()).isEmpty();
        assertThatThrownBy(() -> desk.files().unmask(ANNA, event.getCaseId())).isInstanceOf(NoSuchCase.class);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                desk.files().open(AUDITOR, event.getCaseId()).consentHistory())
                        .extracting(ConsentRecord::availability)
                        .containsExactly(ConsentRecord.Availability.ERASURE));
    }

    @Test
    void shouldShowNothingOfAPersonWhoWasErasedAfterTheCaseHadEndedOrWhileTheGateIsAway() {
        QuarantinedEvent rejected = cluster.quarantineSms("s-erased-later", "erased-later", Instant.now());
        awaitCase(desk, rejected);
        submit(ANNA, rejected, VerdictOutcome.REJECT);
        cluster.answer(verdictsOn(rejected).get(0), ReviewResult.APPLIED, List.of(), false);
        awaitState(rejected, CaseState.CLOSED);
        QuarantinedEvent open = cluster.quarantineSms("s-erased-later", "erased-later", Instant.now());
        awaitCase(desk, open);
        assertThat(desk.files().open(AUDITOR, rejected.getCaseId()).readability())
                .isEqualTo(CaseFile.Readability.READ);

        cluster.publish(cluster.topics().consentState(), "s-erased-later", null);
        cluster.publish(
                cluster.topics().consentState(),
                "s-erased-later",
                Events.aRecord("s-erased-later", 1, Events.anSmsConsent(ConsentStatus.GRANTED))
                        .build());

        for (QuarantinedEvent event : List.of(rejected, open)) {
            CaseFile file = await().atMost(PATIENCE)
                    .until(
                            () -> desk.files().open(AUDITOR, event.getCaseId()),
                            found -> found.readability() == CaseFile.Readability.ERASED);
            assertThat(file.event()).isEmpty();
            assertThat(file.toString()).doesNotContain("Checked again.");
            assertThatThrownBy(() -> desk.files().unmask(ANNA, event.getCaseId()))
                    .isInstanceOf(NoSuchCase.class);
        }
        for (AuditTrail.Format format : AuditTrail.Format.values()) {
            assertThat(text(desk.auditTrail().ofSubject(AUDITOR, "s-erased-later", format, Locale.ENGLISH)))
                    .contains("anna")
                    .doesNotContain("Checked again.");
        }
    }

    /** An erasure job may date its tombstone by the request, or by a clock that is behind. */
    @Test
    void shouldShowNothingOfAPersonWhoseErasureIsDatedBeforeTheCase() {
        Instant at = Instant.now();
        QuarantinedEvent rejected = cluster.quarantineSms("s-backdated", "backdated", at);
        awaitCase(desk, rejected);
        submit(ANNA, rejected, VerdictOutcome.REJECT);
        cluster.answer(verdictsOn(rejected).get(0), ReviewResult.APPLIED, List.of(), false);
        awaitState(rejected, CaseState.CLOSED);
        assertThat(desk.files().open(AUDITOR, rejected.getCaseId()).readability())
                .isEqualTo(CaseFile.Readability.READ);

        cluster.publish(cluster.topics().consentState(), "s-backdated", null, at.minus(Duration.ofHours(1)));

        CaseFile file = await().atMost(PATIENCE)
                .until(
                        () -> desk.files().open(AUDITOR, rejected.getCaseId()),
                        found -> found.readability() == CaseFile.Readability.ERASED);
        assertThat(file.event()).isEmpty();
        assertThatThrownBy(() -> desk.files().unmask(ANNA, rejected.getCaseId()))
                .isInstanceOf(NoSuchCase.class);
        for (AuditTrail.Format format : AuditTrail.Format.values()) {
            assertThat(text(desk.auditTrail().ofCase(AUDITOR, rejected.getCaseId(), format, Locale.ENGLISH)))
                    .contains("anna")
                    .doesNotContain("Checked again.");
        }
    }

    @Test
    void shouldGoOnShowingACaseOfSomebodyWhoGaveAConsentAfterTheirErasure() {
        String subject = "s-returned";
        cluster.publish(
                cluster.topics().consentState(), subject, null, Instant.now().plus(Duration.ofHours(1)));
        RecordMetadata withdrawn = cluster.publish(
                cluster.topics().consentState(),
                subject,
                Events.aRecord(subject, 1, Events.anSmsConsent(ConsentStatus.WITHDRAWN))
                        .build());
        QuarantinedEvent event = cluster.quarantine(
                cluster.aCase(Events.aBirthdaySms("m-1", subject).build(), Instant.now())
                        .setConsentSeen(ReviewCluster.seen(withdrawn, 1))
                        .build());
        awaitCase(desk, event);
        await().atMost(PATIENCE)
                .until(() -> desk.files()
                                .open(AUDITOR, event.getCaseId())
                                .consentHistory()
                                .size()
                        == 2);

        assertThat(desk.files().open(AUDITOR, event.getCaseId()).readability()).isEqualTo(CaseFile.Readability.READ);
    }

    /** An erasure whose publisher chose a partition of their own reaches its person through the gate. */
    @Test
    void shouldNotTakeSomebodyForErasedForEverByAMisplacedErasure() {
        String subject = "s-misplaced";
        int elsewhere = (ConsentRows.partitionOf(subject, ReviewCluster.PARTITIONS) + 1) % ReviewCluster.PARTITIONS;
        Instant start = Instant.now().minusSeconds(60);
        cluster.consent(
                subject,
                null,
                Events.aRecord(subject, 1, Events.anSmsConsent(ConsentStatus.GRANTED))
                        .build(),
                start);
        cluster.consent(subject, elsewhere, null, start.plusSeconds(10));
        await().atMost(PATIENCE).untilAsserted(() -> {
            HeldConsent held = desk.files().held(subject);
            assertThat(held.state()).isEqualTo(HeldConsent.State.NO_RECORD);
            assertThat(held.erasedAt()).isNotNull();
        });

        RecordMetadata returned = cluster.consent(
                subject,
                null,
                Events.aRecord(subject, 2, Events.anSmsConsent(ConsentStatus.WITHDRAWN))
                        .build(),
                start.plusSeconds(20));
        QuarantinedEvent event = cluster.quarantine(
                cluster.aCase(Events.aBirthdaySms("m-1", subject).build(), Instant.now())
                        .setConsentSeen(ReviewCluster.seen(returned, 2))
                        .build());
        awaitCase(desk, event);

        await().atMost(PATIENCE).untilAsserted(() -> {
            CaseFile file = desk.files().open(AUDITOR, event.getCaseId());
            assertThat(file.readability()).isEqualTo(CaseFile.Readability.READ);
            assertThat(file.held().version()).isEqualTo(2);
            assertThat(file.consentHistory())
                    .filteredOn(ConsentRecord::newest)
                    .extracting(ConsentRecord::version)
                    .containsExactly(2L);
        });
    }

    @Test
    void shouldRejectACampaignButNotWhatSomebodyWorksOn() {
        QuarantinedEvent one = cluster.quarantineSms("s-bulk-1", "bulk", Instant.now());
        QuarantinedEvent two = cluster.quarantineSms("s-bulk-2", "bulk", Instant.now());
        QuarantinedEvent claimed = cluster.quarantineSms("s-bulk-3", "bulk", Instant.now());
        for (QuarantinedEvent event : List.of(one, two, claimed)) {
            awaitCase(desk, event);
        }
        desk.claims().claim(BARTEK, claimed.getCaseId());
        var plan = desk.bulkReject().plan(ANNA, "bulk");
        clock.forward(Duration.ofSeconds(15));
        assertThatThrownBy(() -> desk.bulkReject().reject(ANNA, plan, "All of it."))
                .as("the gate would refuse every one")
                .isInstanceOf(NotAllowed.class);
        assertThat(verdictsOn(one)).isEmpty();
        clock.forward(Duration.ofSeconds(25));

        var done = desk.bulkReject().reject(ANNA, plan, "The campaign had no consents at all.");

        assertThat(plan.counts().total()).isEqualTo(3);
        assertThat(plan.claimedByOthers()).isEqualTo(1);
        assertThat(done.published()).isEqualTo(2);
        assertThat(done.leftOut()).isEqualTo(1);
        assertThat(verdictsOn(claimed)).isEmpty();
        assertThat(verdictsOn(one)).singleElement().satisfies(verdict -> {
            assertThat(verdict.getOutcome()).isEqualTo(io.consentgate.events.Outcome.REJECT);
            assertThat(verdict.getCaseDigest()).isEqualTo(one.getCaseDigest());
            assertThat(verdict.getEvidenceOpened()).containsExactly("campaign");
            assertThat(verdict.getActiveSeconds()).isBetween(40, 60);
        });

        cluster.answer(verdictsOn(one).get(0), ReviewResult.APPLIED, List.of(), false);
        await().atMost(PATIENCE)
                .until(() -> desk.bulkReject().answers(ANNA, done).equals(new BulkReject.Answers(1, 0, 1)));
        cluster.answer(
                verdictsOn(two).get(0),
                ReviewResult.REFUSED,
                List.of(new Finding("REV-STALE", "GDPR art. 7(3)", "Closed.", "…", Map.of())),
                false);
        await().atMost(PATIENCE)
                .until(() -> desk.bulkReject().answers(ANNA, done).equals(new BulkReject.Answers(1, 1, 0)));
        assertThat(desk.bulkReject().answers(BARTEK, done).applied()).isZero();
    }

    @Test
    void shouldStateAsMuchTimeOnACampaignAsTheFloorAsks() {
        Map<String, String> settings =
                Map.of("CONSENT_GATE_REVIEW_FLOOR", "2m", "CONSENT_GATE_REVIEW_FIGURES_MEDIAN_FLOOR", "3m");
        try (ReviewDesk slow = cluster.desk(folder.resolve("slow"), clock, settings)) {
            QuarantinedEvent event = cluster.quarantineSms("s-slow", "slow", Instant.now());
            awaitCase(slow, event);
            var plan = slow.bulkReject().plan(ANNA, "slow");
            clock.forward(Duration.ofMinutes(5));

            slow.bulkReject().reject(ANNA, plan, "The campaign had no consents at all.");

            assertThat(verdictsOn(event))
                    .singleElement()
                    .satisfies(verdict -> assertThat(verdict.getActiveSeconds()).isBetween(120, 121));
        }
    }

    /** Whoever may write to the topic can repeat the id of another's verdict, on a partition that is read first. */
    @Test
    void shouldTellAVerdictFromAnothersThatTookItsId() {
        String subject = subjectOfALaterPartition();
        Reviewer olga = new Reviewer("olga", Set.of(Role.REVIEWER));
        QuarantinedEvent event = cluster.quarantineSms(subject, "forged", Instant.now());
        awaitCase(desk, event);
        desk.files().open(olga, event.getCaseId());
        clock.forward(Duration.ofSeconds(30));
        Submission given = submit(olga, event, VerdictOutcome.RECHECK);
        ReviewVerdict real = verdictsOn(event).get(0);

        ReviewVerdict ofNoCase = ReviewVerdict.newBuilder(real)
                .setCaseId("made-up")
                .setSubjectId("made-up")
                .setActiveSeconds(1)
                .setRationale("Forged for no case.")
                .build();
        ReviewVerdict ofThisCase = ReviewVerdict.newBuilder(real)
                .setSubjectId("made-up")
                .setRationale("Forged for this case.")
                .build();
        for (ReviewVerdict forged : List.of(ofNoCase, ofThisCase)) {
            cluster.publish(cluster.topics().reviewVerdicts(), 0, "made-up", forged, Instant.now());
            cluster.answerNotHeld(0, forged);
        }
        cluster.answer(real, ReviewResult.APPLIED, List.of(), false);
        awaitState(event, CaseState.CLOSED);

        assertThat(desk.verdicts().result(given.verdictId()))
                .hasValueSatisfying(result -> assertThat(result.kind()).isEqualTo(VerdictResult.Kind.APPLIED));
        List<TrailEntry> trail = desk.files().open(AUDITOR, event.getCaseId()).trail();
        assertThat(trail)
                .filteredOn(TrailEntry.VerdictGiven.class::isInstance)
                .extracting(entry -> ((TrailEntry.VerdictGiven) entry).rationale()
                        + (((TrailEntry.VerdictGiven) entry).elsewhere() ? " elsewhere" : ""))
                .containsExactlyInAnyOrder("Checked again.", "Forged for this case. elsewhere");
        assertThat(trail)
                .filteredOn(TrailEntry.Answered.class::isInstance)
                .extracting(entry -> ((TrailEntry.Answered) entry).result().kind()
                        + (((TrailEntry.Answered) entry).elsewhere() ? " elsewhere" : ""))
                .containsExactlyInAnyOrder("APPLIED", "REFUSED elsewhere");
        ReviewerFigures figures = desk.figures().of("olga", Instant.EPOCH);
        assertThat(figures.verdicts()).isEqualTo(1);
        assertThat(figures.released()).isEqualTo(1);
        assertThat(figures.refused()).isZero();
        for (AuditTrail.Format format : List.of(AuditTrail.Format.HTML, AuditTrail.Format.CSV)) {
            assertThat(text(desk.auditTrail().ofCase(AUDITOR, event.getCaseId(), format, Locale.ENGLISH)))
                    .contains("not on the subject");
        }
    }

    private static String subjectOfALaterPartition() {
        for (int n = 0; ; n++) {
            String subject = "s-forged-" + n;
            if (Utils.toPositive(Utils.murmur2(subject.getBytes(StandardCharsets.UTF_8))) % ReviewCluster.PARTITIONS
                    > 0) {
                return subject;
            }
        }
    }

    @Test
    void shouldKnowWhichSettingsTheGateStatedLast() {
        try (ReviewDesk own = cluster.desk(folder.resolve("settings"), clock)) {
            cluster.state("s-settings", "before");
            cluster.state("s-settings", "now");

            await().atMost(PATIENCE)
                    .until(() -> own.gateSettings().stated().stream()
                            .map(GateSettings.Stated::digest)
                            .toList()
                            .equals(List.of("now")));
            assertThat(own.gateSettings().differedAt("before")).isPresent();
            assertThat(own.gateSettings().differedAt("now")).isEmpty();
        }
    }

    @Test
    void shouldCountWhatAReviewerDid() {
        Reviewer hasty = new Reviewer("hasty", Set.of(Role.REVIEWER));
        for (int n = 0; n < 3; n++) {
            QuarantinedEvent event = cluster.quarantineSms("s-figures-" + n, "figures", Instant.now());
            awaitCase(desk, event);
            desk.files().open(hasty, event.getCaseId());
            clock.forward(Duration.ofSeconds(10));
            submit(hasty, event, VerdictOutcome.RECHECK);
            cluster.answer(verdictsOn(event).get(0), ReviewResult.APPLIED, List.of(), n == 0);
            awaitState(event, CaseState.CLOSED);
        }

        QuarantinedEvent rejected = cluster.quarantineSms("s-figures-rejected", "figures", Instant.now());
        QuarantinedEvent relabelled = cluster.quarantineSms("s-figures-relabelled", "figures", Instant.now());
        for (QuarantinedEvent event : List.of(rejected, relabelled)) {
            awaitCase(desk, event);
            desk.files().open(hasty, event.getCaseId());
            clock.forward(Duration.ofSeconds(10));
        }
        submit(hasty, rejected, VerdictOutcome.REJECT);
        desk.verdicts()
                .submit(
                        hasty,
                        new VerdictDraft(
                                relabelled.getCaseId(),
                                relabelled.getCaseDigest(),
                                VerdictOutcome.RECLASSIFY,
                                "No advertising.",
                                Classification.of("CONTRACT_PERFORMANCE", List.of(), "order-1"),
                                null,
                                null,
                                null),
                        Duration.ZERO);
        for (QuarantinedEvent event : List.of(rejected, relabelled)) {
            cluster.answer(verdictsOn(event).get(0), ReviewResult.APPLIED, List.of(), true);
            awaitState(event, CaseState.CLOSED);
        }

        ReviewerFigures figures = desk.figures().of("hasty", Instant.EPOCH);

        assertThat(figures.verdicts()).isEqualTo(5);
        assertThat(figures.released()).isEqualTo(3);
        assertThat(figures.longestBurst()).isEqualTo(3);
        assertThat(figures.controls()).isEqualTo(3);
        assertThat(figures.controlsFailed()).isEqualTo(1);
        assertThat(figures.medianActive()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(14));
        assertThat(desk.figures().all(Instant.EPOCH))
                .extracting(ReviewerFigures::reviewer)
                .contains("hasty");
    }

    /** What is a rejection with a campaign, and which rationales are the same, is as the gate has it. */
    @Test
    void shouldCountWhatTheGateCounts() {
        List<String> rationales = List.of("Zgoda dotarła.", "zgoda  dotarła", "ZGODA DOTARŁA!");
        for (int n = 0; n < rationales.size(); n++) {
            QuarantinedEvent event = cluster.quarantineSms("s-counted-" + n, "counted", Instant.now());
            publishVerdict(
                    event,
                    "v-counted-" + n,
                    io.consentgate.events.Outcome.RECHECK,
                    List.of("event", "campaign"),
                    rationales.get(n));
        }
        QuarantinedEvent bulk = cluster.quarantineSms("s-counted-bulk", "counted", Instant.now());
        publishVerdict(bulk, "v-counted-bulk", io.consentgate.events.Outcome.REJECT, List.of("campaign"), "All.");
        QuarantinedEvent looked = cluster.quarantineSms("s-counted-looked", "counted", Instant.now());
        publishVerdict(
                looked, "v-counted-looked", io.consentgate.events.Outcome.REJECT, List.of("campaign", "event"), "No.");

        await().atMost(PATIENCE).untilAsserted(() -> {
            ReviewerFigures figures = desk.figures().of("counted", Instant.EPOCH);
            assertThat(figures.verdicts()).isEqualTo(4);
            assertThat(figures.longestBurst()).isEqualTo(3);
        });
    }

    private static void publishVerdict(
            QuarantinedEvent event,
            String verdictId,
            io.consentgate.events.Outcome outcome,
            List<String> evidence,
            String rationale) {
        Instant now = Instant.now();
        cluster.publish(
                cluster.topics().reviewVerdicts(),
                event.getSubjectId(),
                ReviewVerdict.newBuilder()
                        .setVerdictId(verdictId)
                        .setCaseId(event.getCaseId())
                        .setCaseDigest(event.getCaseDigest())
                        .setSubjectId(event.getSubjectId())
                        .setReviewer("counted")
                        .setReviewerRole("reviewer")
                        .setOpenedAt(now.minusSeconds(60))
                        .setEvidenceOpened(evidence)
                        .setActiveSeconds(50)
                        .setDecidedAt(now)
                        .setOutcome(outcome)
                        .setRationale(rationale)
                        .build());
    }

    @Test
    void shouldExportATrailThatALawyerCanRead() {
        QuarantinedEvent event = cluster.quarantineSms("s-export", "export", Instant.now());
        awaitCase(desk, event);
        desk.files().open(ANNA, event.getCaseId());
        submit(ANNA, event, VerdictOutcome.RECHECK);
        cluster.answer(verdictsOn(event).get(0), ReviewResult.APPLIED, List.of(), false);
        awaitState(event, CaseState.CLOSED);

        String page = text(desk.auditTrail()
                .ofCase(AUDITOR, event.getCaseId(), AuditTrail.Format.HTML, Locale.forLanguageTag("pl")));

        assertThat(page)
                .startsWith("<!DOCTYPE html><html lang=\"pl\">")
                .contains("Niedozwolone.", "art. 398 ust. 1 PKE", "Checked again.", "anna", "cleared-messages")
                .doesNotContain("Happy birthday", "<script");
        assertThat(text(desk.auditTrail().ofSubject(AUDITOR, "s-export", AuditTrail.Format.JSON, Locale.ENGLISH)))
                .contains("\"type\" : \"VERDICT\"", event.getCaseId());
        assertThat(text(desk.auditTrail().ofSubject(AUDITOR, "s-export", AuditTrail.Format.CSV, Locale.ENGLISH)))
                .contains("\"QUARANTINED\"", "\"VERDICT\",\"anna\",\"RECHECK\"", "\"APPLIED\",\"gate\"");
        assertThat(cluster.activity())
                .filteredOn(act -> act.getSubjectId().equals("s-export") && act.getAct() == ReviewAct.EXPORTED)
                .hasSize(3);
    }

    @Test
    void shouldExportWhatBecameOfACaseThatIsPastItsRetention() {
        QuarantinedEvent event =
                cluster.quarantineSms("s-aged", "aged", Instant.now().minus(Duration.ofDays(31)));
        await().atMost(PATIENCE).until(() -> desk.queue().find(event.getCaseId()), Optional::isPresent);
        submit(ANNA, event, VerdictOutcome.RECHECK);
        cluster.answer(verdictsOn(event).get(0), ReviewResult.APPLIED, List.of(), false);
        AdjustableClock later = new AdjustableClock();
        try (ReviewDesk aged = cluster.desk(folder.resolve("aged"), later)) {
            await().atMost(PATIENCE).until(() -> aged.progress().caughtUp());
            later.forward(Duration.ofHours(2));
            await().atMost(PATIENCE)
                    .until(() -> aged.queue().find(event.getCaseId()).isEmpty());

            for (AuditTrail.Format format : AuditTrail.Format.values()) {
                assertThat(text(aged.auditTrail().ofCase(AUDITOR, event.getCaseId(), format, Locale.ENGLISH)))
                        .contains(event.getCaseId(), "s-aged", "anna", "Checked again.", "APPLIED", "cleared-messages");
                assertThat(text(aged.auditTrail().ofSubject(AUDITOR, "s-aged", format, Locale.ENGLISH)))
                        .contains(event.getCaseId(), "APPLIED");
            }
            assertThatThrownBy(() ->
                            aged.auditTrail().ofCase(AUDITOR, "no-such-case", AuditTrail.Format.JSON, Locale.ENGLISH))
                    .isInstanceOf(NoSuchCase.class);
        }
    }

    private static String text(AuditTrail.AuditFile file) {
        return new String(file.bytes(), StandardCharsets.UTF_8);
    }
}
