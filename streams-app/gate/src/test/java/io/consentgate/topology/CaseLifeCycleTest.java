// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.NOW;
import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aCallBack;
import static io.consentgate.Events.aCallBackRequest;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAdvertShown;
import static io.consentgate.Events.anAutomatedLoanRefusal;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.Events.anSmsConsentOf;
import static io.consentgate.Verdicts.aVerdict;
import static io.consentgate.Verdicts.truly;
import static io.consentgate.topology.GateScenario.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.AutomationMode;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Effect;
import io.consentgate.events.Finding;
import io.consentgate.events.Human;
import io.consentgate.events.LabelReference;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Outcome;
import io.consentgate.events.Purpose;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewResult;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.events.Trigger;
import io.consentgate.events.TrueClassification;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From quarantine to an outcome: what a verdict does in the topology, and what becomes of a case without one. */
class CaseLifeCycleTest {

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
    void shouldCloseARejectedCaseForGood() {
        QuarantinedEvent quarantined = withoutConsent();

        ReviewOutcome rejected = decide(aVerdict("v-1", quarantined, Outcome.REJECT, LATER));
        ReviewOutcome again = decide(aVerdict("v-2", quarantined, Outcome.RECHECK, LATER));

        assertThat(rejected.getResult()).isEqualTo(ReviewResult.APPLIED);
        assertThat(rejected.getCaseDigest()).isEqualTo(quarantined.getCaseDigest());
        assertThat(rejected.getRules()).containsExactly("MSG-CONSENT-MISSING");
        assertThat(rejected.getReviewer()).isEqualTo("reviewer-ewa");
        assertThat(rejected.getReleasedTopic()).isNull();
        assertThat(again.getResult()).isEqualTo(ReviewResult.REFUSED);
        assertThat(refusals(again)).containsExactly("REV-STALE");
        assertNothingCleared();
    }

