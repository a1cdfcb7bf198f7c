// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.facts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RationalesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zgoda dotarła.",
                " zgoda  dotarła",
                "ZGODA\nDOTARŁA!!",
                "zgoda, dotarła",
                "zgoda\u00a0dotarła…",
                "zgo\u200bda dotarła"
            })
    void shouldCompareTheWordsAlone(String rationale) {
        assertThat(Rationales.wordsOf(rationale)).isEqualTo("zgoda dotarła");
    }

    @Test
    void shouldTellDifferentWordsApart() {
        assertThat(Rationales.wordsOf("Zgoda dotarła 3 maja")).isNotEqualTo(Rationales.wordsOf("Zgoda dotarła 4 maja"));
        assertThat(Rationales.wordsOf("zgoda")).isNotEqualTo(Rationales.wordsOf("zgodą"));
    }

    @Test
    void shouldTakeWhatHasNoWordsAsItStands() {
        assertThat(Rationales.wordsOf(" ??? ")).isEqualTo("???");
    }
}
