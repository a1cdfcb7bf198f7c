// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consentgate.policy.Assessment.Cleared;
import io.consentgate.policy.Assessment.Diverted;
import io.consentgate.policy.PolicyOptions.HumanPattern;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.RecordingBasis;
import io.consentgate.policy.law.LawBook;
import io.consentgate.policy.rules.Catalogue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyTest {

    private static final Instant AT = Instant.parse("2026-11-02T09:00:00Z");
    private static final JsonNode ORDINARY = JsonNodeFactory.instance.objectNode();
    private static final MessageFacts MESSAGE = FactsReader.message(ORDINARY);
    private static final DecisionFacts DECISION = FactsReader.decision(ORDINARY);
    private static final ConsentView CONSENT = FactsReader.consent(ORDINARY);

    private final Policy policy = Policy.standard(PolicyOptions.defaults());

    @Test
    void shouldDivertWhatARuleFailsOnAndKeepItsMessageToItself() {
        Policy failing = Policy.of(LawBook.of(List.of(failing())), PolicyOptions.defaults());

        for (Assessment assessment : List.of(
                failing.assess(MESSAGE, CONSENT, GateMemory.EMPTY, AT),
                failing.assess(DECISION, CONSENT, HumanHistory.EMPTY, AT))) {
            assertThat(assessment).isInstanceOfSatisfying(Diverted.class, diverted -> {
                assertThat(diverted.allowedOutcomes()).containsExactlyInAnyOrder(Outcome.REJECT, Outcome.RECHECK);
                assertThat(diverted.violations()).singleElement().satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo(RuleCode.GATE_POLICY_ERROR);
                    assertThat(reason.factsByName())
                            .containsExactly(
                                    Map.entry("rule", "MSG-EXPIRED"),
                                    Map.entry("exception", "java.lang.IllegalStateException"));
                    assertThat(reason.toString()).doesNotContain("+48");
                });
            });
        }
    }

    @Test
    void shouldDivertWhatAnObservedRuleFailsOn() {
        Policy failing = Policy.of(
                LawBook.of(List.of(failing())),
                PolicyOptions.defaults().withMode(RuleCode.MSG_EXPIRED, RuleMode.OBSERVE));

        assertThat(failing.assess(MESSAGE, CONSENT, GateMemory.EMPTY, AT)).isInstanceOf(Diverted.class);
    }

    @Test
    void shouldTellTheDecidingFieldsInBothLanguages() {
        Assessment assessment = policy.assess(MESSAGE, ConsentView.NoRecord.NO_RECORD, GateMemory.EMPTY, AT);

        assertThat(assessment).isInstanceOfSatisfying(Diverted.class, diverted -> {
            Reason reason = diverted.violations().get(0);
            assertThat(reason.text(Language.ENGLISH))
                    .isEqualTo(
                            "Marketing on this channel requires the recipient's prior consent to this controller; none"
                                    + " is on record. (consent record: none; channel: SMS; purpose: DIRECT_MARKETING; commercial"
                                    + " content: PRIMARY)");
            assertThat(reason.text(Language.POLISH))
                    .isEqualTo(
                            "Marketing tym kanałem wymaga uprzedniej zgody odbiorcy udzielonej temu administratorowi; w"
                                    + " rejestrze jej nie ma. (wpis o zgodach: brak; kanał: SMS; cel: DIRECT_MARKETING; treść"
                                    + " handlowa: PRIMARY)");
        });
    }

    @Test
    void shouldTellTheSentenceAloneWhereNoFieldDecided() {
        RuleDescription rule = Catalogue.rules().get(0).description();

        assertThat(new Reason(rule, Facts.NONE.values(), List.of()).text(Language.ENGLISH))
                .isEqualTo(rule.text(Language.ENGLISH));
    }

    @Test
    void shouldOfferDecisionsOnSpecialCategoryDataOnConditionThatItIsLeftOut() {
        Assessment special = row("Health data without explicit consent");
        Assessment credit = row("A profile, a machine and a price, without a ground");

        assertThat(special)
                .isInstanceOfSatisfying(
                        Diverted.class,
                        diverted -> assertThat(diverted.mustExcludeSpecialCategory())
                                .isTrue());
        assertThat(credit)
                .isInstanceOfSatisfying(
                        Diverted.class,
                        diverted -> assertThat(diverted.mustExcludeSpecialCategory())
                                .isFalse());
    }

    @Test
    void shouldClearPlainlyWithoutAllocatingAnAnswer() {
        assertThat(policy.assess(MESSAGE, CONSENT, GateMemory.EMPTY, AT)).isSameAs(Cleared.PLAINLY);
    }

    @Test
    void shouldJudgeTheSameAfterBeingAskedBefore() {
        Assessment first = policy.assess(MESSAGE, ConsentView.NoRecord.NO_RECORD, GateMemory.EMPTY, AT);

        assertThat(policy.assess(MESSAGE, ConsentView.NoRecord.NO_RECORD, GateMemory.EMPTY, AT))
                .isEqualTo(first);
    }

    @Test
    void shouldCountRepliesToInquiriesOnly() {
        assertThat(usesUpInquiry("purpose", "INQUIRY_RESPONSE", "inquiryId", "i1"))
                .isTrue();
        assertThat(usesUpInquiry("purpose", "INQUIRY_RESPONSE")).isFalse();
        assertThat(usesUpInquiry("purpose", "SERVICE_NOTICE", "inquiryId", "i1"))
                .isFalse();
    }

    @Test
    void shouldCountNoTurnOfAConversationAsTheOneReply() {
        ObjectNode turn = difference(
                "purpose", "INQUIRY_RESPONSE", "commercialContent", "NONE", "inquiryId", "i1", "channel", "CHAT");
        turn.putObject("conversation").put("id", "v1").put("lastFromSubjectAt", "2026-11-01T09:00:00Z");

        assertThat(usesUpInquiry(FactsReader.message(turn.put("initiator", "SUBJECT")), AT))
                .isFalse();
        assertThat(usesUpInquiry(FactsReader.message(turn), AT.plusSeconds(1)))
                .as("a day after the person last wrote")
                .isTrue();
        assertThat(usesUpInquiry(FactsReader.message(turn.put("initiator", "BUSINESS")), AT))
                .isTrue();
    }

    @Test
    void shouldKnowAnInquiryByItsIdAndByWhenItWasMade() {
        MessageFacts reply = message("purpose", "INQUIRY_RESPONSE", "inquiryId", " I1");
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.putArray("inquiries")
                .add(difference("inquiryId", "i1"))
                .add(difference("inquiryId", "i1", "controllerId", "bank", "openedAt", "2026-11-01T09:00:00Z"))
                .add(difference("inquiryId", "i2", "openedAt", "2026-11-01T09:00:00Z"));

        assertThat(policy.inquiriesUsedUp(reply, FactsReader.consent(record), AT))
                .containsExactly("id i1", "asked CALLBACK VOICE 2026-11-02T07:30:00Z");
    }

    @Test
    void shouldCountContactsOfWhatMayBeMarketingWhereALimitIsSet() {
        Policy limited = Policy.standard(PolicyOptions.defaults()
                .withContact(new ContactOptions(
                        List.of(),
                        List.of(new ContactLimit(Channel.SMS, 1, Duration.ofHours(24))),
                        false,
                        Map.of(),
                        PublicHolidays.NONE)));

        assertThat(limited.countsContacts(MESSAGE)).isTrue();
        assertThat(policy.countsContacts(MESSAGE)).as("no limit").isFalse();
        assertThat(limited.countsContacts(message("channel", "EMAIL")))
                .as("no limit of this channel")
                .isFalse();
        assertThat(limited.countsContacts(message("purpose", "DIRECT_MARKETING", "commercialContent", "NONE")))
                .isTrue();
        assertThat(limited.countsContacts(message("purpose", "CONSENT_REQUEST", "commercialContent", "NONE")))
                .isTrue();
        assertThat(limited.countsContacts(message("purpose", "SERVICE_NOTICE", "commercialContent", "ANCILLARY")))
                .isTrue();
        assertThat(limited.countsContacts(message("purpose", "SERVICE_NOTICE", "commercialContent", "NONE")))
                .isFalse();
    }

    @Test
    void shouldRememberAContactThatApproachesForMarketing() {
        assertThat(policy.approachesForMarketing(MESSAGE, CONSENT, GateMemory.EMPTY, AT))
                .isTrue();
        assertThat(policy.approachesForMarketing(
                        message("purpose", "SERVICE_NOTICE", "commercialContent", "NONE"),
                        CONSENT,
                        GateMemory.EMPTY,
                        AT))
                .isFalse();
    }

    @Test
    void shouldNameWhatAMessageAsksToConfirm() throws IOException {
        ConsentView signedUp = FactsReader.consent(new ObjectMapper()
                .readTree("{\"consents\": [{\"status\": \"PENDING\", \"grantedAt\": null,"
                        + " \"evidence\": {\"reference\": \"form-1\", \"capturedAt\": \"2026-11-02T08:00:00Z\"}}]}"));
        MessageFacts asks = message("purpose", "CONSENT_REQUEST", "commercialContent", "NONE");

        assertThat(policy.confirmable(asks, signedUp, AT))
                .containsExactlyInAnyOrder("SMS 2026-11-02T08:00:00Z", "SMS tel1 form-1");
        assertThat(policy.confirmable(MESSAGE, signedUp, AT)).isEmpty();
    }

    @Test
    void shouldAskForWhatItRemembersOnlyWhereAMessageMayAskToConfirm() {
        assertThat(Policy.mayAskToConfirm(message("purpose", "CONSENT_REQUEST", "commercialContent", "NONE")))
                .isTrue();
        assertThat(Policy.mayAskToConfirm(MESSAGE)).isFalse();
    }

    /** Of an even number the lower one of the two in the middle counts: half of the decisions took no longer. */
    @Test
    void shouldTakeAHumansMedianFromBelow() {
        assertThat(policy.assess(byAHuman(), CONSENT, history(50, 25), AT).advice())
                .singleElement()
                .satisfies(reason -> assertThat(reason.factsByName()).containsEntry("figures.medianSeconds", "29"));
    }

    @Test
    void shouldHoldAHumanToTheShareOfDeparturesThatIsSet() {
        Policy tenth = Policy.standard(PolicyOptions.defaults().withHumanPattern(new HumanPattern(50, 0.1, false)));

        assertThat(tenth.assess(byAHuman(), CONSENT, history(4, 0), AT).advice())
                .singleElement()
                .satisfies(reason -> assertThat(reason.factsByName()).containsEntry("human.changedOfLatest", "4"));
        assertThat(tenth.assess(byAHuman(), CONSENT, history(5, 0), AT)).isSameAs(Cleared.PLAINLY);
    }

    private static DecisionFacts byAHuman() {
        return DecisionTable.rows()
                .filter(row -> row.name().equals("A human who departs from the system now and then"))
                .findFirst()
                .orElseThrow()
                .decision();
    }

    /** Fifty decisions, of which so many departed from the system, and so many were faster than a human can think. */
    private static HumanHistory history(int changed, int fast) {
        return new HumanHistory(IntStream.range(0, 50)
                .mapToObj(n -> new HumanHistory.Past(n < changed, Duration.ofSeconds(n < fast ? 29 : 31)))
                .toList());
    }

    @Test
    void shouldDivertWhatARuleSaysNothingOf() {
        Policy silent = Policy.of(LawBook.of(List.of(new Silent())), PolicyOptions.defaults());

        assertThat(silent.assess(MESSAGE, CONSENT, GateMemory.EMPTY, AT))
                .isInstanceOfSatisfying(
                        Diverted.class,
                        diverted -> assertThat(diverted.violations())
                                .extracting(Reason::code)
                                .containsExactly(RuleCode.GATE_POLICY_ERROR));
    }

    @Test
    void shouldHoldTheWholeCatalogue() {
        assertThat(policy.laws().versions()).isEqualTo(Catalogue.rules());
        assertThat(policy.options()).isEqualTo(PolicyOptions.defaults());
    }

    @Test
    void shouldNameItsVersion() {
        assertThat(policy.version()).matches("\\d{4}-\\d{2}\\.\\d+");
    }

    @Test
    void shouldRefuseADiversionWithoutAReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Diverted(List.of(), List.of(), List.of(), Set.of(Outcome.REJECT)));
    }

    @Test
    void shouldLetOnlyRulesOfLawBeObserved() {
        PolicyOptions defaults = PolicyOptions.defaults();

        assertThat(RuleCode.values()).allSatisfy(code -> {
            assertThat(defaults.mode(code)).isEqualTo(RuleMode.ENFORCE);
            assertThat(defaults.withMode(code, RuleMode.ENFORCE).mode(code)).isEqualTo(RuleMode.ENFORCE);
            if (code.code().startsWith("GATE-")
                    || code.code().startsWith("REV-")
                    || code == RuleCode.MSG_ALREADY_SENT) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> defaults.withMode(code, RuleMode.OBSERVE))
                        .withMessageContaining(code.code())
                        .withMessageContaining("cannot be set to observe");
            } else {
                assertThat(defaults.withMode(code, RuleMode.OBSERVE).mode(code)).isEqualTo(RuleMode.OBSERVE);
            }
        });
    }

    @Test
    void shouldFindEachRuleByItsPublishedCode() {
        assertThat(RuleCode.values())
                .allSatisfy(code ->
                        assertThat(RuleCode.of(code.code())).isEqualTo(code).hasToString(code.code()));
    }

    @Test
    void shouldSayWhichRulesThereAreWhenAskedForAnother() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleCode.of("MSG-WAIVED"))
                .withMessageContaining("MSG-WAIVED")
                .withMessageContaining("MSG-CONSENT-MISSING, ");
    }

    @Test
    void shouldRefuseOptionsThatFailOpenOrCanNeverBeMet() {
        PolicyOptions ok = PolicyOptions.defaults();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ok.withAcceptedRecordingBases(EnumSet.of(RecordingBasis.UNKNOWN)));
        assertThatIllegalArgumentException().isThrownBy(() -> options(Duration.ofSeconds(-1), 1, Duration.ZERO, "PL"));
        assertThatIllegalArgumentException().isThrownBy(() -> options(Duration.ZERO, 0, Duration.ZERO, "PL"));
        assertThatIllegalArgumentException().isThrownBy(() -> options(Duration.ZERO, 1, Duration.ofSeconds(-1), "PL"));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PolicyOptionsBuilder.builder(ok).jurisdictions(Set.of()).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyOptionsBuilder.builder(ok)
                        .humanWindow(ok.humanFloor().minusMillis(1))
                        .build())
                .withMessageContaining("PT29.999S before the decision");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Policy.standard(options(Duration.ZERO, 1, Duration.ZERO, "US")))
                .withMessageContaining("no rule set for jurisdiction US")
                .withMessageContaining("PL");
        assertThat(options(Duration.ZERO, 1, Duration.ZERO, "PL").humanFloor()).isZero();
    }

    @Test
    void shouldRefuseLawThatEndsBeforeItBegins() {
        LocalDate day = LocalDate.of(2026, 1, 1);

        assertThatIllegalArgumentException().isThrownBy(() -> new InForce(day, day));
    }

    @Test
    void shouldKeepTheOrderOfSetsOutOfFacts() {
        assertThat(Facts.of(Fact.STATED_CHANNELS, Set.of(Channel.VOICE, Channel.EMAIL, Channel.SMS))
                        .values())
                .containsEntry(Fact.STATED_CHANNELS, FactValue.of("EMAIL SMS VOICE"));
    }

    @Test
    void shouldCutALongValueAndTellHowLongItWas() {
        String cut = "x".repeat(200) + "… (800108 ";

        assertThat(FactValue.of("x".repeat(200)).in(Language.ENGLISH)).isEqualTo("x".repeat(200));
        assertThat(FactValue.of("x".repeat(800_108)).in(Language.ENGLISH)).isEqualTo(cut + "characters)");
        assertThat(FactValue.of("x".repeat(800_108)).in(Language.POLISH)).isEqualTo(cut + "znaków)");
    }

    @Test
    void shouldNotCutACharacterInTwo() {
        assertThat(FactValue.of("x".repeat(199) + "😀".repeat(2)).in(Language.ENGLISH))
                .isEqualTo("x".repeat(199) + "… (203 characters)");
    }

    @Test
    void shouldTranslateWordsOfTheGateOnly() {
        assertThat(Word.values()).allSatisfy(word -> {
            String english = word.in(Language.ENGLISH);
            assertThat(FactValue.of(word).in(Language.POLISH)).isNotEqualTo(english);
            assertThat(FactValue.of(english).in(Language.POLISH)).isEqualTo(english);
        });
        assertThat(FactValue.of(true).in(Language.POLISH)).isEqualTo("tak");
        assertThat(FactValue.of("").in(Language.POLISH)).isEmpty();
        assertThat(FactValue.of(Word.CHANNEL, null).in(Language.POLISH)).isEqualTo("kanał brak");
        assertThat(FactValue.of(Word.CHANNEL, Channel.SMS).in(Language.ENGLISH)).isEqualTo("channel SMS");
    }

    @Test
    void shouldLeaveAPublishersValueAsItCame() {
        Assessment assessment = policy.assess(
                message("purpose", "SERVICE_NOTICE", "commercialContent", "NONE", "campaignId", "differs"),
                CONSENT,
                GateMemory.EMPTY,
                AT);

        assertThat(assessment)
                .isInstanceOfSatisfying(
                        Diverted.class,
                        diverted -> assertThat(diverted.violations().get(0).text(Language.POLISH))
                                .contains("kampania: differs"));
    }

    @Test
    void shouldNameEachFactForRecords() {
        assertThat(Fact.values()).extracting(Fact::key).doesNotHaveDuplicates().noneMatch(String::isBlank);
    }

    private static PolicyOptions options(Duration floor, int batch, Duration skew, String country) {
        return PolicyOptionsBuilder.builder(PolicyOptions.defaults())
                .humanFloor(floor)
                .maxBatchSize(batch)
                .clockSkew(skew)
                .jurisdictions(Set.of(country))
                .build();
    }

    /** Fails always, and quotes the event in doing so. */
    private static FailingRule failing() {
        return new FailingRule(id -> true, "+48600100200");
    }

    private static MessageFacts message(String... fields) {
        return FactsReader.message(difference(fields));
    }

    private static ObjectNode difference(String... fields) {
        ObjectNode difference = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < fields.length; i += 2) {
            difference.put(fields[i], fields[i + 1]);
        }
        return difference;
    }

    private boolean usesUpInquiry(String... fields) {
        return usesUpInquiry(message(fields), AT);
    }

    private boolean usesUpInquiry(MessageFacts message, Instant at) {
        return !policy.inquiriesUsedUp(message, ConsentView.NoRecord.NO_RECORD, at)
                .isEmpty();
    }

    private Assessment row(String name) {
        return DecisionTable.rows()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow()
                .assessedBy(policy);
    }

    /** A rule that breaks its contract. */
    private static final class Silent implements MessageRule {
        @Override
        public RuleDescription description() {
            return Catalogue.rules().get(0).description();
        }

        @Override
        @SuppressWarnings("NullAway")
        public Finding judge(MessageSituation situation) {
            return null;
        }
    }
}