    @Test
    void shouldReleaseUnchangedWhatConsentHasArrivedFor() {
        byte[] value =
                gate.encoded("outbound-messages", aBirthdaySms("m-1", ANNA).build());
        gate.sendBytes(
                "outbound-messages",
                ANNA.getBytes(UTF_8),
                value,
                new RecordHeaders().add("traceparent", "00-abc".getBytes(UTF_8)));
        QuarantinedEvent quarantined = onlyQuarantined();
        gate.consent(aRecord(ANNA, 9, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        ReviewOutcome outcome = decide(aVerdict("v-1", quarantined, Outcome.RECHECK, LATER));

        assertThat(outcome.getResult()).isEqualTo(ReviewResult.APPLIED);
        assertThat(outcome.getReleasedTopic()).isEqualTo("cleared-messages");
        assertThat(outcome.getConsentSeen().getVersion()).isEqualTo(9);
        TestRecord<byte[], byte[]> released = only("cleared-messages");
        assertThat(released.value()).isEqualTo(value);
        assertThat(released.key()).isEqualTo(ANNA.getBytes(UTF_8));
        assertThat(header(released, "traceparent")).isEqualTo("00-abc");
        assertThat(header(released, GateHeaders.VERDICT)).isEqualTo("RELEASED");
        assertThat(header(released, GateHeaders.CASE_ID)).isEqualTo(quarantined.getCaseId());
        assertThat(header(released, GateHeaders.VERDICT_ID)).isEqualTo("v-1");
        assertThat(header(released, GateHeaders.REVIEWER)).isEqualTo("reviewer-ewa");
        assertThat(header(released, GateHeaders.CONSENT_VERSION)).isEqualTo("9");
        assertThat(header(released, GateHeaders.POLICY_VERSION)).isNotBlank();
        assertThat(Long.parseLong(header(released, GateHeaders.CLEARANCE_VALID_UNTIL)))
                .isGreaterThan(Long.parseLong(header(released, GateHeaders.CLEARED_AT)));
        assertThat(header(released, GateHeaders.ORIGIN_OFFSET)).isEqualTo("0");
    }

    @Test
    void shouldKeepACaseOpenWhoseEventIsStillUnlawful() {
        QuarantinedEvent quarantined = withoutConsent();
        gate.consent(aRecord(ANNA, 2, anSmsConsent(ConsentStatus.WITHDRAWN)).build(), ANNA);

        ReviewOutcome refused = decide(aVerdict("v-1", quarantined, Outcome.RECHECK, LATER));

        assertThat(refused.getResult()).isEqualTo(ReviewResult.REFUSED);
        assertThat(refusals(refused)).containsExactly("REV-STALE", "MSG-CONSENT-WITHDRAWN");
        assertThat(refused.getRefusals().get(1))
                .as("an outcome is kept for years, past the person's erasure")
                .satisfies(broken -> {
                    assertThat(broken.getFacts()).isEmpty();
                    assertThat(broken.getEn()).endsWith("is not allowed.");
                });
        assertThat(refused.getConsentSeen().getVersion()).isEqualTo(2);
        gate.consent(aRecord(ANNA, 3, anSmsConsentOf(NOW)).build(), ANNA);
        assertThat(decide(aVerdict("v-2", quarantined, Outcome.RECHECK, LATER)).getResult())
                .isEqualTo(ReviewResult.APPLIED);
    }

    @Test
    void shouldLetNoVerdictCountTwice() {
        QuarantinedEvent quarantined = withoutConsent();
        ReviewVerdict verdict =
                aVerdict("v-1", quarantined, Outcome.RECHECK, LATER).build();
        decide(verdict);
        gate.consent(aRecord(ANNA, 3, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        ReviewOutcome again = decide(verdict);

        assertThat(refusals(again)).containsExactly("REV-REPLAY");
        assertNothingCleared();
    }

    @Test
    void shouldApplyExactlyOneOfTwoVerdictsAtOnce() {
        QuarantinedEvent quarantined = withoutConsent();
        gate.consent(aRecord(ANNA, 3, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        ReviewOutcome first = decide(aVerdict("v-1", quarantined, Outcome.RECHECK, LATER));
        ReviewOutcome second =
                decide(aVerdict("v-2", quarantined, Outcome.RECHECK, LATER).setReviewer("reviewer-jan"));

        assertThat(first.getResult()).isEqualTo(ReviewResult.APPLIED);
        assertThat(second.getResult()).isEqualTo(ReviewResult.REFUSED);
        assertThat(gate.read("cleared-messages")).hasSize(1);
    }

    @Test
    void shouldReleaseAMislabelledMessageUnchangedAndSayWhatItTrulyIs() {
        byte[] value = gate.send("outbound-messages", ANNA, aReminder().build());
        QuarantinedEvent quarantined = onlyQuarantined();

        ReviewOutcome outcome = decide(aVerdict("v-1", quarantined, Outcome.RECLASSIFY, LATER)
                .setTrueClassification(truly(Purpose.CONTRACT_PERFORMANCE, "contract-77")));

        assertThat(outcome.getResult()).isEqualTo(ReviewResult.APPLIED);
        TestRecord<byte[], byte[]> released = only("cleared-messages");
        assertThat(released.value()).isEqualTo(value);
        assertThat(header(released, GateHeaders.TRUE_PURPOSE)).isEqualTo("CONTRACT_PERFORMANCE");
        assertThat(header(released, GateHeaders.TRUE_BASIS_REF)).isEqualTo("contract-77");
    }

    @Test
    void shouldReleaseAServiceMessageThatWasLabelledAsAdvertisingAndSayWhatWasRestated() {
        byte[] value = gate.send("outbound-messages", ANNA, anOrderNoticeInACampaign());
        QuarantinedEvent quarantined = onlyQuarantined();
        assertThat(rulesOf(quarantined)).contains("MSG-MIXED-CONTENT", "MSG-PURPOSE-CONTRADICTED");
        TrueClassification truth = TrueClassification.newBuilder()
                .setPurpose(Purpose.SERVICE_NOTICE)
                .setBasisRef("order-7")
                .setCommercialContent(CommercialContent.NONE)
                .setInCampaign(false)
                .setReferences(List.of(new LabelReference("commercialContent", "templates/order-notice")))
                .build();
        ReviewOutcome unshown =
                decide(aVerdict("v-1", quarantined, Outcome.RECLASSIFY, LATER).setTrueClassification(truth));
        assertThat(refusals(unshown)).containsExactly("REV-NOT-ALLOWED");
        assertThat(unshown.getRefusals().get(0).getFacts())
                .containsEntry("trueClassification.references", "inCampaign");
        truth.setReferences(List.of(
                new LabelReference("commercialContent", "templates/order-notice"),
                new LabelReference("inCampaign", "tickets/18")));

        ReviewOutcome outcome =
                decide(aVerdict("v-2", quarantined, Outcome.RECLASSIFY, LATER).setTrueClassification(truth));

        assertThat(outcome.getResult()).isEqualTo(ReviewResult.APPLIED);
        TestRecord<byte[], byte[]> released = only("cleared-messages");
        assertThat(released.value()).isEqualTo(value);
        assertThat(header(released, "consent-gate-true-purpose")).isEqualTo("SERVICE_NOTICE");
        assertThat(header(released, "consent-gate-true-basis-ref")).isEqualTo("order-7");
        assertThat(header(released, "consent-gate-true-commercial-content")).isEqualTo("NONE");
        assertThat(header(released, "consent-gate-true-commercial-content-ref")).isEqualTo("templates/order-notice");
        assertThat(header(released, "consent-gate-true-in-campaign")).isEqualTo("false");
        assertThat(header(released, "consent-gate-true-in-campaign-ref")).isEqualTo("tickets/18");
        assertThat(header(released, "consent-gate-true-in-audience")).isNull();
        assertThat(header(released, "consent-gate-true-jurisdiction")).isNull();
    }

    @Test
    void shouldReleaseADecisionOfAnotherCountryAndPurposeThanWasSaid() {
        OfferDecision advert = anAdvertShown("d-1", ANNA).setJurisdiction("XX").build();
        gate.send("offer-decisions", ANNA, advert);
        QuarantinedEvent quarantined = onlyQuarantined();

        ReviewOutcome outcome = decide(aVerdict("v-1", quarantined, Outcome.RECLASSIFY, LATER)
                .setTrueClassification(TrueClassification.newBuilder()
                        .setEffects(List.of(Effect.NONE))
                        .setBasisRef("specifications/4")
                        .setJurisdiction("PL")
                        .setForDirectMarketing(false)
                        .setReferences(List.of(
                                new LabelReference("jurisdiction", "contracts/PL-1"),
                                new LabelReference("forDirectMarketing", "dpia/12")))
                        .build()));

        assertThat(outcome.getResult()).isEqualTo(ReviewResult.APPLIED);
        TestRecord<byte[], byte[]> released = only("cleared-decisions");
        assertThat(header(released, "consent-gate-true-effects")).isEqualTo("NONE");
        assertThat(header(released, "consent-gate-true-basis-ref")).isEqualTo("specifications/4");
        assertThat(header(released, "consent-gate-true-jurisdiction")).isEqualTo("PL");
        assertThat(header(released, "consent-gate-true-jurisdiction-ref")).isEqualTo("contracts/PL-1");
        assertThat(header(released, "consent-gate-true-for-direct-marketing")).isEqualTo("false");
        assertThat(header(released, "consent-gate-true-for-direct-marketing-ref"))
                .isEqualTo("dpia/12");
    }

    @Test
    void shouldWriteWhereAnUpheldRefusalIsExplained() {
        gate.send(
                "offer-decisions",
                ANNA,
                anAutomatedLoanRefusal("d-1", ANNA).setExplanationRef(null).build());
        QuarantinedEvent quarantined = onlyQuarantined();

        ReviewOutcome unexplained = decide(aVerdict("v-1", quarantined, Outcome.DECIDE_UPHOLD, LATER));
        ReviewOutcome explained = decide(
                aVerdict("v-2", quarantined, Outcome.DECIDE_UPHOLD, LATER).setExplanationRef("explanations/anna-1"));

        assertThat(refusals(unexplained)).containsExactly("REV-NOT-ALLOWED");
        assertThat(explained.getResult()).isEqualTo(ReviewResult.APPLIED);
        OfferDecision decided = (OfferDecision) gate.decoded("cleared-decisions", only("cleared-decisions"));
        assertThat(decided.getExplanationRef()).isEqualTo("explanations/anna-1");
    }

    @Test
    void shouldRunTheWholeRuleSetOnWhatAMessageIsSaidToBe() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        QuarantinedEvent quarantined = onlyQuarantined();

        ReviewOutcome outcome = decide(aVerdict("v-1", quarantined, Outcome.RECLASSIFY, LATER)
                .setTrueClassification(truly(Purpose.SERVICE_NOTICE, "contract-77")));

        assertThat(refusals(outcome)).startsWith("REV-STALE").contains("MSG-PURPOSE-CONTRADICTED");
        assertNothingCleared();
    }

    @Test
    void shouldLetOneReplyOnlyGoWhoeverReleasesIt() {
        gate.consent(aCallBackRequest(ANNA, 1, "inquiry-1"), ANNA);
        gate.send("outbound-messages", ANNA, aCallBack("m-1", ANNA, "inquiry-1").build());
        assertThat(gate.read("cleared-messages")).hasSize(1);
        gate.send("outbound-messages", ANNA, aCallBack("m-2", ANNA, "inquiry-1").build());
        QuarantinedEvent quarantined = onlyQuarantined();

        ReviewOutcome outcome = decide(aVerdict("v-1", quarantined, Outcome.RECHECK, LATER));

        assertThat(refusals(outcome)).containsExactly("REV-STALE", "MSG-CALLBACK-MISUSE");
        assertNothingCleared();
    }

    @Test
    void shouldRememberTheReplyThatAReviewerReleased() {
        gate.send("outbound-messages", ANNA, aCallBack("m-1", ANNA, "inquiry-1").build());
        QuarantinedEvent quarantined = onlyQuarantined();
        gate.consent(aCallBackRequest(ANNA, 1, "inquiry-1"), ANNA);
        decide(aVerdict("v-1", quarantined, Outcome.RECHECK, LATER));
        assertThat(gate.read("cleared-messages")).hasSize(1);

        gate.send("outbound-messages", ANNA, aCallBack("m-2", ANNA, "inquiry-1").build());

        assertThat(rulesOf(onlyQuarantined())).containsExactly("MSG-CALLBACK-MISUSE");
    }

    @Test
    void shouldWriteADecisionAnewAsAHumanTookIt() {
        gate.send("offer-decisions", ANNA, anAutomatedLoanRefusal("d-1", ANNA).build());
        QuarantinedEvent quarantined = onlyQuarantined();
        ByteBuffer granted = ByteBuffer.wrap("granted at 7 %".getBytes(UTF_8));

        ReviewOutcome outcome = decide(aVerdict("v-1", quarantined, Outcome.DECIDE_OVERTURN, LATER)
                .setAmendedContent(granted)
                .setTrueClassification(truly(Effect.CREDIT, Effect.CONTRACT_TERMS)));

        assertThat(outcome.getResult()).isEqualTo(ReviewResult.APPLIED);
        assertThat(outcome.getReleasedTopic()).isEqualTo("cleared-decisions");
        TestRecord<byte[], byte[]> released = only("cleared-decisions");
        OfferDecision decision = (OfferDecision) gate.decoded("cleared-decisions", released);
        assertThat(decision.getDecisionId()).isEqualTo("d-1");
        assertThat(decision.getContent()).isEqualTo(granted);
        assertThat(decision.getEffects()).containsExactly(Effect.CONTRACT_TERMS, Effect.CREDIT);
        assertThat(decision.getAutomation().getMode()).isEqualTo(AutomationMode.HUMAN_DECIDED);
        assertThat(decision.getDecidedAt()).isEqualTo(LATER);
        Human human = decision.getAutomation().getHuman();
        assertThat(human.getReviewerRef()).isEqualTo("reviewer-ewa");
        assertThat(human.getRole()).isEqualTo("reviewer");
        assertThat(human.getStartedAt()).isEqualTo(LATER.minusSeconds(180));
        assertThat(human.getInputsSeen()).containsExactly("event", "consent-history", "content");
        assertThat(human.getMayChange()).isTrue();
        assertThat(human.getChanged()).isTrue();
        assertThat(human.getBatchSize()).isEqualTo(1);
        assertThat(human.getSystemProposal()).isEqualTo("CREDIT");
    }

    @Test
    void shouldRefuseToAmendADecisionToWhatItWas() {
        OfferDecision refusal = anAutomatedLoanRefusal("d-1", ANNA).build();
        gate.send("offer-decisions", ANNA, refusal);

        ReviewOutcome outcome = decide(aVerdict("v-1", onlyQuarantined(), Outcome.DECIDE_AMEND, LATER)
                .setAmendedContent(refusal.getContent()));

        assertThat(refusals(outcome)).containsExactly("REV-NOT-ALLOWED");
        assertNothingCleared();
    }

    /** Plain text labelled as encrypted would outlive the key by which a person is erased. */
    @Test
    void shouldRefuseToAmendWhatIsEncrypted() {
        gate.send(
                "offer-decisions",
                ANNA,
                anAutomatedLoanRefusal("d-1", ANNA).setContentKeyId("key-1").build());

        ReviewOutcome outcome = decide(aVerdict("v-1", onlyQuarantined(), Outcome.DECIDE_AMEND, LATER)
                .setAmendedContent(ByteBuffer.wrap("granted".getBytes(UTF_8))));

        assertThat(refusals(outcome)).containsExactly("REV-NOT-ALLOWED");
        assertNothingCleared();
    }

    @Test
    void shouldUpholdADecisionWithItsContent() {
        OfferDecision refusal = anAutomatedLoanRefusal("d-1", ANNA).build();
        gate.send("offer-decisions", ANNA, refusal);

        decide(aVerdict("v-1", onlyQuarantined(), Outcome.DECIDE_UPHOLD, LATER));

        OfferDecision decision = (OfferDecision) gate.decoded("cleared-decisions", only("cleared-decisions"));
        assertThat(decision.getContent()).isEqualTo(refusal.getContent());
        assertThat(decision.getEffects()).isEqualTo(refusal.getEffects());
        assertThat(decision.getAutomation().getHuman().getChanged()).isFalse();
    }

    /** ADM-TOKEN-HUMAN judges our own reviewers, too: 25 seconds pass the floor of review, and not that of a decision. */
    @Test
    void shouldHoldItsOwnReviewersToTheLawOfHumanDecisions() {
        gate.send("offer-decisions", ANNA, anAutomatedLoanRefusal("d-1", ANNA).build());

        ReviewOutcome outcome = decide(aVerdict("v-1", onlyQuarantined(), Outcome.DECIDE_UPHOLD, LATER)
                .setOpenedAt(LATER.minusSeconds(25))
                .setActiveSeconds(25));

        assertThat(refusals(outcome)).containsExactly("REV-STALE", "ADM-TOKEN-HUMAN");
        assertNothingCleared();
    }

    @Test
    void shouldLeaveAnEscalatedCaseOpen() {
        QuarantinedEvent quarantined = withoutConsent();

        ReviewOutcome escalated = decide(aVerdict("v-1", quarantined, Outcome.ESCALATE, LATER));
        gate.consent(aRecord(ANNA, 3, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        ReviewOutcome released = decide(aVerdict("v-2", quarantined, Outcome.RECHECK, LATER));
        ReviewOutcome rejected = decide(aVerdict("v-3", quarantined, Outcome.REJECT, LATER));

        assertThat(escalated.getResult()).isEqualTo(ReviewResult.APPLIED);
        assertThat(escalated.getOutcome()).isEqualTo(Outcome.ESCALATE);
        assertThat(refusals(released)).as("by the same role").containsExactly("REV-ROLE");
        assertThat(rejected.getResult()).isEqualTo(ReviewResult.APPLIED);
    }

    @Test
    void shouldCloseWhatOutlivedItsEventAndReleaseNothing() {
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.WITHDRAWN)).build(), ANNA);
        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-1", ANNA).setExpiresAt(NOW.plusSeconds(3600)).build());
        QuarantinedEvent quarantined = onlyQuarantined();
        gate.driver().advanceWallClockTime(Duration.ofMinutes(59));
        assertThat(gate.outcomes()).isEmpty();

        gate.driver().advanceWallClockTime(Duration.ofMinutes(2));

        assertThat(gate.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.getResult()).isEqualTo(ReviewResult.EXPIRED);
            assertThat(outcome.getCaseId()).isEqualTo(quarantined.getCaseId());
            assertThat(outcome.getVerdictId()).isNull();
            assertThat(outcome.getRules()).contains("MSG-CONSENT-WITHDRAWN");
        });
        assertThat(refusals(decide(aVerdict("v-1", quarantined, Outcome.REJECT, NOW.plusSeconds(3700)))))
                .containsExactly("REV-STALE");
        assertNothingCleared();
    }

    @Test
    void shouldCloseWhatNobodyDecidedInTime() {
        withoutConsent();

        gate.driver().advanceWallClockTime(Duration.ofDays(20).plusSeconds(10));

        assertThat(gate.outcomes())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.getResult()).isEqualTo(ReviewResult.EXPIRED));
    }

