// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.NOW;
import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAdvertShown;
import static io.consentgate.Events.anAutomatedLoanRefusal;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.Events.anSmsConsentOf;
import static io.consentgate.Verdicts.aVerdict;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Finding;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Outcome;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewResult;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One event, published more than once: one case, and one release. */
class RepeatedEventTest {

    private static final String ANNA = "subject-anna";
    private static final Instant LATER = NOW.plusSeconds(200);

    @TempDir
    Path folder;

    private GateScenario gate;

    @BeforeEach
    void open() {
        gate = new GateScenario(folder);
    }

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void shouldMakeOneCaseAndOneReleaseOfOneMessagePublishedThreeTimes() {
        for (int n = 0; n < 3; n++) {
            gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        }
        List<QuarantinedEvent> quarantined = gate.quarantined();
        QuarantinedEvent first = quarantined.get(0);
        assertThat(quarantined).as("every input in exactly one output").hasSize(3);
        assertThat(quarantined).extracting(QuarantinedEvent::getCaseId).doesNotHaveDuplicates();
        assertThat(quarantined)
                .extracting(QuarantinedEvent::getJoins)
                .containsExactly(null, first.getCaseId(), first.getCaseId());
        assertThat(quarantined.get(2).getSource().getOffset()).isEqualTo(2);
        assertThat(openCases()).isOne();
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        ReviewOutcome ofCopy = decide("v-1", quarantined.get(1), Outcome.RECHECK);
        ReviewOutcome ofCase = decide("v-2", first, Outcome.RECHECK);

        assertThat(refusals(ofCopy)).containsExactly("REV-STALE");
        assertThat(ofCase.getResult()).isEqualTo(ReviewResult.APPLIED);
        assertThat(gate.read("cleared-messages")).hasSize(1);
        assertThat(openCases()).isZero();
    }

    @Test
    void shouldReleaseNoSecondTimeWhatWasReleasedOnce() {
        QuarantinedEvent released = released();
        gate.consent(withdrawn(2), ANNA);

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        QuarantinedEvent copy = onlyQuarantined();
        assertThat(copy.getJoins()).isEqualTo(released.getCaseId());
        assertThat(rules(copy)).containsExactly("MSG-CONSENT-WITHDRAWN");
        assertThat(openCases()).isZero();
        gate.consent(aRecord(ANNA, 3, anSmsConsentOf(NOW)).build(), ANNA);
        assertThat(decide("v-2", copy, Outcome.RECHECK).getResult()).isEqualTo(ReviewResult.REFUSED);
        assertThat(gate.read("cleared-messages")).isEmpty();
    }

    @Test
    void shouldNotClearACopyOfWhatAReviewerReleased() {
        QuarantinedEvent released = released();

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(gate.read("cleared-messages")).isEmpty();
        QuarantinedEvent copy = onlyQuarantined();
        assertThat(copy.getJoins()).isEqualTo(released.getCaseId());
        assertThat(rules(copy)).containsExactly("REV-REPLAY");
        assertThat(copy.getAllowedOutcomes()).containsExactly(Outcome.REJECT);
        assertThat(copy.getViolations().get(0).getFacts())
                .containsEntry("case.state", "the same event was released by another case");
        assertThat(gate.outcomes()).isEmpty();
        assertThat(openCases()).isZero();
    }

    /** The gateway was down until the release had expired, and asks again, as it must. */
    @Test
    void shouldClearAReleasedEventThatIsAskedForAgain() {
        released();

        gate.sendBytes(
                "outbound-messages",
                ANNA.getBytes(UTF_8),
                gate.encoded("outbound-messages", aBirthdaySms("m-1", ANNA).build()),
                askingAgain());

        assertThat(gate.read("cleared-messages"))
                .singleElement()
                .satisfies(cleared -> assertThat(cleared.headers().lastHeader(GateHeaders.ASKS_AGAIN))
                        .isNull());
        assertThat(gate.quarantined()).isEmpty();
    }

