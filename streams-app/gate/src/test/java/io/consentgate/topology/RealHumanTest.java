// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.NOW;
import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAutomatedLoanRefusal;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.Verdicts.aVerdict;
import static io.consentgate.Verdicts.truly;
import static io.consentgate.topology.GateScenario.REVIEW;
import static io.consentgate.topology.GateScenario.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.Automation;
import io.consentgate.events.AutomationMode;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Finding;
import io.consentgate.events.Human;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Outcome;
import io.consentgate.events.Purpose;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewResult;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.review.ReviewOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a human really decides: the figures of reviewers, a second pair of eyes, planted cases, publishers' humans. */
class RealHumanTest {

    private static final Instant LATER = NOW.plusSeconds(200);

    @TempDir
    Path folder;

    @Test
    void shouldAskForASecondReviewerAfterABurstOfOneRationale() {
        try (GateScenario gate = new GateScenario(folder)) {
            for (String rationale :
                    List.of("looks fine to me", "Looks fine to me.", "LOOKS FINE, TO ME!", " looks\tfine to me …")) {
                assertThat(release(gate, "v-" + rationale.hashCode(), rationale).getResult())
                        .isEqualTo(ReviewResult.APPLIED);
            }
            QuarantinedEvent fifth = lawfulByNow(gate, "v-5");

            ReviewVerdict.Builder verdict =
                    aVerdict("v-5", fifth, Outcome.RECHECK, LATER).setRationale("looks  fine to me ");
            ReviewOutcome refused = decide(gate, verdict.build());

            assertThat(refusals(refused)).containsExactly("REV-FOUR-EYES");
            assertThat(refused.getRefusals().get(0).getFacts()).containsEntry("figures.sameRationale", "5");
            gate.read("cleared-messages");
            ReviewOutcome confirmed =
                    decide(gate, confirmation("v-6", verdict.build()).build());
            assertThat(confirmed.getResult()).isEqualTo(ReviewResult.APPLIED);
            assertThat(confirmed.getReviewer()).isEqualTo("reviewer-ewa");
            assertThat(confirmed.getSecondReviewer()).isEqualTo("reviewer-jan");
            TestRecord<byte[], byte[]> released = gate.read("cleared-messages").get(0);
            assertThat(header(released, GateHeaders.SECOND_REVIEWER)).isEqualTo("reviewer-jan");
        }
    }

    @Test
    void shouldLetTwoPeopleReleaseWhereThatIsAlwaysAsked() {
        ReviewOptions always = new ReviewOptions(
                REVIEW.floor(),
                REVIEW.roles(),
                REVIEW.secondRole(),
                REVIEW.conflicts(),
                ReviewOptions.FourEyes.ALWAYS,
                REVIEW.thresholds(),
                false,
                REVIEW.clockSkew());
        try (GateScenario gate = new GateScenario(folder, always, 0)) {
            QuarantinedEvent quarantined = lawfulByNow(gate, "one");
            ReviewVerdict first =
                    aVerdict("v-1", quarantined, Outcome.RECHECK, LATER).build();

            assertThat(refusals(decide(gate, first))).containsExactly("REV-FOUR-EYES");
            assertThat(refusals(decide(
                            gate,
                            confirmation("v-2", first)
                                    .setSecondReviewer("reviewer-ewa")
                                    .build())))
                    .containsExactly("REV-ROLE");
            assertThat(refusals(decide(
                            gate,
                            confirmation("v-3", first)
                                    .setReviewerRole("reviewer")
                                    .build())))
                    .containsExactly("REV-ROLE");
            assertThat(refusals(decide(
                            gate,
                            confirmation("v-4", first)
                                    .setOutcome(Outcome.RECLASSIFY)
                                    .setTrueClassification(truly(Purpose.SERVICE_NOTICE, "order-7"))
                                    .build())))
                    .containsExactly("REV-FOUR-EYES");
            assertThat(refusals(decide(
                            gate, confirmation("v-5", first).setActiveSeconds(3).build())))
                    .containsExactly("REV-TOKEN");
            assertThat(gate.read("cleared-messages")).isEmpty();
            assertThat(decide(gate, confirmation("v-6", first).build()).getResult())
                    .isEqualTo(ReviewResult.APPLIED);
            assertThat(gate.read("cleared-messages")).hasSize(1);

            QuarantinedEvent other = lawfulByNow(gate, "two");
            assertThat(decide(
                                    gate,
                                    aVerdict("v-7", other, Outcome.REJECT, LATER)
                                            .build())
                            .getResult())
                    .as("to hold an event back takes one")
                    .isEqualTo(ReviewResult.APPLIED);
        }
    }

