// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenericReferenceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "umowa",
                "UMOWA",
                "um\u043Ewa",
                "umo\u00ADwa",
                "umowa 1",
                "umowa\u00A01",
                "umowa nr",
                "umowa nr 01",
                "umowa ramowa",
                "Umowa kredytowa",
                "umowa o kredyt",
                "kredyt hipoteczny",
                "pożyczka gotówkowa",
                "konto osobiste",
                "contract",
                "the contract",
                "loan agreement",
                "contract necessity",
                "Terms & Conditions",
                "T&C",
                "regulamin",
                "umowa z klientem",
                "klient",
                "serwis",
                "zgoda",
                "Zgoda marketingowa",
                "formularz",
                "import",
                "import z CRM",
                "CRM",
                "www",
                "stara baza",
                "DPA",
                "wniosek",
                "request",
                "1",
                "01",
                "RODO",
                "R\u041EDO",
                "GDPR",
                "prawo",
                "ustawa",
                "przepisy prawa",
                "obowiązek prawny",
                "prawnie uzasadniony interes",
                "art. 6",
                "art. 6 ust. 1 lit. b RODO",
                "Art. 6(1)(f) GDPR",
                "art. 22 ust. 2 lit. a RODO",
                "Art. 22(2)(a) GDPR",
                "art. 6 ust. 1 lit. b RODO, umowa",
                "art. 384 PKE",
                "art. 105a ust. 1a Prawo bankowe",
                "Rozporządzenie (UE) 2016/679, art. 22",
                "RODO 2016/679",
                "umowa z Kowalskim",
                "契約",
                "obowiązek informacyjny",
                "wniosek kredytowy",
                "wniosek kredytowy 1",
                "wniosek kredytowy, art. 22 RODO",
                "formularz kontaktowy",
                "contact form",
                "contact_form",
                "ContactForm",
                "checkbox na stronie",
                "double opt-in",
                "legitimate interests",
                "existing customer",
                "zapytanie ofertowe",
                "kierownik działu",
                "team leader",
                "shop.example",
                "umowa/zgoda",
                "Black Friday 2026",
                "umowa 1999",
                "PotwierdzenieZgodyKlienta",
                "aaaaBaaaaBaaaaBaaaaB",
                "AAAAbAAAAbAAAAbAAAAb",
                "aBcDaBcDaBcDaBc",
                "aBcD aBcDaBcDaBcD",
                "strona",
                "umowa/",
                "/umowa",
                "Niezbędność do zawarcia i wykonania umowy kredytu z klientem: art. 22 ust. 2 lit. a rozporządzenia"
                        + " (UE) 2016/679 (RODO), art. 6 ust. 1 lit. b rozporządzenia (UE) 2016/679 (RODO),"
                        + " regulamin i ogólne warunki umów"
            })
    void shouldFindThatNothingInParticularIsNamed(String reference) {
        assertThat(Reference.isSpecific(reference)).isFalse();
        assertThat(GenericReference.isOfKindsAlone(reference)).isTrue();
        assertThat(Reference.specificOrNull(reference)).isNull();
        assertThat(Reference.specificOrEmpty(reference)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c1",
                "12",
                "contract-7",
                "order-7",
                "umowa 17/2026",
                "umowa nr 1/2026",
                "UMOWA-2026-00017",
                "umowa z Kowalskim 17",
                "art. 22 RODO, umowa 17",
                "contract 12, GDPR art. 22",
                "§ 5 regulaminu",
                "OWU/2026/3",
                "RODO/2024/117",
                "GDPR-2024-117",
                "crm-4711",
                "capture-1",
                "form-17",
                "formularz_a9f3",
                "www.shop.example/zgoda",
                "https://shop.example/consents/anna",
                "templates/order",
                "2026",
                "umowa 2126",
                "VxStGXRaZ_JjdHiBmyTq",
                "aBcDaBcDaBcDaBcD",
                "aaaBaaaBaaaBaaaB",
                "AAAbAAAbAAAbAAAb",
                "XKQWZR",
                "xkqwzrtb",
                "0b9e5f3c-7e53-4c3a-9e0e-2f5a4d1b6c77"
            })
    void shouldTakeWhatNamesOne(String reference) {
        assertThat(Reference.isSpecific(reference)).isTrue();
        assertThat(GenericReference.isOfKindsAlone(reference)).isFalse();
        assertThat(Reference.specificOrNull(reference)).isEqualTo(reference);
        assertThat(Reference.specificOrEmpty(reference)).isEqualTo(reference);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "art. 384 PKE",
                "GDPR art. 34",
                "GDPR-34",
                "art. 34 ust. 1 RODO",
                "art. 6 ust. 1 lit. c w zw. z art. 34 RODO",
                "Regulation (EU) 2023/988, art. 35",
                "Rozporządzenie (UE) 2016/679, art. 34",
                "art. 74 ustawy o rachunkowości",
                "art. 105a ust. 1a Prawo bankowe",
                "art. 35 GPSR",
                "Regulation (EU) 2023/988",
                "notice-17"
            })
    void shouldTakeTheProvisionOfALawForADuty(String reference) {
        assertThat(Reference.dutyOrNull(reference)).isEqualTo(reference);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RODO",
                "RODO 1",
                "GDPR 2016/679",
                "prawo",
                "ustawa",
                "art. 34",
                "art. 15 ustawy",
                "obowiązek informacyjny",
                "art. 34, obowiązek prawny",
                "art. 6 ust. 1 lit. c RODO",
                "Rozporządzenie (UE) 2016/679",
                "umowa",
                "1",
                "brak",
                ""
            })
    void shouldFindNoDutyWhereNoProvisionIsNamed(String reference) {
        assertThat(Reference.dutyOrNull(reference)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"reviewer", "second-reviewer", "kierownik działu kredytów", "credit-committee", "mandate 17"})
    void shouldTakeARoleForAnAuthority(String reference) {
        assertThat(Reference.authorityOrNull(reference)).isEqualTo(reference);
    }

    @ParameterizedTest
    @ValueSource(strings = {"upoważnienie", "mandate", "kierownik", "policy 1", "RODO", "n/a", " "})
    void shouldFindNoAuthorityInAKindOfThing(String reference) {
        assertThat(Reference.authorityOrNull(reference)).isNull();
        assertThat(Reference.authorityOrNull(null)).isNull();
    }

    /** So that an id is told at a glance from a kind. */
    @Property(tries = 300)
    void shouldHaveNoKindWithADigitBehindALetter(
            @ForAll @StringLength(max = 12) String before,
            @ForAll @AlphaChars char letter,
            @ForAll @NumericChars char digit,
            @ForAll @StringLength(max = 12) String after) {
        String reference = before + letter + digit + after;

        assertThat(GenericReference.is(reference)).isFalse();
        assertThat(GenericReference.isOfKindsAlone(reference)).isFalse();
    }
}
