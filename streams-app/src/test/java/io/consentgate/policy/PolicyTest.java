// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.consentgate.policy.Assessment.Cleared;
import io.consentgate.policy.Assessment.Diverted;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.RecordingBasis;
import io.consentgate.policy.rules.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private static final PolicyOptions.HumanPattern PATTERN = PolicyOptions.HumanPattern.DEFAULT;

    private static final Instant AT = Instant.parse("2026-11-02T09:00:00Z");
    private static final JsonNode ORDINARY = JsonNodeFactory.instance.objectNode();
    private static final MessageFacts MESSAGE = FactsReader.message(ORDINARY);
    private static final DecisionFacts DECISION = FactsReader.decision(ORDINARY);
    private static final ConsentView CONSENT = FactsReader.consent(ORDINARY);

    private final Policy policy = Policy.standard(PolicyOptions.defaults());

    @Test
    void shouldDivertWhatARuleFailsOnAndKeepItsMessageToItself() {
        Policy failing = new Policy(List.of(failing()), PolicyOptions.defaults());

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
        Policy failing = new Policy(
                List.of(failing()), PolicyOptions.defaults().withMode(RuleCode.MSG_EXPIRED, RuleMode.OBSERVE));

        assertThat(failing.assess(MESSAGE, CONSENT, GateMemory.EMPTY, AT)).isInstanceOf(Diverted.class);
    }

    @Test
    void shouldTellTheDecidingFieldsInBothLanguages() {
        Assessment assessment = policy.assess(MESSAGE, ConsentView.NoRecord.NO_RECORD, GateMemory.EMPTY, AT);

        assertThat(assessment).isInstanceOfSatisfying(Diverted.class, diverted -> {
            Reason reason = diverted.violations().get(0);
            assertThat(reason.en())
                    .isEqualTo("Marketing on this channel needs the person's prior consent to this sender; none is on"
                            + " record. (consent record: none; channel: SMS; purpose: DIRECT_MARKETING; commercial"
                            + " content: PRIMARY)");
            assertThat(reason.pl())
                    .isEqualTo("Marketing tym kanałem wymaga uprzedniej zgody odbiorcy dla tego administratora; w"
                            + " rejestrze jej nie ma. (wpis o zgodach: brak; kanał: SMS; cel: DIRECT_MARKETING; treść"
                            + " handlowa: PRIMARY)");
        });
    }

    @Test
    void shouldTellTheSentenceAloneWhereNoFieldDecided() {
        RuleDescription rule = Catalogue.rules().get(0).description();

        assertThat(new Reason(rule, Facts.NONE.values(), List.of()).en()).isEqualTo(rule.en());
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
        assertThat(Policy.usesUpInquiry(message("purpose", "INQUIRY_RESPONSE", "inquiryId", "i1")))
                .isTrue();
        assertThat(Policy.usesUpInquiry(message("purpose", "INQUIRY_RESPONSE"))).isFalse();
        assertThat(Policy.usesUpInquiry(message("purpose", "SERVICE_NOTICE", "inquiryId", "i1")))
                .isFalse();
        assertThat(Policy.usesUpInquiry(message(
                        "purpose", "INQUIRY_RESPONSE", "inquiryId", "i1", "channel", "CHAT", "initiator", "SUBJECT")))
                .isFalse();
        assertThat(Policy.usesUpInquiry(message(
                        "purpose", "INQUIRY_RESPONSE", "inquiryId", "i1", "channel", "CHAT", "initiator", "BUSINESS")))
                .isTrue();
    }

    @Test
    void shouldDivertWhatARuleSaysNothingOf() {
        Policy silent = new Policy(List.of(new Silent()), PolicyOptions.defaults());

        assertThat(silent.assess(MESSAGE, CONSENT, GateMemory.EMPTY, AT))
                .isInstanceOfSatisfying(
                        Diverted.class,
                        diverted -> assertThat(diverted.violations())
                                .extracting(Reason::code)
                                .containsExactly(RuleCode.GATE_POLICY_ERROR));
    }

    @Test
    void shouldHoldTheWholeCatalogue() {
        assertThat(policy.rules()).isEqualTo(Catalogue.rules());
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
            if (code.code().startsWith("GATE-") || code.code().startsWith("REV-")) {
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
                        new PolicyOptions(Map.of(), Set.of(), Duration.ZERO, 1, Duration.ZERO, PATTERN, Set.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(Duration.ZERO, 1, Duration.ZERO, "DE"))
                .withMessageContaining("no rule set for jurisdiction DE");
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

        assertThat(FactValue.of("x".repeat(200)).en()).isEqualTo("x".repeat(200));
        assertThat(FactValue.of("x".repeat(800_108))).isEqualTo(new FactValue(cut + "characters)", cut + "znaków)"));
    }

    @Test
    void shouldNotCutACharacterInTwo() {
        assertThat(FactValue.of("x".repeat(199) + "😀".repeat(2)).en())
                .isEqualTo("x".repeat(199) + "… (203 characters)");
    }

    @Test
    void shouldTranslateWordsOfTheGateOnly() {
        assertThat(Word.values()).allSatisfy(word -> {
            assertThat(FactValue.of(word).pl()).isNotEqualTo(word.en());
            assertThat(FactValue.of(word.en()).pl()).isEqualTo(word.en());
        });
        assertThat(FactValue.of(true)).isEqualTo(new FactValue("true", "tak"));
        assertThat(FactValue.of(Word.CHANNEL, null)).isEqualTo(new FactValue("channel absent", "kanał brak"));
    }

    @Test
    void shouldLeaveAPublishersValueAsItCame() {
        Assessment assessment = policy.assess(
                message("purpose", "SERVICE_NOTICE", "commercialContent", "NONE", "campaignId", "none"),
                CONSENT,
                GateMemory.EMPTY,
                AT);

        assertThat(assessment)
                .isInstanceOfSatisfying(
                        Diverted.class,
                        diverted ->
                                assertThat(diverted.violations().get(0).pl()).contains("kampania: none"));
    }

    @Test
    void shouldNameEachFactForRecordsAndForReadersOfBothLanguages() {
        assertThat(Fact.values()).extracting(Fact::key).doesNotHaveDuplicates().noneMatch(String::isBlank);
        assertThat(Fact.values()).extracting(Fact::en).noneMatch(String::isBlank);
        assertThat(Fact.values()).extracting(Fact::pl).noneMatch(String::isBlank);
    }

    private static PolicyOptions options(Duration floor, int batch, Duration skew, String country) {
        return new PolicyOptions(Map.of(), Set.of(), floor, batch, skew, PATTERN, Set.of(country));
    }

    /** Fails always, and quotes the event in doing so. */
    private static FailingRule failing() {
        return new FailingRule(id -> true, "+48600100200");
    }

    private static MessageFacts message(String... fields) {
        var difference = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < fields.length; i += 2) {
            difference.put(fields[i], fields[i + 1]);
        }
        return FactsReader.message(difference);
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
