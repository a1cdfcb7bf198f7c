// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import static io.consentgate.review.VerdictFixture.AT;
import static io.consentgate.review.VerdictFixture.OPTIONS;
import static io.consentgate.review.VerdictFixture.THRESHOLDS;
import static io.consentgate.review.VerdictFixture.aCreditRefusal;
import static io.consentgate.review.VerdictFixture.aServiceMessage;
import static io.consentgate.review.VerdictFixture.ofCampaign;
import static io.consentgate.review.VerdictFixture.shown;
import static io.consentgate.review.VerdictFixture.truly;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.Language;
import io.consentgate.policy.Outcome;
import io.consentgate.policy.Reason;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.facts.AutomationMode;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ControllerKind;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionFactsBuilder;
import io.consentgate.policy.facts.DecisionRole;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.MessageFactsBuilder;
import io.consentgate.policy.facts.ObjectionScope;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.Trigger;
import io.consentgate.review.ReviewOptions.Conflict;
import io.consentgate.review.ReviewOptions.FourEyes;
import io.consentgate.review.ReviewerFigures.Act;
import io.consentgate.review.facts.VerdictFacts.LabelReference;
import io.consentgate.review.facts.VerdictFacts.TrueClassification;
import io.consentgate.review.facts.VerdictOutcome;
import io.consentgate.review.rules.VerdictRules;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                        "a classification that states nothing",
                        it -> it.reclassify(truly().build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "content said to be none by nothing",
                        it -> it.reclassify(truly().commercialContent(CommercialContent.NONE)
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "a label shown by a blank",
                        it -> it.reclassify(truly().commercialContent(CommercialContent.NONE)
                                .references(List.of(new LabelReference("commercialContent", " ")))
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "a label shown by none",
                        it -> it.reclassify(truly().commercialContent(CommercialContent.NONE)
                                .references(List.of(new LabelReference("commercialContent", "brak")))
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "a purpose shown by a test",
                        it -> it.reclassify(truly().purpose(Purpose.SERVICE_NOTICE)
                                .basisRef("test")
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "a purpose shown by the word for a contract",
                        it -> it.reclassify(truly().purpose(Purpose.SERVICE_NOTICE)
                                .basisRef("umowa")
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "a purpose shown by an article that is no contract",
                        it -> it.reclassify(truly().purpose(Purpose.SERVICE_NOTICE)
                                .basisRef("art. 34 RODO")
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "a duty shown by the name of a law",
                        it -> it.reclassify(truly().purpose(Purpose.LEGAL_OBLIGATION)
                                .basisRef("RODO")
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "a label shown by a digit",
                        it -> it.reclassify(truly().commercialContent(CommercialContent.NONE)
                                .references(List.of(new LabelReference("commercialContent", "1")))
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "a label shown by what shows another",
                        it -> it.reclassify(truly().purpose(Purpose.SERVICE_NOTICE)
                                .basisRef("order-1")
                                .inCampaign(false)
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "a reference for a label that is not restated",
                        it -> it.reclassify(truly().inCampaign(false)
                                .references(shown("inCampaign", "inAudience"))
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "two references for one label",
                        it -> it.reclassify(truly().inCampaign(false)
                                .references(shown("inCampaign", "inCampaign"))
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "a basis for neither purpose nor effects",
                        it -> it.reclassify(truly().inCampaign(false)
                                .basisRef("order-1")
                                .references(shown("inCampaign"))
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "a campaign that its publisher does not name",
                        it -> it.reclassify(truly().inCampaign(true)
                                .references(shown("inCampaign"))
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "an audience that its publisher does not name",
                        it -> it.reclassify(truly().inAudience(true)
                                .references(shown("inAudience"))
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "content of the future",
                        it -> it.reclassify(truly().commercialContent(CommercialContent.UNKNOWN)
                                .references(shown("commercialContent"))
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "a country that is none",
                        it -> it.reclassify(truly().jurisdiction("Poland")
                                .references(shown("jurisdiction"))
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "a reference that is too long",
                        it -> it.reclassify(truly().inCampaign(false)
                                .inAudience(false)
                                .references(List.of(
                                        new LabelReference("inCampaign", "c".repeat(1_025)),
                                        new LabelReference("inAudience", "a")))
                                .build()),
                        "REV-NOT-ALLOWED"),
                refused(
                        "the label of a message on a decision",
                        it -> {
                            it.decision(aCreditRefusal(DecisionRole.DECISION, false));
                            it.reclassify(truly().commercialContent(CommercialContent.NONE)
                                    .references(shown("commercialContent"))
                                    .build());
                        },
                        "REV-NOT-ALLOWED"),
                refused(
                        "what a profile serves where there is none",
                        it -> {
                            it.decision(DecisionFactsBuilder.builder(aCreditRefusal(DecisionRole.DECISION, false))
                                    .profiling(null)
                                    .build());
                            it.reclassify(truly().forDirectMarketing(false)
                                    .references(shown("forDirectMarketing"))
                                    .build());
                        },
                        "REV-NOT-ALLOWED"),
                refused(
                        "a country where a decision is overturned",
                        it -> {
                            it.decision(aCreditRefusal(DecisionRole.DECISION, false));
                            it.outcome = VerdictOutcome.DECIDE_OVERTURN;
                            it.content = content;
                            it.truth = truly().jurisdiction("DE").build();
                        },
                        "REV-NOT-ALLOWED"),
                refused(
                        "an explanation of what no human decided",
                        it -> {
                            it.outcome = VerdictOutcome.RECHECK;
                            it.explanation = "explanations/1";
                        },
                        "REV-NOT-ALLOWED"),
                refused(
                        "an explanation too long to be written",
                        it -> {
                            it.decision(aCreditRefusal(DecisionRole.DECISION, false));
                            it.outcome = VerdictOutcome.DECIDE_UPHOLD;
                            it.explanation = "e".repeat(1_025);
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
                refused("a dash for a rationale", it -> it.rationale = "-", "REV-TOKEN"),
                refused("a test for a rationale", it -> it.rationale = "Test.", "REV-TOKEN"),
                refused("under the floor", it -> it.activeSeconds = 19, "REV-TOKEN"),
                refused("opened after it was decided", it -> it.openedAt = AT.plusSeconds(1), "REV-TOKEN"),
                refused("more work than time", it -> it.openedAt = AT.minusSeconds(118), "REV-TOKEN"),
                refused("decided tomorrow", it -> it.decidedAt = AT.plusSeconds(301), "REV-TOKEN"),
                refused("opened at no time", it -> it.openedAt = Instant.EPOCH, "REV-TOKEN"),
                refused(
                        "decided at a time in seconds",
                        it -> it.decidedAt = Instant.ofEpochMilli(AT.getEpochSecond()),
                        "REV-TOKEN"),
                refused(
                        "opened and decided at times in seconds",
                        it -> {
                            it.openedAt = Instant.ofEpochMilli(AT.getEpochSecond() - 180_000);
                            it.decidedAt = Instant.ofEpochMilli(AT.getEpochSecond());
                        },
                        "REV-TOKEN"),
                refused(
                        "opened at a time in microseconds",
                        it -> it.openedAt = Instant.ofEpochMilli(1_000 * AT.toEpochMilli()),
                        "REV-TOKEN"),
                refused("opened before there was a case", it -> it.openedAt = AT.minusSeconds(901), "REV-TOKEN"),
                refused("a case that the gate does not hold", it -> it.held = false, "REV-STALE"),
                refused("a case whose time is over", it -> it.closesAt = AT, "REV-STALE"),
                refused("an event that cannot be read any more", it -> it.readable = false, "REV-STALE"),
                refused("a verdict seen before", it -> it.seen = true, "REV-REPLAY"),
                refused("a verdict on another state of the case", it -> it.digest = "other", "REV-REPLAY"),
                refused(
                        "the release of what another case released",
                        it -> {
                            it.outcome = VerdictOutcome.RECHECK;
                            it.eventReleased = true;
                        },
                        "REV-REPLAY"),
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
                refused(
                        "the author of the campaign, in capitals",
                        it -> {
                            it.reviewer = "AUTHOR\u200B";
                            it.event = new ReviewedEvent.Message(ofCampaign("Spring "), message -> GateMemory.EMPTY);
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
            assertThat(refusal.text(Language.ENGLISH)).isNotEqualTo(refusal.text(Language.POLISH));
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
            assertThat(rule.description().text(Language.ENGLISH)).endsWith(".");
            assertThat(rule.description().text(Language.POLISH))
                    .endsWith(".")
                    .isNotEqualTo(rule.description().text(Language.ENGLISH));
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

    /** The commonest mistake: an SMS about an order, labelled as if an advert stood under it. */
    @Test
    void shouldReleaseAServiceMessageThatWasLabelledAsAdvertising() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.message(MessageFactsBuilder.builder(aServiceMessage())
                .commercialContent(CommercialContent.ANCILLARY)
                .build());
        fixture.reclassify(
                truly().purpose(Purpose.SERVICE_NOTICE).basisRef("order-7").build());
        assertThat(codes(fixture)).startsWith("REV-STALE").contains("MSG-MIXED-CONTENT");

        fixture.reclassify(truly().purpose(Purpose.SERVICE_NOTICE)
                .basisRef("order-7")
                .commercialContent(CommercialContent.NONE)
                .references(shown("commercialContent"))
                .build());

        assertThat(releasedMessage(fixture))
                .extracting(MessageFacts::purpose, MessageFacts::basisRef, MessageFacts::commercialContent)
                .containsExactly(Purpose.SERVICE_NOTICE, "order-7", CommercialContent.NONE);
    }

    @Test
    void shouldReleaseANoticeThatALawDemandsByItsArticle() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.message(MessageFactsBuilder.builder(aServiceMessage())
                .campaignId("spring-breach")
                .build());
        fixture.reclassify(truly().purpose(Purpose.LEGAL_OBLIGATION)
                .basisRef("art. 34 RODO")
                .build());

        assertThat(releasedMessage(fixture))
                .extracting(MessageFacts::purpose, MessageFacts::basisRef)
                .containsExactly(Purpose.LEGAL_OBLIGATION, "art. 34 RODO");
    }

    /** As one who signs in again with capitals, or with a character that nobody sees. */
    @ParameterizedTest
    @ValueSource(strings = {"ewa", " ewa ", "EWA", "ewa\u200B", "ew\u0430"})
    void shouldTakeOnePersonForOnePairOfEyes(String second) {
        VerdictFixture fixture = new VerdictFixture();
        fixture.outcome = VerdictOutcome.RECHECK;
        fixture.proposal = Proposal.of(fixture.verdict());
        fixture.confirms = "v1";
        fixture.verdictId = "v2";
        fixture.second = second;
        fixture.role = "officer";

        assertThat(codes(fixture)).containsExactly("REV-ROLE");
        fixture.second = "adam";
        assertThat(fixture.ruling()).isInstanceOf(Ruling.Released.class);
    }

    @Test
    void shouldKeepEveryLabelThatIsNotRestated() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.message(MessageFactsBuilder.builder(ofCampaign("spring"))
                .audienceId("buyers")
                .audienceProfiled(true)
                .basisRef("order-7")
                .build());
        fixture.reclassify(
                truly().inAudience(false).references(shown("inAudience")).build());
        assertThat(codes(fixture)).containsExactly("REV-STALE", "MSG-PURPOSE-CONTRADICTED");

        fixture.reclassify(truly().inCampaign(false)
                .inAudience(false)
                .references(shown("inCampaign", "inAudience"))
                .build());

        assertThat(releasedMessage(fixture))
                .isEqualTo(MessageFactsBuilder.builder(aServiceMessage())
                        .basisRef("order-7")
                        .build());
    }

    @Test
    void shouldTakeTheTriggerOfACampaignAwayWithTheCampaign() {
        VerdictFixture fixture = new VerdictFixture();
        MessageFacts mislabelled = MessageFactsBuilder.builder(ofCampaign("spring"))
                .trigger(Trigger.CAMPAIGN)
                .basisRef("order-7")
                .build();
        fixture.message(mislabelled);
        fixture.reclassify(
                truly().inCampaign(false).references(shown("inCampaign")).build());

        assertThat(releasedMessage(fixture).trigger()).isNull();
        assertThat(releasedMessage(fixture).campaignId()).isNull();
    }

    @Test
    void shouldLeaveAPromotionalOccasionWhereItIs() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.message(MessageFactsBuilder.builder(ofCampaign("spring"))
                .trigger(Trigger.BIRTHDAY)
                .basisRef("order-7")
                .build());
        fixture.reclassify(
                truly().inCampaign(false).references(shown("inCampaign")).build());

        assertThat(codes(fixture)).containsExactly("REV-STALE", "MSG-PURPOSE-CONTRADICTED");
    }

    @Test
    void shouldJudgeByTheLawThatTrulyApplies() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.message(MessageFactsBuilder.builder(aServiceMessage())
                .jurisdiction("XX")
                .build());
        fixture.reclassify(
                truly().jurisdiction("YY").references(shown("jurisdiction")).build());
        assertThat(codes(fixture)).containsExactly("REV-STALE", "GATE-JURISDICTION");

        fixture.reclassify(
                truly().jurisdiction("PL").references(shown("jurisdiction")).build());

        assertThat(releasedMessage(fixture).jurisdiction()).isEqualTo("PL");
    }

    @Test
    void shouldSayWhatAProfileTrulyServes() {
        VerdictFixture fixture = new VerdictFixture();
        DecisionFacts advert = DecisionFactsBuilder.builder(aCreditRefusal(DecisionRole.DECISION, false))
                .effects(Set.of(Effect.NONE))
                .jurisdiction("XX")
                .profiling(new DecisionFacts.Profiling("churn", "3", List.of("interests"), true, false, true))
                .build();
        fixture.decision(advert);
        fixture.consent = new ConsentFacts(
                "s1",
                1,
                AT,
                List.of(),
                List.of(new ConsentFacts.Objection("bank", ObjectionScope.PROFILING, AT.minusSeconds(900), null)),
                List.of(),
                List.of());
        fixture.reclassify(
                truly().jurisdiction("PL").references(shown("jurisdiction")).build());
        assertThat(codes(fixture)).containsExactly("REV-STALE", "ADM-OBJECTION");

        fixture.reclassify(truly().jurisdiction("PL")
                .forDirectMarketing(false)
                .references(shown("jurisdiction", "forDirectMarketing"))
                .build());

        assertThat(released(fixture))
                .isEqualTo(DecisionFactsBuilder.builder(advert)
                        .jurisdiction("PL")
                        .profiling(new DecisionFacts.Profiling("churn", "3", List.of("interests"), true, false, false))
                        .build());
    }

    @Test
    void shouldNameTheLabelsThatNothingShows() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.reclassify(truly().purpose(Purpose.SERVICE_NOTICE)
                .commercialContent(CommercialContent.NONE)
                .jurisdiction("PL")
                .references(shown("jurisdiction"))
                .build());

        assertThat(((Ruling.Refused) fixture.ruling()).refusals().get(0).factsByName())
                .containsEntry("trueClassification.references", "purpose, commercialContent")
                .doesNotContainKey("trueClassification");
    }

    /** What a second person puts their name to is everything that the first one stated. */
    @Test
    void shouldTellTwoClassificationsApart() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.outcome = VerdictOutcome.RECLASSIFY;
        List<TrueClassification> different = List.of(
                truly().build(),
                truly().purpose(Purpose.SERVICE_NOTICE).build(),
                truly().basisRef("").build(),
                truly().basisRef("a").build(),
                truly().commercialContent(CommercialContent.NONE).build(),
                truly().inCampaign(false).build(),
                truly().inAudience(false).build(),
                truly().jurisdiction("PL").build(),
                truly().forDirectMarketing(false).build(),
                truly().forDirectMarketing(true).build(),
                truly().effects(Set.of(Effect.PRICE)).build(),
                truly().references(shown("inCampaign")).build(),
                truly().references(List.of(new LabelReference("inCampaign", "another")))
                        .build(),
                truly().references(shown("inCampaign", "inAudience")).build());

        assertThat(different.stream()
                        .map(truth -> {
                            fixture.truth = truth;
                            return Proposal.substanceOf(fixture.verdict());
                        })
                        .collect(Collectors.toSet()))
                .hasSameSizeAs(different);
        fixture.truth = null;
        String without = Proposal.substanceOf(fixture.verdict());
        fixture.explanation = "explanations/1";
        assertThat(Proposal.substanceOf(fixture.verdict())).isNotEqualTo(without);
        fixture.truth = truly().references(shown("inAudience", "inCampaign")).build();
        String oneOrder = Proposal.substanceOf(fixture.verdict());
        fixture.truth = truly().references(shown("inCampaign", "inAudience")).build();
        assertThat(Proposal.substanceOf(fixture.verdict())).isEqualTo(oneOrder);
    }

    private static Arguments upheld(String what, boolean refused, UnaryOperator<DecisionFactsBuilder> change) {
        return Arguments.of(what, refused, change);
    }

    /** A bank's refusal without an explanation, and what else it may be. */
    static Stream<Arguments> upheldDecisions() {
        return Stream.of(
                upheld("credit, by its effect", true, it -> it),
                upheld("credit that its publisher explains", false, it -> it.explanationRef("e1")),
                upheld("credit with a blank for an explanation", true, it -> it.explanationRef(" ")),
                upheld("credit with n/a for an explanation", true, it -> it.explanationRef("n/a")),
                upheld(
                        "a refusal by an insurer",
                        true,
                        it -> it.effects(Set.of(Effect.CONTRACT_REFUSAL)).controllerKind(ControllerKind.INSURER)),
                upheld(
                        "a termination by a lender",
                        true,
                        it -> it.effects(Set.of(Effect.CONTRACT_TERMINATION)).controllerKind(ControllerKind.LENDER)),
                upheld(
                        "terms by a lender",
                        true,
                        it -> it.effects(Set.of(Effect.CONTRACT_TERMS)).controllerKind(ControllerKind.LENDER)),
                upheld(
                        "another effect of a bureau's score",
                        true,
                        it -> it.effects(Set.of(Effect.SIMILAR_SIGNIFICANT))
                                .controllerKind(ControllerKind.CREDIT_BUREAU)),
                upheld(
                        "a dearer policy",
                        true,
                        it -> it.effects(Set.of(Effect.PRICE)).priceDelta(0.01).controllerKind(ControllerKind.INSURER)),
                upheld(
                        "a price of which no difference is stated",
                        true,
                        it -> it.effects(Set.of(Effect.PRICE)).controllerKind(ControllerKind.INSURER)),
                upheld(
                        "a cheaper policy",
                        false,
                        it -> it.effects(Set.of(Effect.PRICE))
                                .priceDelta(-0.01)
                                .controllerKind(ControllerKind.INSURER)),
                upheld(
                        "a refusal by somebody that this version does not know",
                        true,
                        it -> it.effects(Set.of(Effect.CONTRACT_REFUSAL)).controllerKind(ControllerKind.UNKNOWN)),
                upheld("a refusal by a shop", false, it -> it.effects(Set.of(Effect.CONTRACT_REFUSAL))),
                upheld(
                        "a refusal by what is known as something else",
                        false,
                        it -> it.effects(Set.of(Effect.CONTRACT_REFUSAL)).controllerKind(ControllerKind.OTHER)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("upheldDecisions")
    void shouldAskForAnExplanationOfWhatIsUpheldInCreditAndInsurance(
            String what, boolean refused, UnaryOperator<DecisionFactsBuilder> change) {
        VerdictFixture fixture = new VerdictFixture();
        fixture.decision(change.apply(DecisionFactsBuilder.builder(aCreditRefusal(DecisionRole.DECISION, false))
                        .explanationRef(null))
                .build());
        fixture.outcome = VerdictOutcome.DECIDE_UPHOLD;

        assertThat(codes(fixture)).as(what).isEqualTo(List.of(refused ? "REV-NOT-ALLOWED" : "Released"));
        fixture.explanation = "explanations/1";
        assertThat(released(fixture).explanationRef()).isEqualTo("explanations/1");
    }

    @Test
    void shouldAskForAnExplanationElsewhereWhereItIsSet() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.decision(DecisionFactsBuilder.builder(aCreditRefusal(DecisionRole.DECISION, false))
                .effects(Set.of(Effect.CONTRACT_REFUSAL))
                .explanationRef(null)
                .build());
        fixture.outcome = VerdictOutcome.DECIDE_UPHOLD;
        assertThat(released(fixture).explanationRef()).isNull();

        fixture.options = new ReviewOptions(
                OPTIONS.floor(),
                OPTIONS.roles(),
                OPTIONS.secondRole(),
                OPTIONS.conflicts(),
                OPTIONS.fourEyes(),
                THRESHOLDS,
                true,
                OPTIONS.clockSkew());

        assertThat(codes(fixture)).containsExactly("REV-NOT-ALLOWED");
        assertThat(((Ruling.Refused) fixture.ruling()).refusals().get(0).factsByName())
                .containsEntry("explanationRef", "absent");
        fixture.outcome = VerdictOutcome.DECIDE_OVERTURN;
        fixture.content = ByteBuffer.wrap(new byte[] {1});
        assertThat(fixture.ruling()).as("no longer adverse").isInstanceOf(Ruling.Released.class);
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
                                .extracting(MessageFacts::purpose, MessageFacts::basisRef, MessageFacts::inquiryId)
                                .containsExactly(Purpose.CONTRACT_PERFORMANCE, "contract-9", null));
    }

    @Test
    void shouldTakeTheBasisOfAReplyForItsInquiry() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.outcome = VerdictOutcome.RECLASSIFY;
        fixture.truth = new TrueClassification(Purpose.INQUIRY_RESPONSE, Set.of(), "i1");
        fixture.consent = new ConsentFacts("s1", 1, AT, List.of(), List.of(), List.of(), List.of());

        assertThat(codes(fixture)).containsExactly("REV-STALE", "MSG-CALLBACK-MISUSE");
        assertThat(((Ruling.Refused) fixture.ruling()).refusals().get(1).factsByName())
                .containsEntry("inquiryId", "i1");
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
        fixture.consent = new ConsentFacts("s1", 1, AT, List.of(), List.of(), List.of(), List.of());
        fixture.outcome = VerdictOutcome.DECIDE_UPHOLD;

        assertThat(codes(fixture)).containsExactly("REV-STALE", "ADM-SPECIAL-CATEGORY");
        fixture.excluded = true;
        assertThat(released(fixture).profiling().specialCategoryData()).isFalse();
        assertThat(released(fixture).profiling().aspects()).containsExactly("interests");
    }

    /** A price that a human really set is not the machine's, whatever it was called before. */
    @ParameterizedTest
    @EnumSource(names = {"DECIDE_UPHOLD", "DECIDE_AMEND"})
    void shouldLetAHumanDecideWhatAMachineUnderstated(VerdictOutcome outcome) {
        VerdictFixture fixture = new VerdictFixture();
        fixture.decision(DecisionFactsBuilder.builder(aCreditRefusal(DecisionRole.DECISION, false))
                .effects(Set.of(Effect.OFFER_SHOWN))
                .termsIndividualised(true)
                .build());
        assertThat(fixture.event.assess(VerdictFixture.POLICY, fixture.consent, AT))
                .isInstanceOfSatisfying(
                        Assessment.Diverted.class,
                        diverted -> assertThat(diverted.violations())
                                .anyMatch(reason -> reason.code() == RuleCode.ADM_EFFECT_UNDERSTATED));
        fixture.outcome = outcome;
        if (outcome == VerdictOutcome.DECIDE_AMEND) {
            fixture.content = ByteBuffer.wrap(new byte[] {1});
        }

        assertThat(fixture.ruling()).isInstanceOf(Ruling.Released.class);
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
        fixture.truth = truly().commercialContent(CommercialContent.NONE)
                .references(shown("commercialContent"))
                .build();
        assertThat(fixture.ruling().act().failedControl()).isTrue();
        fixture.truth = truly().commercialContent(CommercialContent.REQUESTED)
                .references(shown("commercialContent"))
                .build();
        assertThat(fixture.ruling().act().failedControl()).isTrue();
        fixture.truth = truly().commercialContent(CommercialContent.ANCILLARY)
                .references(shown("commercialContent"))
                .build();
        assertThat(fixture.ruling().act().failedControl()).isFalse();
        fixture.truth =
                truly().jurisdiction("DE").references(shown("jurisdiction")).build();
        assertThat(fixture.ruling().act().failedControl()).isFalse();
    }

    @Test
    void shouldTellRealDecisionsFromSignatures() {
        assertThat(pattern(20, i -> new Act(AT.plusSeconds(i), 29, false, i, false)))
                .containsKey("figures.medianSeconds");
        assertThat(pattern(20, i -> new Act(AT.plusSeconds(i), 30, false, i, false)))
                .isEmpty();
        assertThat(pattern(20, i -> new Act(AT.plusSeconds(i), i < 10 ? 29 : 90, false, i, false)))
                .as("the lower one of the two in the middle")
                .containsEntry("figures.medianSeconds", "29");
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
        assertThat(token.text(Language.ENGLISH)).contains("not opened", "content, amended content");
        assertThat(token.text(Language.POLISH)).contains("nie otwarto", "treści, zmienionej treści");
    }

    @Test
    void shouldReadConflictsAndSayHowTheyAreWritten() {
        assertThat(Conflict.of("ewa = spring ")).isEqualTo(new Conflict("ewa", "spring"));
        assertThat(Conflict.of("e=s")).isEqualTo(new Conflict("e", "s"));
        for (String wrong : List.of("ewa", "=spring", " =spring", "ewa=", "ewa= ")) {
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
                        false,
                        Duration.ZERO))
                .withMessageContaining("longer than nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReviewOptions(
                        OPTIONS.floor(),
                        Set.of(),
                        "officer",
                        Set.of(),
                        OPTIONS.fourEyes(),
                        THRESHOLDS,
                        false,
                        Duration.ZERO))
                .withMessageContaining("name at least one");
    }

    /** Where the operator says so, no figure makes one person enough. */
    @Test
    void shouldAskForTwoPeopleAlwaysWhereItIsSet() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.outcome = VerdictOutcome.RECHECK;
        fixture.options = new ReviewOptions(
                OPTIONS.floor(),
                OPTIONS.roles(),
                OPTIONS.secondRole(),
                OPTIONS.conflicts(),
                FourEyes.ALWAYS,
                THRESHOLDS,
                false,
                OPTIONS.clockSkew());

        Ruling.Refused refused = (Ruling.Refused) fixture.ruling();

        assertThat(codes(fixture)).containsExactly("REV-FOUR-EYES");
        assertThat(refused.refusals().get(0).factsByName()).containsEntry("fourEyes", "always");
        fixture.proposal = refused.proposal();
        fixture.confirms = "v1";
        fixture.verdictId = "v2";
        fixture.second = "jan";
        fixture.role = "officer";
        assertThat(fixture.ruling()).isInstanceOf(Ruling.Released.class);
    }

    /** The second one confirms; the decision, and the time and evidence behind it, are the first one's. */
    @Test
    void shouldMakeAConfirmedDecisionTheFirstReviewers() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.decision(aCreditRefusal(DecisionRole.DECISION, false));
        fixture.outcome = VerdictOutcome.DECIDE_UPHOLD;
        fixture.openedAt = AT.minusSeconds(590);
        fixture.decidedAt = AT.minusSeconds(300);
        fixture.evidence = List.of("content", "consent");
        fixture.proposal = Proposal.of(fixture.verdict());
        fixture.openedAt = AT.minusSeconds(180);
        fixture.decidedAt = AT;
        fixture.evidence = List.of("content");
        fixture.verdictId = "v2";
        fixture.confirms = "v1";
        fixture.second = "jan";
        fixture.role = "officer";

        DecisionFacts decided = released(fixture);

        assertThat(decided.decidedAt()).isEqualTo(AT.minusSeconds(300));
        assertThat(decided.automation().human())
                .extracting(
                        DecisionFacts.Human::reviewerRef,
                        DecisionFacts.Human::role,
                        DecisionFacts.Human::startedAt,
                        DecisionFacts.Human::inputsSeen)
                .containsExactly("ewa", "reviewer", AT.minusSeconds(590), List.of("content", "consent"));
    }

    @Test
    void shouldNameWhatTheSystemProposedByItsPublishersCode() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.decision(DecisionFactsBuilder.builder(aCreditRefusal(DecisionRole.DECISION, false))
                .automation(new DecisionFacts.Automation(
                        AutomationMode.FULLY_AUTOMATED,
                        new DecisionFacts.Human("", "", null, AT, AT, List.of(), false, false, 1, "refuse-7")))
                .build());
        fixture.outcome = VerdictOutcome.DECIDE_UPHOLD;

        assertThat(released(fixture).automation().human().systemProposal()).isEqualTo("refuse-7");
    }

    /** The effects' reference is the ground's, too: a publisher who named none is corrected by it. */
    @Test
    void shouldTakeTheReferenceOfTheTrueEffectsForTheGrounds() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.decision(DecisionFactsBuilder.builder(aCreditRefusal(DecisionRole.DECISION, false))
                .groundReference("contract-1")
                .build());
        fixture.reclassify(
                truly().effects(Set.of(Effect.OFFER_SHOWN)).basisRef("offer-7").build());

        assertThat(released(fixture))
                .extracting(DecisionFacts::effects, DecisionFacts::groundReference)
                .containsExactly(Set.of(Effect.OFFER_SHOWN), "offer-7");
        fixture.reclassify(
                truly().jurisdiction("PL").references(shown("jurisdiction")).build());
        fixture.decision(DecisionFactsBuilder.builder(aCreditRefusal(DecisionRole.DECISION, false))
                .effects(Set.of(Effect.OFFER_SHOWN))
                .groundReference("contract-1")
                .build());
        assertThat(released(fixture).groundReference()).isEqualTo("contract-1");
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN, false",
        "REJECT, false",
        "RECLASSIFY, true",
        "RECHECK, true",
        "DECIDE_UPHOLD, true",
        "DECIDE_AMEND, false",
        "DECIDE_OVERTURN, false",
        "ESCALATE, false"
    })
    void shouldKnowWhatLetsAnEventGoAsTheSystemHadIt(VerdictOutcome outcome, boolean upholds) {
        assertThat(outcome.upholds()).isEqualTo(upholds);
    }

    @Test
    void shouldRememberTheSameWordsAsTheSameRationale() {
        VerdictFixture fixture = new VerdictFixture();
        long first = fixture.ruling().act().rationale();
        fixture.rationale = "Read against the contract!";
        assertThat(fixture.ruling().act().rationale()).isEqualTo(first);
        fixture.rationale = "read against the order";
        assertThat(fixture.ruling().act().rationale()).isNotEqualTo(first);
    }

    @Test
    void shouldSayWhoseCampaignItIs() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.reviewer = "author";
        fixture.message(ofCampaign("spring"));
        assertThat(facts(fixture)).containsEntry("conflict", "spring");
        fixture.message(ofCampaign("summer"));
        assertThat(fixture.ruling()).as("another's campaign").isInstanceOf(Ruling.Rejected.class);
    }

    @Test
    void shouldSayThatACaseWasEscalatedWhereThatTakesTheRole() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.role = "intern";
        fixture.outcome = VerdictOutcome.RECHECK;
        assertThat(facts(fixture))
                .containsEntry("acceptedRoles", "officer reviewer")
                .doesNotContainKey("case.state");
        fixture.escalated = true;
        assertThat(facts(fixture)).containsEntry("acceptedRoles", "officer").containsEntry("case.state", "escalated");
    }

    @Test
    void shouldTakeWhatIsJustLongEnoughOrShortEnough() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.activeSeconds = 20;
        fixture.openedAt = AT.minusSeconds(19);
        assertThat(fixture.ruling()).isInstanceOf(Ruling.Rejected.class);
        fixture.evidence = List.of("e".repeat(1_024));
        assertThat(fixture.ruling()).isInstanceOf(Ruling.Rejected.class);
        fixture.evidence = List.of("content");
        String reference = "t/1".repeat(337) + "ab";
        fixture.reclassify(truly().inCampaign(false)
                .references(List.of(new LabelReference("inCampaign", reference)))
                .build());
        assertThat(fixture.ruling()).isInstanceOf(Ruling.Released.class);
        fixture.reclassify(truly().inCampaign(false)
                .references(List.of(new LabelReference("inCampaign", reference + "c")))
                .build());
        assertThat(facts(fixture)).containsEntry("field", "trueClassification.references");
    }

    @Test
    void shouldTakeContentUpToTheLargestAndSayHowLargeMoreIs() {
        VerdictFixture fixture = new VerdictFixture();
        fixture.decision(aCreditRefusal(DecisionRole.DECISION, false));
        fixture.outcome = VerdictOutcome.DECIDE_AMEND;
        fixture.content = ByteBuffer.allocate(512 * 1024);
        assertThat(fixture.ruling()).isInstanceOf(Ruling.Released.class);
        fixture.content = ByteBuffer.allocate(512 * 1024 + 1);
        assertThat(facts(fixture)).containsEntry("amendedContent", "524289 B");
        fixture.content = null;
        assertThat(facts(fixture)).containsEntry("amendedContent", "absent");
    }

    private static Map<String, String> pattern(int count, IntFunction<Act> act) {
        ReviewerFigures figures =
                new ReviewerFigures(IntStream.range(0, count).mapToObj(act).toList());
        Map<String, String> named = new TreeMap<>();
        figures.pattern(THRESHOLDS)
                .values()
                .forEach((fact, value) -> named.put(fact.key(), value.in(Language.ENGLISH)));
        return named;
    }

    private static MessageFacts releasedMessage(VerdictFixture fixture) {
        Ruling ruling = fixture.ruling();
        assertThat(ruling).isInstanceOf(Ruling.Released.class);
        return ((ReviewedEvent.Message) ((Ruling.Released) ruling).event()).facts();
    }

    private static DecisionFacts released(VerdictFixture fixture) {
        Ruling ruling = fixture.ruling();
        assertThat(ruling).isInstanceOf(Ruling.Released.class);
        return ((ReviewedEvent.Decision) ((Ruling.Released) ruling).event()).facts();
    }

    private static Map<String, String> facts(VerdictFixture fixture) {
        return ((Ruling.Refused) fixture.ruling()).refusals().get(0).factsByName();
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