    /** The evidence of a decision that two people took is that of the one who decided. */
    @Test
    void shouldNameTheOneWhoDecidedInADecisionThatAnotherConfirmed() {
        ReviewOptions always = new ReviewOptions(
                REVIEW.floor(),
                REVIEW.roles(),
                REVIEW.secondRole(),
                REVIEW.conflicts(),
                ReviewOptions.FourEyes.ALWAYS,
                REVIEW.thresholds(),
                false,
                REVIEW.clockSkew());
        try (GateScenario gate = new GateScenario(folder, always, 0)) {
            gate.send(
                    "offer-decisions",
                    "anna",
                    anAutomatedLoanRefusal("d-1", "anna").build());
            ReviewVerdict first = aVerdict("v-1", gate.quarantined().get(0), Outcome.DECIDE_UPHOLD, LATER)
                    .build();
            decide(gate, first);

            decide(gate, confirmation("v-2", first).build());

            OfferDecision decision = (OfferDecision) gate.decoded(
                    "cleared-decisions", gate.read("cleared-decisions").get(0));
            Human human = decision.getAutomation().getHuman();
            assertThat(human.getReviewerRef()).isEqualTo("reviewer-ewa");
            assertThat(human.getStartedAt()).isEqualTo(first.getOpenedAt());
            assertThat(human.getInputsSeen()).isEqualTo(first.getEvidenceOpened());
        }
    }

    @Test
    void shouldNeverReleaseAPlantedCaseAndRememberWhoWouldHave() {
        try (GateScenario gate = new GateScenario(folder, REVIEW, 1)) {
            QuarantinedEvent planted = planted(gate);

            ReviewOutcome failed = decide(
                    gate,
                    aVerdict("v-1", planted, Outcome.RECLASSIFY, LATER)
                            .setTrueClassification(truly(Purpose.SERVICE_NOTICE, "contract-1"))
                            .build());

            assertThat(failed.getResult()).isEqualTo(ReviewResult.APPLIED);
            assertThat(failed.getControl()).isTrue();
            assertThat(failed.getReleasedTopic()).isNull();
            assertThat(gate.read("cleared-messages")).isEmpty();

            QuarantinedEvent real = lawfulByNow(gate, "real");
            ReviewOutcome next =
                    decide(gate, aVerdict("v-2", real, Outcome.RECHECK, LATER).build());
            assertThat(refusals(next)).containsExactly("REV-FOUR-EYES");
            assertThat(next.getRefusals().get(0).getFacts()).containsEntry("figures.failedControls", "1");
        }
    }

