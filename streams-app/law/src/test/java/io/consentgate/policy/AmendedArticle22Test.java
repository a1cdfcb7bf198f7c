// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consentgate.policy.Assessment.Diverted;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.Ground;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.law.EuropeanUnion;
import io.consentgate.policy.law.LawBook;
import io.consentgate.policy.law.RulePack;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * An amended art. 22, which leaves a decision to the system alone if a contract needs it and names no other ground: a
 * second version of ADM-PROHIBITED with its own condition, text, citation and first day. It is a pack of its own, whose
 * files are this one and two files of texts; no other file knows of it.
 */
class AmendedArticle22Test {
    private static final Texts TEXTS = Texts.of("amended_article_22");
    private static final LocalDate FIRST_DAY = LocalDate.of(2028, 3, 1);
    private static final Act AMENDMENT =
            Act.statute("amending-regulation", "https://example.org/amendment", FIRST_DAY, TEXTS);
    private static final String COUNTRY = "XA";
    private static final RulePack PACK = EuropeanUnion.PACK
            .under("AMENDED")
            .forCountries(COUNTRY)
            .withDaysOf(ZoneId.of("Asia/Tokyo"))
            .withActs(AMENDMENT);

    private static final Policy POLICY = Policy.of(
            LawBook.standard().with(PACK, new AdmProhibitedAsAmended()),
            PolicyOptions.defaults().withJurisdictions(Set.of("PL", COUNTRY)));

    private static final Instant LAST_INSTANT_BEFORE = Instant.parse("2028-02-29T14:59:59.999Z");
    private static final Instant FIRST_INSTANT = Instant.parse("2028-02-29T15:00:00Z");

    private static final class AdmProhibitedAsAmended implements DecisionRule {
        private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.ADM_PROHIBITED)
                .onlyIn("AMENDED")
                .bindsFrom(FIRST_DAY)
                .withTexts(TEXTS)
                .restsOn(
                        AMENDMENT.article(3).point(1),
                        EuropeanUnion.GDPR.article(22).paragraph(1))
                .releasedBy(Release.DECIDE);

        @Override
        public RuleDescription description() {
            return DESCRIPTION;
        }

        @Override
        public Finding judge(DecisionSituation situation) {
            Ground ground = situation.decision().ground();
            return situation.isWithinArticle22() && ground != Ground.CONTRACT_NECESSITY
                    ? Finding.broken(Facts.of(Fact.GROUND, ground))
                    : Finding.kept();
        }
    }

    @Test
    void shouldJudgeByTheNewVersionFromItsFirstDayOn() {
        Reason before = prohibited(COUNTRY, LAST_INSTANT_BEFORE).orElseThrow();
        Reason after = prohibited(COUNTRY, FIRST_INSTANT).orElseThrow();

        assertThat(before.law(Language.ENGLISH)).isEqualTo("GDPR art. 22(1)–(2)");
        assertThat(before.text(Language.ENGLISH)).startsWith("The decision rests solely on automated processing");
        assertThat(after.law(Language.ENGLISH)).isEqualTo("Amending Regulation art. 3(1); GDPR art. 22(1)");
        assertThat(after.law(Language.POLISH))
                .isEqualTo("art. 3 pkt 1 rozporządzenia zmieniającego; art. 22 ust. 1 RODO");
        assertThat(after.text(Language.ENGLISH))
                .isEqualTo("The decision was taken without a human and is not necessary. (ground: NONE)");
        assertThat(after.text(Language.POLISH)).startsWith("Decyzję podjęto bez udziału człowieka");
        assertThat(after.rule().releases()).containsExactly(Release.DECIDE);
    }

    @Test
    void shouldLeaveTheLawOfOtherCountriesAsItIs() {
        assertThat(prohibited("PL", FIRST_INSTANT).orElseThrow().law(Language.ENGLISH))
                .isEqualTo("GDPR art. 22(1)–(2)");
    }

    @Test
    void shouldJudgeADecisionByTheLawOfTheDayOnWhichItWasTaken() {
        Instant later = FIRST_INSTANT.plusSeconds(30 * 24 * 3_600);

        assertThat(prohibited(assess(credit(COUNTRY, LAST_INSTANT_BEFORE), later))
                        .orElseThrow()
                        .law(Language.ENGLISH))
                .isEqualTo("GDPR art. 22(1)–(2)");
    }

    private static Optional<Reason> prohibited(String country, Instant decidedAt) {
        return prohibited(assess(credit(country, decidedAt), decidedAt));
    }

    private static Optional<Reason> prohibited(Assessment assessment) {
        return assessment instanceof Diverted diverted
                ? diverted.violations().stream()
                        .filter(reason -> reason.code() == RuleCode.ADM_PROHIBITED)
                        .findFirst()
                : Optional.empty();
    }

    private static Assessment assess(DecisionFacts decision, Instant at) {
        return POLICY.assess(decision, ConsentView.NoRecord.NO_RECORD, HumanHistory.EMPTY, at);
    }

    private static DecisionFacts credit(String country, Instant decidedAt) {
        ObjectNode difference = JsonNodeFactory.instance.objectNode();
        difference.putArray("effects").add("CREDIT");
        difference.put("jurisdiction", country).put("decidedAt", decidedAt.toString());
        return FactsReader.decision(difference);
    }
}