    @Test
    void shouldOpenACaseForAReleasedEventThatIsAskedForAgainAndNoLongerComplies() {
        released();
        gate.consent(withdrawn(2), ANNA);

        gate.sendBytes(
                "outbound-messages",
                "another's key".getBytes(UTF_8),
                gate.encoded("outbound-messages", aBirthdaySms("m-1", ANNA).build()),
                askingAgain());

        QuarantinedEvent quarantined = onlyQuarantined();
        assertThat(quarantined.getJoins()).isNull();
        assertThat(rules(quarantined)).containsExactly("MSG-CONSENT-WITHDRAWN");
        assertThat(openCases()).isOne();
        gate.consent(aRecord(ANNA, 3, anSmsConsentOf(NOW)).build(), ANNA);
        assertThat(decide("v-2", quarantined, Outcome.RECHECK).getResult()).isEqualTo(ReviewResult.APPLIED);
    }

    private static RecordHeaders askingAgain() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(GateHeaders.ASKS_AGAIN, "cleared-messages.0.0".getBytes(UTF_8));
        return headers;
    }

    /** The copy went out; the case that waits must not send the event once more. */
    @Test
    void shouldCloseTheOpenCaseWhenACopyIsCleared() {
        QuarantinedEvent waiting = heldUntilConsentCame();

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(gate.read("cleared-messages")).hasSize(1);
        assertThat(gate.quarantined()).isEmpty();
        assertThat(gate.outcomes()).singleElement().satisfies(closed -> {
            assertThat(closed.getCaseId()).isEqualTo(waiting.getCaseId());
            assertThat(closed.getResult()).isEqualTo(ReviewResult.CLEARED);
            assertThat(closed.getReleasedTopic()).isNull();
        });
        assertThat(openCases()).isZero();
        assertThat(refusals(decide("v-1", waiting, Outcome.RECHECK))).containsExactly("REV-STALE");
        assertThat(gate.read("cleared-messages")).isEmpty();
    }

    /** It has gone out by its copy. What a third one says of it does not send it once more. */
    @Test
    void shouldOpenNoCaseForACopyOfWhatWentOutByAnother() {
        QuarantinedEvent waiting = heldUntilConsentCame();
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        assertThat(gate.read("cleared-messages")).hasSize(1);
        gate.consent(withdrawn(2), ANNA);

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(onlyQuarantined().getJoins()).isEqualTo(waiting.getCaseId());
        assertThat(openCases()).isZero();
        gate.consent(aRecord(ANNA, 3, anSmsConsentOf(NOW)).build(), ANNA);
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        assertThat(gate.read("cleared-messages")).isEmpty();
    }

    @Test
    void shouldClearWhatIsReadAgainAndCloseItsOwnCase() {
        Record<byte[], byte[]> read = misplaced(7, aBirthdaySms("m-1", ANNA).build());
        pipe(read);
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        pipe(read);

        assertThat(gate.read("cleared-messages")).hasSize(1);
        assertThat(gate.outcomes()).extracting(ReviewOutcome::getResult).containsExactly(ReviewResult.CLEARED);
        assertThat(openCases()).isZero();
    }

    @Test
    void shouldNotClearWhatIsReadAgainAfterItsRelease() {
        Record<byte[], byte[]> read = misplaced(7, aBirthdaySms("m-1", ANNA).build());
        pipe(read);
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        decide("v-1", onlyQuarantined(), Outcome.RECHECK);
        gate.read("cleared-messages");

        pipe(read);

        assertThat(gate.read("cleared-messages")).isEmpty();
        assertThat(onlyQuarantined().getJoins()).isNull();
        assertThat(gate.outcomes()).isEmpty();
    }

    /** Its case ended with the release: that it has expired by the time that it is read again is no second end. */
    @Test
    void shouldGiveACaseNoSecondOutcomeWhenItIsReadAgainPastItsExpiry() {
        Record<byte[], byte[]> read = misplaced(
                7,
                aBirthdaySms("m-1", ANNA).setExpiresAt(NOW.plusSeconds(3_600)).build());
        pipe(read);
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        decide("v-1", onlyQuarantined(), Outcome.RECHECK);
        gate.driver().advanceWallClockTime(Duration.ofHours(2));

        pipe(read);

        assertThat(onlyQuarantined().getJoins()).isNull();
        assertThat(gate.outcomes()).isEmpty();
    }

    @Test
    void shouldNotClearAnAutomatedCopyOfADecisionThatAHumanTook() {
        gate.send("offer-decisions", ANNA, anAutomatedLoanRefusal("d-1", ANNA).build());
        QuarantinedEvent first = onlyQuarantined();
        gate.send(
                "review-verdicts",
                ANNA,
                aVerdict("v-1", first, Outcome.DECIDE_OVERTURN, LATER)
                        .setAmendedContent(ByteBuffer.wrap("granted".getBytes(UTF_8)))
                        .build());
        gate.outcomes();
        gate.read("cleared-decisions");

        gate.send("offer-decisions", ANNA, anAdvertShown("d-1", ANNA).build());

        assertThat(gate.read("cleared-decisions")).isEmpty();
        assertThat(onlyQuarantined().getJoins()).isEqualTo(first.getCaseId());
    }

    @Test
    void shouldCountACaseOnceHoweverManyCopiesJoinIt() {
        for (int n = 0; n < 3; n++) {
            gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        }

        assertThat(gate.count("consent_gate_cases_opened")).isEqualTo(1);
    }

    /** Another instance opened the case, or this one before its restart. */
    @Test
    void shouldFindACaseThatItDidNotOpenItself() {
        KeyValueStore<byte[], byte[]> store = new MapStore(Stores.CASES_BY_EVENT);
        new CasesByEvent(store, new QuarantinedEvents())
                .opened(ANNA.getBytes(UTF_8), new byte[32], "outbound-messages.0.7", NOW);

        CasesByEvent restarted = new CasesByEvent(store, new QuarantinedEvents());

        assertThat(restarted.mayHold(ANNA.getBytes(UTF_8))).isTrue();
        assertThat(restarted.mayHold("jan".getBytes(UTF_8))).isFalse();
        assertThat(restarted.find(ANNA.getBytes(UTF_8), new byte[32]))
                .isEqualTo(new CasesByEvent.Known("outbound-messages.0.7", false));
    }

    @Test
    void shouldFindACaseThatItDidNotOpenItselfBeforeItIsAskedAboutItsSubject() {
        KeyValueStore<byte[], byte[]> store = new MapStore(Stores.CASES_BY_EVENT);
        new CasesByEvent(store, new QuarantinedEvents())
                .released(ANNA.getBytes(UTF_8), identity(1), "outbound-messages.0.7", NOW);

        CasesByEvent restarted = new CasesByEvent(store, new QuarantinedEvents());

        assertThat(restarted.find(ANNA.getBytes(UTF_8), identity(1)))
                .isEqualTo(new CasesByEvent.Known("outbound-messages.0.7", true));
        assertThat(restarted.find(ANNA.getBytes(UTF_8), identity(2))).isNull();
        assertThat(restarted.find("jan".getBytes(UTF_8), identity(1))).isNull();
    }

    /** Of another event of a person who has one, it is known without a look into the store. */
    @Test
    void shouldNameNoEventThatWasNotAdded() {
        QuarantinedEvents events = new QuarantinedEvents();
        events.add(ANNA.getBytes(UTF_8), identity(1));

        assertThat(events.mayHold(identity(1))).isTrue();
        assertThat(events.mayHold(identity(2))).isFalse();
        assertThat(events.mayHoldAnyOf(ANNA.getBytes(UTF_8))).isTrue();
    }

    private static byte[] identity(int number) {
        return ByteBuffer.allocate(32).putInt(number).putInt(7 * number).array();
    }

    @Test
    void shouldTellEventsApartByPersonControllerAndId() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-2", ANNA).build());
        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-1", ANNA).setControllerId("bank").build());
        gate.send("outbound-messages", "jan", aBirthdaySms("m-1", "jan").build());
        gate.send("offer-decisions", ANNA, anAutomatedLoanRefusal("m-1", ANNA).build());

        assertThat(gate.quarantined()).extracting(QuarantinedEvent::getJoins).containsOnlyNulls();
        assertThat(openCases()).isEqualTo(5);
    }

    @Test
    void shouldOpenACaseAgainOnceTheOneBeforeWasRejected() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        decide("v-1", onlyQuarantined(), Outcome.REJECT);

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(onlyQuarantined().getJoins()).isNull();
        assertThat(openCases()).isOne();
    }

    @Test
    void shouldOpenACaseAgainOnceTheOneBeforeHasExpired() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        gate.quarantined();
        gate.driver().advanceWallClockTime(Duration.ofDays(20).plusSeconds(10));
        assertThat(gate.outcomes()).extracting(ReviewOutcome::getResult).containsExactly(ReviewResult.EXPIRED);

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(onlyQuarantined().getJoins()).isNull();
    }

    /** The request waits for a reviewer; that it went out meanwhile is another matter, and an incident. */
    @Test
    void shouldNotHideAnUnlawfulSendInTheCaseOfTheRequest() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        OutboundMessage report =
                aBirthdaySms("m-1", ANNA).setSentAt(NOW.minusSeconds(60)).build();
        gate.send("outbound-messages", ANNA, report);
        gate.send("outbound-messages", ANNA, report);

        List<QuarantinedEvent> quarantined = gate.quarantined();
        assertThat(quarantined)
                .extracting(QuarantinedEvent::getJoins)
                .containsExactly(null, null, quarantined.get(1).getCaseId());
        assertThat(openCases()).isEqualTo(2);
    }

    @Test
    void shouldLeaveTheOpenCaseOpenWhenACopyClosesByItself() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-1", ANNA).setExpiresAt(NOW).build());

        assertThat(gate.quarantined()).extracting(QuarantinedEvent::getJoins).containsOnlyNulls();
        assertThat(gate.outcomes()).extracting(ReviewOutcome::getResult).containsExactly(ReviewResult.EXPIRED);
        assertThat(openCases()).isOne();
    }

    @Test
    void shouldReleaseADecisionOnceThatWasTakenByAHuman() {
        gate.send("offer-decisions", ANNA, anAutomatedLoanRefusal("d-1", ANNA).build());
        QuarantinedEvent first = onlyQuarantined();
        gate.send("offer-decisions", ANNA, anAutomatedLoanRefusal("d-1", ANNA).build());
        assertThat(onlyQuarantined().getJoins()).isEqualTo(first.getCaseId());
        gate.send(
                "review-verdicts",
                ANNA,
                aVerdict("v-1", first, Outcome.DECIDE_OVERTURN, LATER)
                        .setAmendedContent(ByteBuffer.wrap("granted".getBytes(UTF_8)))
                        .build());
        assertThat(gate.outcomes()).extracting(ReviewOutcome::getResult).containsExactly(ReviewResult.APPLIED);
        assertThat(gate.read("cleared-decisions")).hasSize(1);

        gate.send("offer-decisions", ANNA, anAutomatedLoanRefusal("d-1", ANNA).build());

        assertThat(onlyQuarantined().getJoins()).isEqualTo(first.getCaseId());
        assertThat(openCases()).isZero();
    }

    /** A group that was put back reads again what a reviewer has released meanwhile. */
    @Test
    void shouldNotOpenACaseAgainForWhatIsReadAgainAfterItsRelease() {
        Record<byte[], byte[]> read = misplaced(7, aBirthdaySms("m-1", ANNA).build());
        pipe(read);
        QuarantinedEvent quarantined = onlyQuarantined();
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        assertThat(decide("v-1", quarantined, Outcome.RECHECK).getResult()).isEqualTo(ReviewResult.APPLIED);
        assertThat(gate.read("cleared-messages")).hasSize(1);
        gate.consent(withdrawn(2), ANNA);

        pipe(read);

        assertThat(onlyQuarantined()).satisfies(again -> {
            assertThat(again.getCaseId()).isEqualTo(quarantined.getCaseId());
            assertThat(again.getJoins()).isNull();
        });
        assertThat(openCases()).isZero();
    }

    @Test
    void shouldLeaveACaseAndItsCopiesAsTheyAreWhenTheyAreReadAgain() {
        Record<byte[], byte[]> first = misplaced(7, aBirthdaySms("m-1", ANNA).build());
        Record<byte[], byte[]> second = misplaced(8, aBirthdaySms("m-1", ANNA).build());
        pipe(first);
        pipe(second);
        pipe(first);
        pipe(second);

        assertThat(gate.quarantined())
                .extracting(QuarantinedEvent::getJoins)
                .containsExactly(null, "outbound-messages.0.7", null, "outbound-messages.0.7");
        assertThat(openCases()).isOne();
    }

    /** It opened a case for each copy, and did not remember of which event. */
    @Test
    void shouldReleaseOneOfTwoCasesThatAnEarlierGateOpened() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        QuarantinedEvent first = onlyQuarantined();
        asByAnEarlierGate();
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        QuarantinedEvent second = onlyQuarantined();
        asByAnEarlierGate();
        assertThat(second.getJoins()).isNull();
        assertThat(openCases()).isEqualTo(2);
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        assertThat(decide("v-1", second, Outcome.RECHECK).getResult()).isEqualTo(ReviewResult.APPLIED);

        ReviewOutcome refused = decide("v-2", first, Outcome.RECHECK);

        assertThat(refusals(refused)).containsExactly("REV-REPLAY");
        assertThat(refused.getRefusals().get(0).getFacts())
                .containsEntry("case.state", "the same event was released by another case");
        assertThat(gate.read("cleared-messages")).hasSize(1);
        assertThat(decide("v-3", first, Outcome.REJECT).getResult()).isEqualTo(ReviewResult.APPLIED);
    }

    @Test
    void shouldForgetReleasesAfterTheirRetention() {
        released();
        assertThat(CaseStores.rows(events())).isOne();

        gate.driver().advanceWallClockTime(Duration.ofDays(1096));

        assertThat(CaseStores.rows(events())).isZero();
    }

    @Test
    void shouldForgetReleasesOfAnErasedPerson() {
        released();

        gate.erase(ANNA);

        assertThat(CaseStores.rows(events())).isZero();
    }

    /** The message was held back, and would be cleared by now. */
    private QuarantinedEvent heldUntilConsentCame() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        QuarantinedEvent held = onlyQuarantined();
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        return held;
    }

    private QuarantinedEvent released() {
        QuarantinedEvent quarantined = heldUntilConsentCame();
        assertThat(decide("v-1", quarantined, Outcome.RECHECK).getResult()).isEqualTo(ReviewResult.APPLIED);
        assertThat(gate.read("cleared-messages")).hasSize(1);
        return quarantined;
    }

    private static io.consentgate.events.ConsentState withdrawn(long version) {
        return aRecord(ANNA, version, anSmsConsent(ConsentStatus.WITHDRAWN)).build();
    }

    private Record<byte[], byte[]> misplaced(long offset, OutboundMessage message) {
        return new Origin("outbound-messages", 0, offset, NOW.toEpochMilli())
                .carriedBy(
                        new Record<>(
                                ANNA.getBytes(UTF_8),
                                gate.encoded("outbound-messages", message),
                                NOW.toEpochMilli(),
                                new RecordHeaders()),
                        ANNA.getBytes(UTF_8));
    }

    private void pipe(Record<byte[], byte[]> rerouted) {
        gate.sendBytes("outbound-messages-rerouted", rerouted.key(), rerouted.value(), rerouted.headers());
    }

    private void asByAnEarlierGate() {
        CaseStores.asByAnEarlierGate(store(Stores.CASES_BY_DEADLINE), (byte) 1);
        eventsOf().forget(ANNA.getBytes(UTF_8), Integer.MAX_VALUE);
    }

    private QuarantinedEvent onlyQuarantined() {
        List<QuarantinedEvent> quarantined = gate.quarantined();
        assertThat(quarantined).hasSize(1);
        return quarantined.get(0);
    }

    private ReviewOutcome decide(String verdictId, QuarantinedEvent quarantined, Outcome outcome) {
        gate.send(
                "review-verdicts",
                ANNA,
                aVerdict(verdictId, quarantined, outcome, LATER).build());
        List<ReviewOutcome> outcomes = gate.outcomes();
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    private static List<String> refusals(ReviewOutcome outcome) {
        return outcome.getRefusals().stream().map(Finding::getRule).toList();
    }

    private static List<String> rules(QuarantinedEvent quarantined) {
        return quarantined.getViolations().stream().map(Finding::getRule).toList();
    }

    private long openCases() {
        return CaseStores.rows(store(Stores.DEADLINES_BY_CASE));
    }

    private CasesByEvent eventsOf() {
        return new CasesByEvent(events(), new QuarantinedEvents());
    }

    private KeyValueStore<byte[], byte[]> events() {
        return store(Stores.CASES_BY_EVENT);
    }

    private KeyValueStore<byte[], byte[]> store(String name) {
        return Objects.requireNonNull(gate.driver().getKeyValueStore(name));
    }
}