    @Test
    void shouldCloseTheCasesOfAnErasedPersonAndKeepNothingOfThem() {
        QuarantinedEvent quarantined = withoutConsent();
        gate.send(
                "outbound-messages",
                ANNA + "-maria",
                aBirthdaySms("m-2", ANNA + "-maria").build());

        gate.erase(ANNA);

        assertThat(gate.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.getResult()).isEqualTo(ReviewResult.ERASED);
            assertThat(outcome.getCaseId()).isEqualTo(quarantined.getCaseId());
        });
        assertThat(refusals(decide(aVerdict("v-1", quarantined, Outcome.REJECT, LATER))))
                .containsExactly("REV-STALE");
        assertThat(rows(Stores.CASES_BY_DEADLINE)).isEqualTo(2);
        assertThat(rows(Stores.DEADLINES_BY_CASE)).isOne();
    }

    /** In one transaction they might outlast its time-out, at every attempt. */
    @Test
    void shouldEraseAPersonWithVeryManyCasesAFewAtATime() {
        for (int n = 0; n < 2 * ConsentProcessor.MOST_ERASED + 5; n++) {
            gate.send("outbound-messages", ANNA, aBirthdaySms("m-" + n, ANNA).build());
        }
        List<QuarantinedEvent> quarantined = gate.quarantined();

        gate.erase(ANNA);

        List<ReviewOutcome> atOnce = gate.outcomes();
        assertThat(atOnce)
                .hasSize(ConsentProcessor.MOST_ERASED)
                .allSatisfy(outcome -> assertThat(outcome.getResult()).isEqualTo(ReviewResult.ERASED));
        Set<String> closed = atOnce.stream().map(ReviewOutcome::getCaseId).collect(Collectors.toSet());
        QuarantinedEvent left = quarantined.stream()
                .filter(each -> !closed.contains(each.getCaseId()))
                .findFirst()
                .orElseThrow();
        gate.consent(aRecord(ANNA, 9, anSmsConsentOf(NOW)).build(), ANNA);
        assertThat(refusals(decide(aVerdict("v-1", left, Outcome.RECHECK, LATER))))
                .as("nobody can release what is being erased")
                .containsExactly("REV-STALE");

        // The second slice, and then the rest falls due.
        gate.driver().advanceWallClockTime(Duration.ofDays(20).plusSeconds(10));

        assertThat(gate.outcomes())
                .hasSize(ConsentProcessor.MOST_ERASED + 5)
                .allSatisfy(outcome -> assertThat(outcome.getResult()).isEqualTo(ReviewResult.ERASED));
        for (int slice = 0; slice < 3; slice++) {
            gate.driver().advanceWallClockTime(Duration.ofSeconds(1));
        }
        assertThat(rows(Stores.CASES_BY_DEADLINE)).isZero();
        assertThat(rows(Stores.DEADLINES_BY_CASE)).isZero();
        assertThat(rows(Stores.CASES_BY_EVENT)).isZero();
        assertThat(gate.read("cleared-messages")).isEmpty();
    }

    @Test
    void shouldKeepNothingOfAClosedCase() {
        QuarantinedEvent quarantined = withoutConsent();

        decide(aVerdict("v-1", quarantined, Outcome.REJECT, LATER));

        assertThat(rows(Stores.CASES_BY_DEADLINE)).isZero();
        assertThat(rows(Stores.DEADLINES_BY_CASE)).isZero();
        assertThat(rows(Stores.VERDICTS_USED)).isOne();
    }

    @Test
    void shouldForgetTheIdsOfVerdictsAfterTheirRetention() {
        decide(aVerdict("v-1", withoutConsent(), Outcome.REJECT, LATER));

        gate.driver().advanceWallClockTime(Duration.ofDays(1096));

        assertThat(rows(Stores.VERDICTS_USED)).isZero();
    }

    @Test
    void shouldAnswerAVerdictOnACaseThatNeverWas() {
        QuarantinedEvent quarantined = withoutConsent();

        ReviewOutcome outcome =
                decide(aVerdict("v-1", quarantined, Outcome.REJECT, LATER).setCaseId("outbound-messages.0.99"));

        assertThat(refusals(outcome)).containsExactly("REV-STALE");
        assertThat(outcome.getCaseDigest()).isEmpty();
        assertThat(outcome.getRules()).isEmpty();
        assertThat(rows(Stores.VERDICTS_USED)).isZero();
    }

    @Test
    void shouldBringAMisplacedVerdictToItsSubject() {
        QuarantinedEvent quarantined = withoutConsent();
        byte[] value = gate.encoded(
                "review-verdicts",
                aVerdict("v-1", quarantined, Outcome.REJECT, LATER).build());

        gate.sendBytes("review-verdicts", null, value, new RecordHeaders());

        assertThat(gate.outcomes())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.getResult()).isEqualTo(ReviewResult.APPLIED));
    }

    @Test
    void shouldMakeADeadLetterOfWhatIsNoVerdict() {
        gate.sendBytes("review-verdicts", ANNA.getBytes(UTF_8), "{}".getBytes(UTF_8), new RecordHeaders());
        gate.sendBytes("review-verdicts", ANNA.getBytes(UTF_8), null, new RecordHeaders());

        assertThat(gate.read("dead-letters"))
                .extracting(letter -> header(letter, GateHeaders.REASON))
                .containsExactly("NOT_THE_FORMAT", "NULL_VALUE");
        assertThat(gate.outcomes()).isEmpty();
    }

    /** Compressed, nine megabytes of one letter come through any topic; an outcome could not repeat them. */
    @ParameterizedTest
    @ValueSource(
            strings = {"verdictId", "caseId", "caseDigest", "reviewer", "reviewerRole", "secondReviewer", "confirms"})
    void shouldMakeADeadLetterOfAVerdictWithAnIdTooLongToRepeat(String field) {
        ReviewVerdict verdict =
                aVerdict("v-1", withoutConsent(), Outcome.REJECT, LATER).build();
        verdict.put(field, "x".repeat(9 * 1024 * 1024));

        byte[] value = gate.send("review-verdicts", verdict.getSubjectId(), verdict);

        TestRecord<byte[], byte[]> letter = only("dead-letters");
        assertThat(letter.value()).isEqualTo(value);
        assertThat(header(letter, GateHeaders.REASON)).isEqualTo("FIELD_TOO_LONG");
        assertThat(header(letter, GateHeaders.REASON_TEXT)).startsWith(field).hasSizeLessThan(200);
        assertThat(gate.outcomes()).isEmpty();
    }

    /** A contract's reminder that its publisher forgot to give a reference for. */
    private static OutboundMessage.Builder aReminder() {
        return aBirthdaySms("m-1", ANNA)
                .setPurpose(Purpose.CONTRACT_PERFORMANCE)
                .setCommercialContent(CommercialContent.NONE)
                .setTrigger(Trigger.REQUEST)
                .setCampaignId(null);
    }

    /** A notice about an order that its publisher took for a part of a campaign. */
    private static OutboundMessage anOrderNoticeInACampaign() {
        return aBirthdaySms("m-1", ANNA)
                .setPurpose(Purpose.SERVICE_NOTICE)
                .setCommercialContent(CommercialContent.ANCILLARY)
                .setTrigger(Trigger.TRANSACTION)
                .build();
    }

    private QuarantinedEvent withoutConsent() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        return onlyQuarantined();
    }

    private QuarantinedEvent onlyQuarantined() {
        List<QuarantinedEvent> quarantined = gate.quarantined();
        assertThat(quarantined).hasSize(1);
        return quarantined.get(0);
    }

    private ReviewOutcome decide(ReviewVerdict.Builder verdict) {
        return decide(verdict.build());
    }

    private ReviewOutcome decide(ReviewVerdict verdict) {
        gate.send("review-verdicts", verdict.getSubjectId(), verdict);
        List<ReviewOutcome> outcomes = gate.outcomes();
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    private static List<String> refusals(ReviewOutcome outcome) {
        return outcome.getRefusals().stream().map(Finding::getRule).toList();
    }

    private static List<String> rulesOf(QuarantinedEvent quarantined) {
        return quarantined.getViolations().stream().map(Finding::getRule).toList();
    }

    private long rows(String store) {
        return CaseStores.rows(gate.driver().getKeyValueStore(store));
    }

    private TestRecord<byte[], byte[]> only(String topic) {
        List<TestRecord<byte[], byte[]>> records = gate.read(topic);
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private void assertNothingCleared() {
        assertThat(gate.read("cleared-messages")).isEmpty();
        assertThat(gate.read("cleared-decisions")).isEmpty();
    }
}
