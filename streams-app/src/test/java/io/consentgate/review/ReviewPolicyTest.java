// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import static io.consentgate.review.VerdictFixture.AT;
import static io.consentgate.review.VerdictFixture.OPTIONS;
import static io.consentgate.review.VerdictFixture.THRESHOLDS;
import static io.consentgate.review.VerdictFixture.aCreditRefusal;
import static io.consentgate.review.VerdictFixture.ofCampaign;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.consentgate.policy.Outcome;
import io.consentgate.policy.Reason;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionRole;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.review.ReviewOptions.Conflict;
import io.consentgate.review.ReviewerFigures.Act;
import io.consentgate.review.facts.VerdictFacts.TrueClassification;
import io.consentgate.review.facts.VerdictOutcome;
import io.consentgate.review.rules.VerdictRules;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReviewPolicyTest {

    private static Arguments refused(String what, Consumer<VerdictFixture> change, String... codes) {
        return Arguments.of(what, change, List.of(codes));
    }

    /** Each is a verdict with one thing wrong about it. */
    static Stream<Arguments> refusals() {
        ByteBuffer content = ByteBuffer.wrap("amended".getBytes(UTF_8));
        return Stream.of(
                refused(
                        "an outcome that is not left open",
                        it -> it.allowed = Set.of(Outcome.RECHECK),
                        "REV-NOT-ALLOWED"),
                refused("an outcome of the future", it -> it.outcome = VerdictOutcome.UNKNOWN, "REV-NOT-ALLOWED"),
                refused("no word on the true label", it -> it.outcome = VerdictOutcome.RECLASSIFY, "REV-NOT-ALLOWED"),
                refused(
                        "a label of the other kind of event",
                        it -> {
                            it.outcome = VerdictOutcome.RECLASSIFY;
                            it.truth = new TrueClassification(null, Set.of(Effect.PRICE), "b-1");
                        },
                        "REV-NOT-ALLOWED"),
                refused(
                        "a label of a message that nothing shows",
                        it -> {
                            it.outcome = VerdictOutcome.RECLASSIFY;
                            it.truth = new TrueClassification(Purpose.SERVICE_NOTICE, Set.of(), " ");
                        },
                        "REV-NOT-ALLOWED"),
                refused(
                        "a label of a decision that nothing shows",
                        it -> {
                            it.decision(aCreditRefusal(DecisionRole.DECISION, false));
                            it.outcome = VerdictOutcome.RECLASSIFY;
                            it.truth = new TrueClassification(null, Set.of(Effect.NONE), null);
                        },
                        "REV-NOT-ALLOWED"),
                refused(
                        "a label of the future",
                        it -> {
                            it.outcome = VerdictOutcome.RECLASSIFY;
                            it.truth = new TrueClassification(Purpose.UNKNOWN, Set.of(), "b-1");
                        },
                        "REV-NOT-ALLOWED"),
                refused(
                        "a label where none is asked for",
                        it -> {
                            it.outcome = VerdictOutcome.RECHECK;
                            it.truth = new TrueClassification(Purpose.SERVICE_NOTICE, Set.of(), null);
                        },
                        "REV-NOT-ALLOWED"),
                refused(
                        "content where none is asked for",
                        it -> {
                            it.outcome = VerdictOutcome.RECHECK;
                            it.content = content;
                        },
                        "REV-NOT-ALLOWED"),
                refused(
                        "a change that says not to what",
                        it -> {
                            it.decision(aCreditRefusal(DecisionRole.DECISION, false));
                            it.outcome = VerdictOutcome.DECIDE_AMEND;
                        },
                        "REV-NOT-ALLOWED"),
                refused(
                        "more content than fits",
                        it -> {
                            it.decision(aCreditRefusal(DecisionRole.DECISION, false));
                            it.outcome = VerdictOutcome.DECIDE_AMEND;
                            it.content = ByteBuffer.allocate(512 * 1024 + 1);
                        },
                        "REV-NOT-ALLOWED"),
                refused(
                        "other content for what is encrypted",
                        it -> {
                            it.decision(aCreditRefusal(DecisionRole.DECISION, false, "key-1"));
                            it.outcome = VerdictOutcome.DECIDE_AMEND;
                            it.content = content;
                        },
                        "REV-NOT-ALLOWED"),
                refused(
                        "a change that changes nothing",
                        it -> {
                            it.decision(aCreditRefusal(DecisionRole.DECISION, false));
                            it.outcome = VerdictOutcome.DECIDE_AMEND;
                            it.content = content;
                            it.contentAsBefore = true;
                        },
                        "REV-NOT-ALLOWED"),
                refused(
                        "a decision overturned to the effects that it had",
                        it -> {
                            it.decision(aCreditRefusal(DecisionRole.DECISION, false));
                            it.outcome = VerdictOutcome.DECIDE_OVERTURN;
                            it.content = content;
                            it.contentAsBefore = true;
                            it.truth = new TrueClassification(null, Set.of(Effect.CREDIT), null);
                        },
                        "REV-NOT-ALLOWED"),
                refused(
                        "the release of what was left to somebody else",
                        it -> {
                            it.escalated = true;
                            it.outcome = VerdictOutcome.RECHECK;
                        },
                        "REV-ROLE"),
                refused("evidence that is too long", it -> it.evidence = List.of("e".repeat(1_025)), "REV-NOT-ALLOWED"),
                refused(
                        "special-category data not left out",
                        it -> {
                            it.decision(aCreditRefusal(DecisionRole.DECISION, true));
                            it.mustExclude = true;
                            it.outcome = VerdictOutcome.DECIDE_UPHOLD;
                        },
                        "REV-NOT-ALLOWED"),
                refused("nothing opened", it -> it.evidence = List.of(" "), "REV-TOKEN"),
                refused(
                        "consent said to have come that was not looked at",
                        it -> {
                            it.outcome = VerdictOutcome.RECHECK;
                            it.evidence = List.of("event", "content");
                        },
                        "REV-TOKEN"),
                refused(
                        "a message called something else that was not read",
                        it -> {
                            it.outcome = VerdictOutcome.RECLASSIFY;
                            it.truth = new TrueClassification(Purpose.SERVICE_NOTICE, Set.of(), "c-1");
                            it.evidence = List.of("event", "consent");
                        },
                        "REV-TOKEN"),
                refused(
                        "a decision upheld that was not read",
                        it -> {
                            it.decision(aCreditRefusal(DecisionRole.DECISION, false));
                            it.outcome = VerdictOutcome.DECIDE_UPHOLD;
                            it.evidence = List.of("event", "consent");
                        },
                        "REV-TOKEN"),
                refused(
                        "a decision amended that was not read",
                        it -> {
                            it.decision(aCreditRefusal(DecisionRole.DECISION, false));
                            it.outcome = VerdictOutcome.DECIDE_AMEND;
                            it.content = content;
                            it.evidence = List.of("event", "consent");
                        },
                        "REV-TOKEN"),
                refused(
                        "a decision overturned that was not read",
                        it -> {
                            it.decision(aCreditRefusal(DecisionRole.DECISION, false));
                            it.outcome = VerdictOutcome.DECIDE_OVERTURN;
                            it.content = content;
                            it.evidence = List.of("event", "consent");
                        },
                        "REV-TOKEN"),
                refused(
                        "an amendment confirmed that was not read",
                        it -> {
                            it.decision(aCreditRefusal(DecisionRole.DECISION, false));
                            it.outcome = VerdictOutcome.DECIDE_AMEND;
                            it.content = content;
                            it.proposal = Proposal.of(it.verdict());
                            it.verdictId = "v2";
                            it.confirms = "v1";
                            it.second = "jan";
                            it.role = "officer";
                            it.evidence = List.of("event", "content");
                        },
                        "REV-TOKEN"),
                refused("no rationale", it -> it.rationale = " \t", "REV-TOKEN"),
                refused("under the floor", it -> it.activeSeconds = 19, "REV-TOKEN"),
                refused("opened after it was decided", it -> it.openedAt = AT.plusSeconds(1), "REV-TOKEN"),
                refused("more work than time", it -> it.openedAt = AT.minusSeconds(118), "REV-TOKEN"),
                refused("decided tomorrow", it -> it.decidedAt = AT.plusSeconds(301), "REV-TOKEN"),
                refused("opened before there was a case", it -> it.openedAt = AT.minusSeconds(901), "REV-TOKEN"),
                refused("a case that the gate does not hold", it -> it.held = false, "REV-STALE"),
                refused("a case whose time is over", it -> it.closesAt = AT, "REV-STALE"),
                refused("an event that cannot be read any more", it -> it.readable = false, "REV-STALE"),
                refused("a verdict seen before", it -> it.seen = true, "REV-REPLAY"),
                refused("a verdict on another state of the case", it -> it.digest = "other", "REV-REPLAY"),
                refused("a verdict without an id", it -> it.verdictId = "", "REV-REPLAY"),
                refused("a role without authority", it -> it.role = "intern", "REV-ROLE"),
                refused("nobody", it -> it.reviewer = " ", "REV-ROLE"),
                refused(
                        "the author of the campaign",
                        it -> {
                            it.reviewer = "author";
                            it.event = new ReviewedEvent.Message(ofCampaign("spring"), message -> GateMemory.EMPTY);
                        },
                        "REV-ROLE"),
                refused(
                        "the author of the model",
                        it -> {
                            it.reviewer = "author";
                            it.decision(aCreditRefusal(DecisionRole.DECISION, false));
                        },
                        "REV-ROLE"),
                refused("the confirmation of nothing", it -> it.confirms = "v0", "REV-FOUR-EYES"),
                refused(
                        "a second reviewer without the second role",
                        it -> {
                            it.confirms = "v0";
                            it.second = "jan";
                        },
                        "REV-ROLE",
                        "REV-FOUR-EYES"),
                refused(
                        "all at once",
                        it -> {
                            it.held = false;
                            it.seen = true;
                            it.rationale = "";
                            it.role = "";
                        },
                        "REV-TOKEN",
                        "REV-STALE",
                        "REV-REPLAY",
                        "REV-ROLE"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void shouldRefuse(String what, Consumer<VerdictFixture> change, List<String> codes) {
        VerdictFixture fixture = new VerdictFixture();
        change.accept(fixture);

        assertThat(codes(fixture)).as(what).isEqualTo(codes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void shouldExplainARefusalInBothLanguagesByWhatDecidedIt(
            String what, Consumer<VerdictFixture> change, List<String> codes) {
        VerdictFixture fixture = new VerdictFixture();
        change.accept(fixture);

        assertThat(((Ruling.Refused) fixture.ruling()).refusals()).allSatisfy(refusal -> {
            assertThat(refusal.factsByName()).as(what).isNotEmpty();
            assertThat(refusal.en()).isNotEqualTo(refusal.pl());
            assertThat(refusal.rule().kind()).isNotNull();
        });
    }

    @Test
    void shouldTakeAVerdictWithNothingWrongAboutIt() {
        assertThat(new VerdictFixture().ruling()).isInstanceOf(Ruling.Rejected.class);
    }

    @Test
    void shouldLetEveryReviewerEscalateEveryCase() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.allowed = Set.of(Outcome.REJECT);
        fixture.outcome = VerdictOutcome.ESCALATE;

        assertThat(fixture.ruling()).isInstanceOf(Ruling.Escalated.class);
    }

    @Test
    void shouldCiteTheLawOfEachRule() {
        assertThat(VerdictRules.all()).hasSize(6).allSatisfy(rule -> {
            assertThat(rule.code().judgesVerdicts()).isTrue();
            assertThat(rule.description().en()).endsWith(".");
            assertThat(rule.description().pl())
                    .endsWith(".")
                    .isNotEqualTo(rule.description().en());
        });
        assertThat(new VerdictFixture().verdict().rationale()).isNotBlank();
    }

    @Test
    void shouldReleaseWhatTheRulesClearNow() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.outcome = VerdictOutcome.RECHECK;

        assertThat(fixture.ruling()).isInstanceOf(Ruling.Released.class);
    }

    @Test
    void shouldSayWhichRulesHoldAnEventBackStill() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.outcome = VerdictOutcome.RECLASSIFY;
        fixture.truth = new TrueClassification(Purpose.DIRECT_MARKETING, Set.of(), "b-1");

        Ruling.Refused refused = (Ruling.Refused) fixture.ruling();

        assertThat(codes(fixture)).containsExactly("REV-STALE", "MSG-CONSENT-MISSING");
        assertThat(refused.consentRead()).isTrue();
        assertThat(refused.act()).isNull();
    }

    /** What a reviewer says of a message counts instead of what its publisher said, the basis included. */
    @Test
    void shouldReplaceTheWholeClassification() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.outcome = VerdictOutcome.RECLASSIFY;
        fixture.truth = new TrueClassification(Purpose.CONTRACT_PERFORMANCE, Set.of(), "contract-9");

        assertThat(fixture.ruling())
                .isInstanceOfSatisfying(
                        Ruling.Released.class,
                        released -> assertThat(((ReviewedEvent.Message) released.event()).facts())
                                .extracting(MessageFacts::purpose, MessageFacts::basisRef)
                                .containsExactly(Purpose.CONTRACT_PERFORMANCE, "contract-9"));
    }

    @Test
    void shouldTakeTheBasisOfAReplyForItsInquiry() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.outcome = VerdictOutcome.RECLASSIFY;
        fixture.truth = new TrueClassification(Purpose.INQUIRY_RESPONSE, Set.of(), "i1");
        fixture.consent = new ConsentFacts("s1", 1, AT, List.of(), List.of(), List.of());

        assertThat(codes(fixture)).containsExactly("REV-STALE", "MSG-CALLBACK-MISUSE");
    }

    @Test
    void shouldMakeADecisionTheHumansWhoTookIt() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.decision(aCreditRefusal(DecisionRole.SCORE, false));
        fixture.outcome = VerdictOutcome.DECIDE_OVERTURN;
        fixture.content = ByteBuffer.wrap(new byte[] {1});
        fixture.truth = new TrueClassification(null, Set.of(Effect.CONTRACT_TERMS), null);

        DecisionFacts decided = released(fixture);

        assertThat(decided.role()).isEqualTo(DecisionRole.DECISION);
        assertThat(decided.effects()).containsExactly(Effect.CONTRACT_TERMS);
        assertThat(decided.automation().human().reviewerRef()).isEqualTo("ewa");
        assertThat(decided.automation().human().changed()).isTrue();
        assertThat(decided.automation().human().systemProposal()).isEqualTo("CREDIT");
        assertThat(decided.decidedAt()).isEqualTo(AT);
    }

    @Test
    void shouldDecideWithoutSpecialCategoryDataWhereItIsLeftOut() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.decision(aCreditRefusal(DecisionRole.DECISION, true));
        fixture.consent = new ConsentFacts("s1", 1, AT, List.of(), List.of(), List.of());
        fixture.outcome = VerdictOutcome.DECIDE_UPHOLD;

        assertThat(codes(fixture)).containsExactly("REV-STALE", "ADM-SPECIAL-CATEGORY");
        fixture.excluded = true;
        assertThat(released(fixture).profiling().specialCategoryData()).isFalse();
        assertThat(released(fixture).profiling().aspects()).containsExactly("interests");
    }

    @Test
    void shouldCloseAPlantedCaseWhateverTheVerdict() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.control = true;
        for (VerdictOutcome outcome : List.of(VerdictOutcome.REJECT, VerdictOutcome.RECHECK, VerdictOutcome.ESCALATE)) {
            fixture.outcome = outcome;
            assertThat(fixture.ruling())
                    .isInstanceOfSatisfying(
                            Ruling.ControlClosed.class,
                            closed -> assertThat(closed.act().failedControl()).isFalse());
        }
        fixture.outcome = VerdictOutcome.RECLASSIFY;
        fixture.truth = new TrueClassification(Purpose.DIRECT_MARKETING, Set.of(), "b-1");
        assertThat(fixture.ruling().act().failedControl()).isFalse();
        fixture.truth = new TrueClassification(Purpose.SERVICE_NOTICE, Set.of(), "b-1");
        assertThat(fixture.ruling().act().failedControl()).isTrue();
    }

    @Test
    void shouldTellRealDecisionsFromSignatures() {
        assertThat(pattern(20, i -> new Act(AT.plusSeconds(i), 29, false, i, false)))
                .containsKey("figures.medianSeconds");
        assertThat(pattern(20, i -> new Act(AT.plusSeconds(i), 30, false, i, false)))
                .isEmpty();
        assertThat(pattern(19, i -> new Act(AT.plusSeconds(i), 1, true, i, false)))
                .isEmpty();
        assertThat(pattern(20, i -> new Act(AT.plusSeconds(i), 90, true, i, false)))
                .containsEntry("figures.shareUpheld", "100 %");
        assertThat(pattern(20, i -> new Act(AT.plusSeconds(i), 90, i > 0, i, false)))
                .isEmpty();
        assertThat(pattern(5, i -> new Act(AT.plusSeconds(150L * i), 90, true, 7, false)))
                .containsEntry("figures.sameRationale", "5");
        assertThat(pattern(5, i -> new Act(AT.plusSeconds(151L * i), 90, true, 7, false)))
                .isEmpty();
        assertThat(pattern(50, i -> new Act(AT, 90, false, 7, false)))
                .as("a campaign rejected")
                .isEmpty();
        assertThat(pattern(1, i -> new Act(AT, 90, false, 7, true))).containsEntry("figures.failedControls", "1");
    }

    @Test
    void shouldForgetWhatLeavesTheWindow() {
        ReviewerFigures figures = ReviewerFigures.NONE.with(new Act(AT, 1, true, 1, true), 2);

        assertThat(figures.with(new Act(AT, 2, true, 2, false), 2)
                        .with(new Act(AT, 3, true, 3, false), 2)
                        .acts())
                .extracting(Act::activeSeconds)
                .containsExactly(2, 3);
    }

    @Test
    void shouldKeepWhatASecondReviewerHasToConfirm() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.outcome = VerdictOutcome.RECHECK;
        fixture.figures = new ReviewerFigures(List.of(new Act(AT, 90, false, 1, true)));

        Ruling.Refused refused = (Ruling.Refused) fixture.ruling();

        assertThat(codes(fixture)).containsExactly("REV-FOUR-EYES");
        assertThat(refused.proposal()).isNotNull();
        assertThat(refused.act()).isNotNull();
        fixture.proposal = refused.proposal();
        fixture.confirms = "v1";
        fixture.verdictId = "v2";
        fixture.second = "jan";
        fixture.role = "officer";
        fixture.figures = ReviewerFigures.NONE;
        assertThat(fixture.ruling()).isInstanceOf(Ruling.Released.class);
        fixture.content = null;
        fixture.reviewer = "someone else";
        assertThat(codes(fixture)).containsExactly("REV-FOUR-EYES");
    }

    /** Else whoever signs everything would be as good a second pair of eyes as any. */
    @Test
    void shouldAskForAnotherWhereTheFiguresOfWhoConfirmsPassAThreshold() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.outcome = VerdictOutcome.RECHECK;
        fixture.proposal = Proposal.of(fixture.verdict());
        fixture.confirms = "v1";
        fixture.verdictId = "v2";
        fixture.second = "jan";
        fixture.role = "officer";
        fixture.figures = new ReviewerFigures(List.of(new Act(AT, 90, false, 1, true)));

        Ruling.Refused refused = (Ruling.Refused) fixture.ruling();

        assertThat(codes(fixture)).containsExactly("REV-FOUR-EYES");
        assertThat(refused.proposal()).as("the first one goes on waiting").isNull();
        assertThat(refused.act()).isNotNull();
        fixture.figures = ReviewerFigures.NONE;
        assertThat(fixture.ruling()).isInstanceOf(Ruling.Released.class);
    }

    @Test
    void shouldLetOnlyTheSecondRoleReleaseWhatWasEscalated() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.escalated = true;
        assertThat(fixture.ruling()).isInstanceOf(Ruling.Rejected.class);
        fixture.outcome = VerdictOutcome.RECHECK;
        fixture.role = "officer";
        assertThat(fixture.ruling()).isInstanceOf(Ruling.Released.class);
    }

    @Test
    void shouldOverturnTheEffectsOfADecisionWhoseContentStays() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.decision(aCreditRefusal(DecisionRole.DECISION, false));
        fixture.outcome = VerdictOutcome.DECIDE_OVERTURN;
        fixture.content = ByteBuffer.wrap(new byte[] {1});
        fixture.contentAsBefore = true;
        fixture.truth = new TrueClassification(null, Set.of(Effect.CONTRACT_TERMS), null);

        assertThat(fixture.ruling()).isInstanceOf(Ruling.Released.class);
    }

    /** Fifty cases of one campaign would push a failed control out of the window. */
    @Test
    void shouldRememberNothingOfWhatWasRejectedWithItsCampaign() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.evidence = List.of("campaign");
        assertThat(fixture.ruling().act()).isNull();
        fixture.control = true;
        assertThat(fixture.ruling()).isInstanceOf(Ruling.ControlClosed.class);
        assertThat(fixture.ruling().act()).isNull();
        fixture.control = false;
        fixture.outcome = VerdictOutcome.RECHECK;
        fixture.evidence = List.of("campaign", "consent");
        assertThat(fixture.ruling().act()).as("a release").isNotNull();
    }

    @Test
    void shouldAskForNoMoreThanTheReasonToHoldAnEventBack() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.evidence = List.of("violations");
        assertThat(fixture.ruling()).isInstanceOf(Ruling.Rejected.class);
        fixture.outcome = VerdictOutcome.ESCALATE;
        assertThat(fixture.ruling()).isInstanceOf(Ruling.Escalated.class);
    }

    @Test
    void shouldTakeTheConsentHistoryForTheConsent() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.outcome = VerdictOutcome.RECHECK;
        fixture.evidence = List.of("consent-history");
        assertThat(fixture.ruling()).isInstanceOf(Ruling.Released.class);
        fixture.evidence = List.of("consent");
        assertThat(fixture.ruling()).isInstanceOf(Ruling.Released.class);
    }

    @Test
    void shouldAskTheFirstReviewerForNoAmendmentButTheirOwn() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.decision(aCreditRefusal(DecisionRole.DECISION, false));
        fixture.outcome = VerdictOutcome.DECIDE_AMEND;
        fixture.content = ByteBuffer.wrap(new byte[] {1});
        fixture.evidence = List.of("content");

        assertThat(fixture.ruling()).isInstanceOf(Ruling.Released.class);
    }

    @Test
    void shouldAskTheSecondReviewerForNoAmendmentWhereNothingIsAmended() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.outcome = VerdictOutcome.RECHECK;
        fixture.evidence = List.of("consent");
        fixture.proposal = Proposal.of(fixture.verdict());
        fixture.verdictId = "v2";
        fixture.confirms = "v1";
        fixture.second = "jan";
        fixture.role = "officer";

        assertThat(fixture.ruling()).isInstanceOf(Ruling.Released.class);
    }

    @Test
    void shouldSayWhatWasNotOpened() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.decision(aCreditRefusal(DecisionRole.DECISION, false));
        fixture.outcome = VerdictOutcome.DECIDE_AMEND;
        fixture.content = ByteBuffer.wrap(new byte[] {1});
        fixture.second = "jan";
        fixture.evidence = List.of("event");

        Reason token = ((Ruling.Refused) fixture.ruling()).refusals().get(0);

        assertThat(token.factsByName()).containsEntry("evidenceNotOpened", "content, amended content");
        assertThat(token.en()).contains("not opened", "content, amended content");
        assertThat(token.pl()).contains("nie otwarto", "treści, zmienionej treści");
    }

    @Test
    void shouldReadConflictsAndSayHowTheyAreWritten() {
        assertThat(Conflict.of("ewa = spring ")).isEqualTo(new Conflict("ewa", "spring"));
        for (String wrong : List.of("ewa", "=spring", "ewa=")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Conflict.of(wrong))
                    .withMessageContaining("reviewer=campaign");
        }
    }

    @Test
    void shouldNotBeSetToTakeAnyVerdict() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReviewOptions(
                        Duration.ZERO,
                        OPTIONS.roles(),
                        "officer",
                        Set.of(),
                        OPTIONS.fourEyes(),
                        THRESHOLDS,
                        Duration.ZERO))
                .withMessageContaining("longer than nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReviewOptions(
                        OPTIONS.floor(), Set.of(), "officer", Set.of(), OPTIONS.fourEyes(), THRESHOLDS, Duration.ZERO))
                .withMessageContaining("name at least one");
    }

    private static Map<String, String> pattern(int count, IntFunction<Act> act) {
        ReviewerFigures figures =
                new ReviewerFigures(IntStream.range(0, count).mapToObj(act).toList());
        Map<String, String> named = new TreeMap<>();
        figures.pattern(THRESHOLDS).values().forEach((fact, value) -> named.put(fact.key(), value.en()));
        return named;
    }

    private static DecisionFacts released(VerdictFixture fixture) {
        Ruling ruling = fixture.ruling();
        assertThat(ruling).isInstanceOf(Ruling.Released.class);
        return ((ReviewedEvent.Decision) ((Ruling.Released) ruling).event()).facts();
    }

    private static List<String> codes(VerdictFixture fixture) {
        Ruling ruling = fixture.ruling();
        return ruling instanceof Ruling.Refused refused
                ? refused.refusals().stream()
                        .map(Reason::code)
                        .map(Object::toString)
                        .toList()
                : List.of(ruling.getClass().getSimpleName());
    }
}
