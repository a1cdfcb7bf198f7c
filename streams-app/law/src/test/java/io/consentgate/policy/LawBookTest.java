// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.law.LawBook;
import io.consentgate.policy.law.LawInForce;
import io.consentgate.policy.law.LawInForce.Binding;
import io.consentgate.policy.law.MemberStates;
import io.consentgate.policy.law.RulePack;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LawBookTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 2);
    private static final Instant NOW = Instant.parse("2026-11-02T09:00:00Z");
    private static final LawBook STANDARD = LawBook.standard();

    @Test
    void shouldHaveTheLawOfEachMemberStateOfTheUnionAndTheEea() {
        assertThat(STANDARD.jurisdictions()).hasSize(30).contains("PL", "DE", "GR", "IE", "IS", "LI", "NO");
        assertThat(STANDARD.jurisdictions()).doesNotContain("GB", "CH", "US", "UA");
        assertThat(STANDARD.jurisdictions()).isSubsetOf(Set.of(Locale.getISOCountries()));
    }

    @Test
    void shouldPutPolishLawOnTopOfTheUnions() {
        assertThat(STANDARD.at("PL", NOW).pack()).isEqualTo("PL");
        assertThat(codes("PL"))
                .contains(RuleCode.MSG_CHAT_UNSOLICITED, RuleCode.MSG_OBJECTION, RuleCode.ADM_PRICE_NOTICE)
                .doesNotContain(RuleCode.MSG_CONSENT_AGED);
    }

    @Test
    void shouldCiteNoNationalLawInOtherMemberStates() {
        assertThat(STANDARD.on("DE", TODAY).rules())
                .flatExtracting(binding -> binding.description().citations())
                .extracting(citation -> citation.act().key())
                .contains("gdpr", "eprivacy")
                .doesNotContain(
                        "pke", "usude", "upk", "telecommunications-law", "sokik", "banking-law", "uokik-uke-2019");
        assertThat(codes("DE"))
                .contains(RuleCode.MSG_CONSENT_MISSING, RuleCode.MSG_CONSENT_AGED, RuleCode.ADM_PROHIBITED)
                .doesNotContain(RuleCode.MSG_CHAT_UNSOLICITED, RuleCode.MSG_CONSENT_LEGACY, RuleCode.ADM_PRICE_NOTICE);
    }

    @Test
    void shouldNotCallARuleDisputedWhereTheJudgmentIsNotOfThatLaw() {
        assertThat(rule("PL", RuleCode.MSG_CONSENT_REQUEST).isDisputed()).isTrue();
        assertThat(rule("DE", RuleCode.MSG_CONSENT_REQUEST).isDisputed()).isFalse();
    }

    @Test
    void shouldJudgeByTheUnionsLawWhereItKnowsNoOther() {
        assertThat(STANDARD.at("US", NOW).pack()).isEqualTo("EU");
        assertThat(codes("US")).contains(RuleCode.GATE_JURISDICTION, RuleCode.MSG_OBJECTION, RuleCode.ADM_PROHIBITED);
    }

    @Test
    void shouldHaveEachRuleOncePerCountryAndKeepItsOrder() {
        for (String country : STANDARD.jurisdictions()) {
            assertThat(codes(country)).doesNotHaveDuplicates().isSorted();
        }
    }

    @Test
    void shouldBeginADayWhereTheLawIs() {
        assertThat(STANDARD.at("PL", NOW).dayOf(Instant.parse("2026-11-01T23:00:00Z")))
                .isEqualTo(TODAY);
        assertThat(STANDARD.at("PL", NOW).dayOf(Instant.parse("2026-11-01T22:59:59Z")))
                .isEqualTo(TODAY.minusDays(1));
    }

    /** The days of a law that several countries share begin by the clocks of Brussels in all of them. */
    @Test
    void shouldHaveDaysOfItsOwnWhereALawIsOfOneCountry() {
        assertThat(STANDARD.hasOwnZone("PL")).isTrue();
        assertThat(STANDARD.hasOwnZone("DE")).isFalse();
        assertThat(STANDARD.hasOwnZone("US")).isFalse();
    }

    /** Provisions begin and end while the rule that rests on them stays. */
    @Test
    void shouldCiteOnEachDayWhatBindsThen() {
        Set<LocalDate> turns = STANDARD.versions().stream()
                .flatMap(rule -> rule.description().citations().stream())
                .flatMap(citation ->
                        Stream.of(citation.inForce().from(), citation.inForce().to()))
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(turns).hasSizeGreaterThan(5);
        for (LocalDate turn : turns) {
            for (LocalDate day : List.of(turn.minusDays(1), turn, turn.plusDays(1))) {
                for (String country : List.of("PL", "DE", "US")) {
                    assertThat(STANDARD.on(country, day).rules()).allSatisfy(binding -> {
                        assertThat(binding.citations())
                                .isEqualTo(binding.description().citationsOn(day));
                        assertThat(binding.restsOnLawInForce())
                                .isEqualTo(binding.description().bindsOn(day));
                    });
                }
            }
        }
    }

    @Test
    void shouldTakeTheVersionThatBeganLast() {
        LawBook book = LawBook.of(List.of(
                version(RuleDescription.diverts(RuleCode.MSG_EXPIRED).bindsFrom(LocalDate.of(2028, 1, 1))),
                version(RuleDescription.advises(RuleCode.MSG_EXPIRED)),
                version(RuleDescription.diverts(RuleCode.MSG_OBJECTION)),
                version(RuleDescription.advises(RuleCode.MSG_EXPIRED).bindsFrom(LocalDate.of(2030, 1, 1)))));

        assertThat(kindOfExpiry(book.on("PL", LocalDate.of(2027, 12, 31)))).isEqualTo(RuleKind.ADVISES);
        assertThat(kindOfExpiry(book.on("PL", LocalDate.of(2028, 1, 1)))).isEqualTo(RuleKind.DIVERTS);
        assertThat(kindOfExpiry(book.on("PL", LocalDate.of(2029, 12, 31)))).isEqualTo(RuleKind.DIVERTS);
        assertThat(kindOfExpiry(book.on("PL", LocalDate.of(2030, 1, 1)))).isEqualTo(RuleKind.ADVISES);
        assertThat(kindOfExpiry(book.at("PL", Instant.MIN))).isEqualTo(RuleKind.ADVISES);
        assertThat(kindOfExpiry(book.at("PL", Instant.MAX))).isEqualTo(RuleKind.ADVISES);
    }

    @Test
    void shouldRefuseTwoVersionsOfWhichNeitherIsTheLater() {
        Rule one = version(RuleDescription.diverts(RuleCode.MSG_EXPIRED));
        Rule other = version(RuleDescription.advises(RuleCode.MSG_EXPIRED));

        assertThatIllegalStateException()
                .isThrownBy(() -> LawBook.of(List.of(one, other)))
                .withMessageContaining("MSG-EXPIRED");
    }

    @Test
    void shouldPreferTheParticularVersionToTheLater() {
        LawBook book = LawBook.of(List.of(
                version(RuleDescription.diverts(RuleCode.MSG_EXPIRED).onlyIn(MemberStates.NAME)),
                version(RuleDescription.advises(RuleCode.MSG_EXPIRED).bindsFrom(LocalDate.of(2020, 1, 1)))));

        assertThat(kindOfExpiry(book.on("DE", TODAY))).isEqualTo(RuleKind.DIVERTS);
        assertThat(kindOfExpiry(book.on("PL", TODAY))).isEqualTo(RuleKind.ADVISES);
    }

    @Test
    void shouldLetALegalOrderHoldBackWhatElsewhereIsAdvice() {
        RulePack strict = new RulePack(
                        "XA", null, ZoneId.of("Asia/Tokyo"), Set.of("XA"), Set.of("gdpr"), Map.of(), List.of())
                .diverting(RuleCode.MSG_BOT_NOTICE, Release.RECHECK);
        Rule advice = version(RuleDescription.advises(RuleCode.MSG_BOT_NOTICE).restsOn(GDPR.article(13)));
        LawBook book = LawBook.of(List.of(advice)).with(strict);
        PolicyOptions options = PolicyOptions.defaults().withJurisdictions(Set.of("PL", "XA"));
        Policy policy = Policy.of(book, options);

        assertThat(assess(policy, "PL"))
                .isInstanceOfSatisfying(
                        Assessment.Cleared.class,
                        cleared -> assertThat(cleared.advice())
                                .singleElement()
                                .satisfies(reason ->
                                        assertThat(reason.rule().kind()).isEqualTo(RuleKind.ADVISES)));
        assertThat(assess(policy, "XA")).isInstanceOfSatisfying(Assessment.Diverted.class, diverted -> {
            assertThat(diverted.violations())
                    .singleElement()
                    .satisfies(reason -> assertThat(reason.rule().kind()).isEqualTo(RuleKind.DIVERTS));
            assertThat(diverted.allowedOutcomes()).containsExactlyInAnyOrder(Outcome.REJECT, Outcome.RECHECK);
        });
    }

    @Test
    void shouldRefuseARuleThatWouldBindNowhere() {
        Act ofNoOrder =
                Act.statute("amending-regulation", "https://example.org", TODAY, Texts.of("amended_article_22"));
        Rule rule = version(RuleDescription.diverts(RuleCode.MSG_EXPIRED).restsOn(ofNoOrder.article(1)));

        assertThatIllegalStateException()
                .isThrownBy(() -> LawBook.of(List.of(rule)))
                .withMessageContaining("amending-regulation");
    }

    @Test
    void shouldRefuseACountryWhoseLawItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STANDARD.requireLawOf(Set.of("PL", "US")))
                .withMessageContaining("US")
                .withMessageContaining("AT, BE, ");
    }

    private static Assessment assess(Policy policy, String country) {
        return policy.assess(
                FactsReader.message(JsonNodeFactory.instance.objectNode().put("jurisdiction", country)),
                ConsentView.NoRecord.NO_RECORD,
                GateMemory.EMPTY,
                NOW);
    }

    private static List<RuleCode> codes(String country) {
        return STANDARD.on(country, TODAY).rules().stream()
                .map(binding -> binding.rule().code())
                .toList();
    }

    private static RuleDescription rule(String country, RuleCode code) {
        return STANDARD.on(country, TODAY).rules().stream()
                .map(Binding::description)
                .filter(rule -> rule.code() == code)
                .findFirst()
                .orElseThrow();
    }

    private static RuleKind kindOfExpiry(LawInForce law) {
        return law.rules().stream()
                .map(Binding::description)
                .filter(rule -> rule.code() == RuleCode.MSG_EXPIRED)
                .findFirst()
                .orElseThrow()
                .kind();
    }

    private static Rule version(RuleDescription description) {
        return new Advising(description);
    }

    /** Always advises. */
    private record Advising(RuleDescription description) implements MessageRule {
        @Override
        public Finding judge(MessageSituation situation) {
            return Finding.advised(Facts.NONE);
        }
    }
}