    /** Whatever a console may show of a case comes from this record, and from a history that its person does not have. */
    @Test
    void shouldPlantACaseThatDiffersFromTheOneBesideItInNothingButIdsTimesAndText() {
        String person = "4cf07e7d-2f1c-4f0e-9c4b-6f2d9d9a1b52";
        String contact = "b5d4045c3f466fa91fe2cc6abe79232a1a57cdf104f7a26e716e0a1e2789df78";
        try (GateScenario gate = new GateScenario(folder, REVIEW, 1)) {
            gate.consent(
                    aRecord("willing", 1, anSmsConsent(ConsentStatus.GRANTED)).build(), "willing");
            gate.send(
                    "outbound-messages",
                    "willing",
                    aBirthdaySms("m-1", "willing").build());
            OutboundMessage real = aBirthdaySms("m-2017", person)
                    .setContactRef(contact)
                    .setAudienceId("lapsed")
                    .setBasisRef("regulamin-2025")
                    .setExpiresAt(NOW.plusSeconds(7200))
                    .build();
            gate.send("outbound-messages", person, real);

            List<QuarantinedEvent> quarantined = gate.quarantined();

            assertThat(quarantined).hasSize(2);
            QuarantinedEvent beside = quarantined.get(0);
            QuarantinedEvent planted = quarantined.get(1);
            OutboundMessage message = message(gate, planted);
            assertThat(planted.getConsentSeen()).isNull();
            assertThat(planted.getSource().getOffset())
                    .isEqualTo(beside.getSource().getOffset() - 1);
            assertThat(planted.getQuarantinedAt()).isBeforeOrEqualTo(beside.getQuarantinedAt());
            assertThat(message.getSubjectId())
                    .isEqualTo(planted.getSubjectId())
                    .isNotEqualTo(person)
                    .matches("\\p{XDigit}{8}-\\p{XDigit}{4}-4\\p{XDigit}{3}-9\\p{XDigit}{3}-\\p{XDigit}{12}");
            assertThat(message.getContactRef()).isNotEqualTo(contact).matches("[0-9a-f]{64}");
            assertThat(message.getMessageId()).matches("m-\\d{4}");
            assertThat(QuarantinedEvent.newBuilder(planted)
                            .setCaseId(beside.getCaseId())
                            .setCaseDigest(beside.getCaseDigest())
                            .setSubjectId(beside.getSubjectId())
                            .setSource(beside.getSource())
                            .setQuarantinedAt(beside.getQuarantinedAt())
                            .setDeadline(beside.getDeadline())
                            .setRetainUntil(beside.getRetainUntil())
                            .setEvent(beside.getEvent())
                            .build())
                    .isEqualTo(beside);
            assertThat(OutboundMessage.newBuilder(message)
                            .setMessageId(real.getMessageId())
                            .setSubjectId(real.getSubjectId())
                            .setContactRef(real.getContactRef())
                            .setCreatedAt(real.getCreatedAt())
                            .setContent(real.getContent())
                            .build())
                    .isEqualTo(real);
        }
    }

    /** A publisher's messages all live as long as each other, or end when their campaign does. */
    @Test
    void shouldPlantACaseWhoseTimesLieAsFarApartAsThoseOfTheOneBesideIt() {
        Instant created = NOW.minusMillis(9_877);
        Instant campaignEnd = NOW.plus(Duration.ofDays(7)).plusMillis(999);
        OutboundMessage.Builder real = aBirthdaySms("m-2", "unwilling").setCreatedAt(created);

        OutboundMessage relative = plantedBeside(
                "relative",
                OutboundMessage.newBuilder(real)
                        .setExpiresAt(created.plusSeconds(86_400))
                        .build());
        OutboundMessage fixed = plantedBeside(
                "fixed",
                OutboundMessage.newBuilder(real).setExpiresAt(campaignEnd).build());
        OutboundMessage bySecond = plantedBeside(
                "second",
                OutboundMessage.newBuilder(real)
                        .setCreatedAt(NOW)
                        .setExpiresAt(NOW.plusSeconds(86_400))
                        .build());

        assertThat(relative.getCreatedAt()).isBefore(created);
        assertThat(relative.getExpiresAt()).isEqualTo(relative.getCreatedAt().plusSeconds(86_400));
        assertThat(fixed.getCreatedAt()).isBefore(created);
        assertThat(fixed.getExpiresAt()).isEqualTo(campaignEnd);
        assertThat(bySecond.getCreatedAt()).isEqualTo(NOW);
        assertThat(bySecond.getExpiresAt()).isEqualTo(NOW.plusSeconds(86_400));
    }

    /** One exception would stop the gate at that message, again after every restart. */
    @Test
    void shouldPlantNothingBesideAMessageWithTheLeastNumberForATime() {
        try (GateScenario gate = new GateScenario(folder, REVIEW, 1)) {
            gate.consent(
                    aRecord("willing", 1, anSmsConsent(ConsentStatus.GRANTED)).build(), "willing");
            gate.send(
                    "outbound-messages",
                    "willing",
                    aBirthdaySms("m-1", "willing").build());
            gate.send(
                    "outbound-messages",
                    "unwilling",
                    aBirthdaySms("m-2", "unwilling")
                            .setCreatedAt(Instant.ofEpochMilli(Long.MIN_VALUE))
                            .build());
            gate.send(
                    "outbound-messages",
                    "willing",
                    aBirthdaySms("m-3", "willing").build());

            assertThat(gate.quarantined())
                    .singleElement()
                    .satisfies(real -> assertThat(real.getSubjectId()).isEqualTo("unwilling"));
            assertThat(gate.read("cleared-messages")).hasSize(2);
        }
    }

