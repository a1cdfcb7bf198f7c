// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.EuropeanUnion.HUMAN_OVERSIGHT;
import static io.consentgate.policy.law.EuropeanUnion.SCHUFA;
import static io.consentgate.policy.law.EuropeanUnion.SYMBOLIC_REVIEW;
import static io.consentgate.policy.law.EuropeanUnion.WP251;
import static io.consentgate.policy.law.Poland.PKE;
import static io.consentgate.policy.law.Poland.PRIOR_CONSENT_BEFORE_PKE;
import static io.consentgate.policy.law.Poland.UNPROVEN_CONSENT;
import static io.consentgate.policy.law.Poland.UPK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CitationTest {

    @ParameterizedTest(name = "{1}")
    @MethodSource("citations")
    void shouldCiteAsLawyersOfEachLanguageDo(Citation citation, String english, String polish) {
        assertThat(citation.in(Language.ENGLISH)).isEqualTo(english);
        assertThat(citation.in(Language.POLISH)).isEqualTo(polish);
    }

    static Stream<Arguments> citations() {
        return Stream.of(
                arguments(GDPR.article(6).paragraph(1).letter("a"), "GDPR art. 6(1)(a)", "art. 6 ust. 1 lit. a RODO"),
                arguments(GDPR.article(4).point(11), "GDPR art. 4(11)", "art. 4 pkt 11 RODO"),
                arguments(GDPR.article(21).paragraphs(2, 3), "GDPR art. 21(2)–(3)", "art. 21 ust. 2–3 RODO"),
                arguments(
                        GDPR.article(22).paragraph(2).letters("a", "b"),
                        "GDPR art. 22(2)(a)–(b)",
                        "art. 22 ust. 2 lit. a–b RODO"),
                arguments(GDPR.recital(71), "GDPR recital 71", "motyw 71 RODO"),
                arguments(PKE.article(398).paragraph(1), "PKE art. 398(1)", "art. 398 ust. 1 PKE"),
                arguments(UPK.article(12).paragraph(1).point("5a"), "UPK art. 12(1)(5a)", "art. 12 ust. 1 pkt 5a UPK"),
                arguments(
                        PRIOR_CONSENT_BEFORE_PKE.get(2),
                        "Telecommunications Law art. 172 (automatic calling systems)",
                        "art. 172 Prawa telekomunikacyjnego (automatyczne systemy wywołujące)"),
                arguments(SCHUFA, "CJEU C-634/21 SCHUFA", "wyrok TSUE C-634/21"),
                arguments(UNPROVEN_CONSENT, "SOKiK XVII AmT 81/19", "wyrok SOKiK XVII AmT 81/19"),
                arguments(
                        SYMBOLIC_REVIEW,
                        "Amsterdam Court of Appeal ECLI:NL:GHAMS:2023:793 (Uber)",
                        "wyrok Sądu Apelacyjnego w Amsterdamie ECLI:NL:GHAMS:2023:793"),
                arguments(WP251, "WP251 rev.01 section IV.A", "wytyczne WP251 rev.01, sekcja IV.A"),
                arguments(HUMAN_OVERSIGHT, "EDPS TechDispatch 2/2025", "EIOD, TechDispatch 2/2025"));
    }

    @Test
    void shouldAddEachUnitToThePlaceAndKeepWhatItIsAbout() {
        Citation article = GDPR.article(22);
        LocalDate day = LocalDate.of(2030, 1, 1);

        assertThat(article.paragraph(2)).hasToString("GDPR art. 22(2)");
        assertThat(article.paragraph("1a")).hasToString("GDPR art. 22(1a)");
        assertThat(article.paragraphs(1, 2)).hasToString("GDPR art. 22(1)–(2)");
        assertThat(article.point(3)).hasToString("GDPR art. 22(3)");
        assertThat(article.point("5a")).hasToString("GDPR art. 22(5a)");
        assertThat(article.letter("b")).hasToString("GDPR art. 22(b)");
        assertThat(article.letters("a", "c")).hasToString("GDPR art. 22(a)–(c)");
        assertThat(article.since(day).inForce()).isEqualTo(InForce.since(day));
        assertThat(article.since(day)).hasToString("GDPR art. 22");
        assertThat(article.worded("", day, day.plusDays(1)).inForce()).isEqualTo(new InForce(day, day.plusDays(1)));
    }
}
