// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {
    private static final String DIGEST = "e7f6c011776e8db7cd330b54174fd76f7d0216b612387a5ffcfb81e6f0919683";
    private static final String UUID = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "form-17|FORM-17",
                "form-17|~ form-17\u00a0~",
                "form-17|'form-17'",
                "form-17|[form-17]",
                "form-17|~\" form-17 \"~",
                "4711|0004711",
                "4711|4711.0",
                "4711|004711.00",
                "0|000",
                "0|0.0",
                "9|09",
                "90|90.00",
                "102017|102017,00",
                DIGEST + "|sha256:" + DIGEST,
                DIGEST + "|SHA-256=" + DIGEST,
                DIGEST + "|{sha256}" + DIGEST,
                DIGEST + "|sha256-" + DIGEST,
                DIGEST + "|0x" + DIGEST,
                DIGEST + "|sha3-256:" + DIGEST,
                DIGEST + "|https://store.example/evidence/" + DIGEST,
                UUID + "|{6F9619FF-8B86-D011-B42D-00C04FC964FF}",
                UUID + "|urn:uuid:" + UUID,
                UUID + "|signup/" + UUID,
                UUID + "|s3://consents/v2/" + UUID,
                DIGEST + "|sha2-256:" + DIGEST,
                UUID + "|6f9619ff8b86d011b42d00c04fc964ff"
            })
    void shouldTakeSpellingsForOneName(String one, String other) {
        assertThat(Spelling.isSame(one, other)).isTrue();
        assertThat(Spelling.plain(Spelling.plain(other))).isEqualTo(Spelling.plain(one));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "form-17|form-18",
                "form-17|form-017",
                "4711|4711.5",
                "4711|4711:",
                "4711|4711/",
                "1.0.0|1",
                "4711|47110",
                "12-3|1-23",
                "1.10|1.1",
                "sha256:abc|abc",
                "4711|.4711",
                "471|4711.",
                "4711|4711,5",
                "callback-2026-03-01-" + UUID + "|callback-2026-11-02-" + UUID,
                "form-1001-" + UUID + "|" + UUID,
                "x6f9619ff8b86d011b42d00c04fc964f|6f9619ff8b86d011b42d00c04fc964f"
            })
    void shouldKeepDifferentNamesApart(String one, String other) {
        assertThat(Spelling.isSame(one, other)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{}", "\"\"", "...", "."})
    void shouldSpellWhatNamesNothing(String nothing) {
        assertThat(Spelling.plain(nothing)).isEqualTo(nothing.strip());
    }

    @Test
    void shouldCompareTheBeginningOfLongNames() {
        assertThat(Spelling.isSame("a".repeat(200) + "b", "a".repeat(200) + "c"))
                .isTrue();
        assertThat(Spelling.isSame("a".repeat(199) + "b", "a".repeat(199) + "c"))
                .isFalse();
    }
}