    private OutboundMessage plantedBeside(String round, OutboundMessage real) {
        try (GateScenario gate = new GateScenario(folder.resolve(round), REVIEW, 1)) {
            gate.consent(
                    aRecord("willing", 1, anSmsConsent(ConsentStatus.GRANTED)).build(), "willing");
            gate.send(
                    "outbound-messages",
                    "willing",
                    aBirthdaySms("m-1", "willing").build());
            gate.send("outbound-messages", real.getSubjectId(), real, NOW.plusMillis(789));
            List<QuarantinedEvent> quarantined = gate.quarantined();
            assertThat(quarantined).hasSize(2);
            QuarantinedEvent beside = quarantined.get(0);
            QuarantinedEvent planted = quarantined.get(1);
            assertThat(planted.getSource().getTimestamp())
                    .isBefore(beside.getSource().getTimestamp());
            OutboundMessage message = message(gate, planted);
            assertThat(Duration.between(message.getExpiresAt(), planted.getDeadline()))
                    .isEqualTo(Duration.between(real.getExpiresAt(), beside.getDeadline()));
            return message;
        }
    }

    /** Whoever knows how cases are chosen must not be able to tell beside which ones others were planted. */
    @Test
    void shouldNotPlantByAnythingThatAReaderCouldWorkOut() {
        List<List<String>> planted = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            try (GateScenario gate = new GateScenario(folder.resolve("round-" + round), REVIEW, 0.5)) {
                gate.consent(
                        aRecord("willing", 1, anSmsConsent(ConsentStatus.GRANTED))
                                .build(),
                        "willing");
                for (int n = 0; n < 40; n++) {
                    gate.send(
                            "outbound-messages",
                            "willing",
                            aBirthdaySms("m-" + n, "willing").build());
                    gate.send(
                            "outbound-messages",
                            "unwilling-" + n,
                            aBirthdaySms("n-" + n, "unwilling-" + n).build());
                }
                planted.add(gate.quarantined().stream()
                        .filter(one -> one.getSource().getOffset() % 2 == 0)
                        .map(QuarantinedEvent::getCaseId)
                        .toList());
            }
        }

