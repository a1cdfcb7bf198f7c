// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AspectCodesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "health",
                " HEALTH ",
                "mental-health",
                "healthRisk",
                "health_status_2",
                "political.views",
                "TRADE UNION membership",
                "sexualOrientation",
                "Zdrowie",
                "stan zdrowia",
                "niepelnosprawnosc",
                "NIEPEŁNOSPRAWNOŚĆ",
                "przynależność do związków zawodowych",
                "pochodzenie-etniczne",
                "HIVStatus",
                "HIVstatus",
                "AIDs",
                "DNAProfile",
                "riskOfAIDSNow",
                "icd10diagnosis",
                "score2health",
                "HEALTHscore",
                "disabled",
                "medications",
                "illnesses",
                "allergies",
                "mentalhealth",
                "przynależność partyjna",
                "stopień inwalidztwa",
                "s\u0301wiatopogla\u0328d"
            })
    void shouldKnowTheSpecialCategoriesInEnglishAndPolish(String aspect) {
        assertThat(AspectCodes.SPECIAL_CATEGORIES.mean(aspect)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "interests",
                "economic-situation",
                "healthy",
                "wealth",
                "union-trade",
                "trade-and-union",
                "sex",
                "płeć",
                "racetrack",
                "VIPStatus",
                "IPAddress",
                "top10customer",
                "B2BScore",
                "SHIVERScore",
                "zdrowa-żywność"
            })
    void shouldTakeNoOtherWordForThem(String aspect) {
        assertThat(AspectCodes.SPECIAL_CATEGORIES.mean(aspect)).isFalse();
    }

    @Test
    void shouldLearnCodesWithoutForgettingAny() {
        AspectCodes more = AspectCodes.SPECIAL_CATEGORIES.and(List.of("Dieta-Koszerna"));

        assertThat(more.mean("dieta koszerna")).isTrue();
        assertThat(more.mean("dieta")).isFalse();
        assertThat(more.mean("health")).isTrue();
        assertThat(more.codes()).containsAll(AspectCodes.SPECIAL_CATEGORIES.codes());
    }

    @Test
    void shouldTellStemsFromCodes() {
        AspectCodes codes = new AspectCodes(Set.of("Koszer*", "dieta"));

        assertThat(codes.codes()).containsExactly("dieta");
        assertThat(codes.stems()).containsExactly("koszer");
        assertThat(codes.mean("koszerna kuchnia")).isTrue();
        assertThat(codes.mean("dietetyka")).isFalse();
        assertThat(codes.name("koszer")).isFalse();
    }

    @Test
    void shouldRefuseCodesThatCouldNeverBeFound() {
        assertThat(new AspectCodes(Set.of("one two three four")).mean("zero one two three four"))
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AspectCodes(Set.of("one two three four five")))
                .withMessageContaining("5 words");
        assertThatIllegalArgumentException().isThrownBy(() -> new AspectCodes(Set.of("-")));
    }
}