        assertThat(planted).allSatisfy(cases -> assertThat(cases).hasSizeBetween(4, 36));
        assertThat(planted.get(0)).isNotEqualTo(planted.get(1));
    }

    @Test
    void shouldPlantNothingThatWouldStandOutOfTheOrderOfItsNeighbours() {
        try (GateScenario gate = new GateScenario(folder, REVIEW, 1)) {
            gate.consent(
                    aRecord("willing", 1, anSmsConsent(ConsentStatus.GRANTED)).build(), "willing");
            gate.send(
                    "outbound-messages",
                    "willing",
                    aBirthdaySms("m-1", "willing").build());
            // Held back for more than a missing consent, so that nothing is planted beside it.
            gate.send(
                    "outbound-messages",
                    "unwilling",
                    aBirthdaySms("m-2", "unwilling").setJurisdiction("DE").build());
            gate.send(
                    "outbound-messages",
                    "unwilling",
                    aBirthdaySms("m-3", "unwilling").build());

            assertThat(gate.quarantined())
                    .extracting(QuarantinedEvent::getCaseId)
                    .containsExactly("outbound-messages.0.1", "outbound-messages.0.2");
        }
    }

    private static OutboundMessage message(GateScenario gate, QuarantinedEvent quarantined) {
        return (OutboundMessage) gate.decoded(
                "outbound-messages",
                new TestRecord<>(null, quarantined.getEvent().array(), new RecordHeaders(), 0L));
    }

    @Test
    void shouldNotHoldItAgainstAReviewerToRejectAPlantedCase() {
        try (GateScenario gate = new GateScenario(folder, REVIEW, 1)) {
            ReviewOutcome passed = decide(
                    gate, aVerdict("v-1", planted(gate), Outcome.REJECT, LATER).build());

            assertThat(passed.getControl()).isTrue();
            QuarantinedEvent real = lawfulByNow(gate, "real");
            assertThat(decide(
                                    gate,
                                    aVerdict("v-2", real, Outcome.RECHECK, LATER)
                                            .build())
                            .getResult())
                    .isEqualTo(ReviewResult.APPLIED);
        }
    }

    @Test
    void shouldNotGiveAwayByARefusalThatACaseIsPlanted() {
        try (GateScenario gate = new GateScenario(folder, REVIEW, 1)) {
            ReviewOutcome refused = decide(
                    gate,
                    aVerdict("v-1", planted(gate), Outcome.RECHECK, LATER)
                            .setRationale(" ")
                            .build());

            assertThat(refusals(refused)).containsExactly("REV-TOKEN");
            assertThat(refused.getControl()).isFalse();
        }
    }

    @Test
    void shouldAdviseOfAHumanWhoNeverDepartsFromTheSystem() {
        try (GateScenario gate = new GateScenario(folder)) {
            for (int i = 0; i <= 50; i++) {
                String subject = "subject-" + i;
                gate.send(
                        "offer-decisions",
                        subject,
                        anAutomatedLoanRefusal("d-" + i, subject)
                                .setAutomation(Automation.newBuilder()
                                        .setMode(AutomationMode.HUMAN_DECIDED)
                                        .setHuman(Human.newBuilder()
                                                .setReviewerRef("staff-7")
                                                .setRole("analyst")
                                                .setAuthorityRef("mandate-1")
                                                .setStartedAt(NOW.minusSeconds(600))
                                                .setDecidedAt(NOW)
                                                .setInputsSeen(List.of("file"))
                                                .setMayChange(true)
                                                .setChanged(false)
                                                .setBatchSize(1)
                                                .build())
                                        .build())
                                .build());
            }

            List<String> advice = new ArrayList<>();
            gate.read("cleared-decisions").forEach(record -> advice.add(header(record, GateHeaders.ADVICE)));
            assertThat(advice).hasSize(51);
            assertThat(advice.subList(0, 50)).containsOnlyNulls();
            assertThat(advice.get(50)).isEqualTo("ADM-HUMAN-PATTERN");
        }
    }

    private static QuarantinedEvent planted(GateScenario gate) {
        gate.consent(aRecord("willing", 1, anSmsConsent(ConsentStatus.GRANTED)).build(), "willing");
        gate.send("outbound-messages", "willing", aBirthdaySms("m-1", "willing").build());
        gate.send(
                "outbound-messages",
                "unwilling",
                aBirthdaySms("m-2", "unwilling").build());
        gate.read("cleared-messages");
        List<QuarantinedEvent> quarantined = gate.quarantined();
        assertThat(quarantined).hasSize(2);
        assertThat(quarantined.get(1).getCaseId()).isEqualTo("outbound-messages.0.0");
        return quarantined.get(1);
    }

    /** A message that was quarantined for want of a consent which has come since. */
    private static QuarantinedEvent lawfulByNow(GateScenario gate, String subject) {
        gate.send(
                "outbound-messages",
                subject,
                aBirthdaySms("m-" + subject, subject).build());
        gate.consent(aRecord(subject, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), subject);
        List<QuarantinedEvent> quarantined = gate.quarantined();
        return quarantined.get(0);
    }

    private static ReviewOutcome release(GateScenario gate, String verdictId, String rationale) {
        return decide(
                gate,
                aVerdict(verdictId, lawfulByNow(gate, verdictId), Outcome.RECHECK, LATER)
                        .setRationale(rationale)
                        .build());
    }

    private static ReviewVerdict.Builder confirmation(String verdictId, ReviewVerdict confirmed) {
        return ReviewVerdict.newBuilder(confirmed)
                .setVerdictId(verdictId)
                .setSecondReviewer("reviewer-jan")
                .setConfirms(confirmed.getVerdictId())
                .setReviewerRole("second-reviewer")
                .setOpenedAt(LATER.minusSeconds(100))
                .setActiveSeconds(90)
                .setEvidenceOpened(List.of("event", "consent", "content"))
                .setRationale("I have read it myself: " + verdictId);
    }

    private static ReviewOutcome decide(GateScenario gate, ReviewVerdict verdict) {
        gate.send("review-verdicts", verdict.getSubjectId(), verdict);
        List<ReviewOutcome> outcomes = gate.outcomes();
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    private static List<String> refusals(ReviewOutcome outcome) {
        return outcome.getRefusals().stream().map(Finding::getRule).toList();
    }
}
