// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "\t\u00a0\u200b",
                "-",
                "–",
                "?",
                "???",
                "...",
                "n/a",
                "N/A",
                "n/\u0430",
                "\u039D/\u0391",
                "bra\u200Bk",
                "jw.",
                "j.w.",
                "jak wyżej",
                "not set",
                "tak jest",
                "#REF!",
                "#N/A",
                "#ADR!",
                "#DIV/0!",
                "n.d.",
                "brak",
                " Brak. ",
                "(brak)",
                "BRAK DANYCH",
                "nie dotyczy",
                "Fałsz",
                "none",
                "None",
                "null",
                "\"null\"",
                "undefined",
                "test",
                "TODO",
                "xxx",
                "x",
                "0",
                "000-000",
                "00000000-0000-0000-0000-000000000000",
                "${evidenceId}",
                "ev-${evidenceId}",
                "#{id}",
                "{{evidence_id}}",
                "{{ evidence_id }}",
                "<%= id %>",
                "%EVIDENCE_ID%",
                "%s",
                "{0}",
                "{}",
                "[object Object]",
                "no consent",
                "Brak zgody",
                "d41d8cd98f00b204e9800998ecf8427e",
                "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709",
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "----------------------------------------",
                "- - - - - - - - - - - - - - - - - - - - -",
                "brak                                                        ",
                "00000000-00000000-00000000-00000000-00000000-00000000-00000000"
            })
    void shouldFindThatNothingIsNamed(String reference) {
        assertThat(Reference.isMissing(reference)).isTrue();
        assertThat(Reference.isGiven(reference)).isFalse();
        assertThat(Reference.orNull(reference)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order-1",
                "1",
                "test-9001",
                "brak-2026/17",
                "Umowa o nazwie Brak",
                "none of the above, s. 4",
                "art. 384 PKE",
                "a",
                "Nulla Sp. z o.o.",
                "00000000-0000-0000-0000-000000000001",
                "testament",
                "ÿ",
                "https://forms.example/%C3%B3/17%20b%",
                "{1c2d3e4f-0000-4000-8000-00000000000a}",
                "<17.abc@mail.example>",
                "the template had ${name} in it",
                "a9993e364706816aba3e25717850c26c9cd0d89d",
                "no consent form 7",
                "契約",
                "#17",
                "ref!"
            })
    void shouldTakeWhatMayBeAName(String reference) {
        assertThat(Reference.isGiven(reference)).isTrue();
        assertThat(Reference.orNull(reference)).isEqualTo(reference);
        assertThat(Reference.orEmpty(reference)).isEqualTo(reference);
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "Default", "test", "sample", "example", "dummy", "testowy", "JW", "crm", "k1"})
    void shouldTakeAControllersOwnNameForOne(String name) {
        assertThat(Reference.isName(name)).isTrue();
        assertThat(Reference.nameOrNull(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", "n/a", "null", "none", "unknown", "brak", "todo", "xxx", "0"})
    void shouldNotTakeForANameWhatNobodyIsCalled(String name) {
        assertThat(Reference.isName(name)).isFalse();
        assertThat(Reference.nameOrNull(name)).isNull();
    }

    @Test
    void shouldTakeNoReferenceThatIsNoName() {
        assertThat(Reference.isName(null)).isFalse();
        assertThat(Reference.nameOrNull(null)).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "-", "n/a", "N/A", "n/\u0430", "brak", "Brak.", "none", "null", "nie dotyczy"})
    void shouldReadThatThereIsNone(String reference) {
        assertThat(Reference.isNone(reference)).isTrue();
    }

    /** Something was meant to be there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "test",
                "unknown",
                "yes",
                "tak",
                "${campaignId}",
                "#REF!",
                "xxx",
                "spring",
                "1",
                "none-17",
                "0",
                "000",
                "NA",
                "NO",
                "nd",
                "false"
            })
    void shouldNotReadThatThereIsNoneWhereThereMayBeOne(String reference) {
        assertThat(Reference.isNone(reference)).isFalse();
    }

    /** Whatever stands around a word that means nothing, and in whatever case, it means nothing. */
    @Property
    void shouldNotBeTakenInByCaseOrSigns(@ForAll @IntRange(max = 3) int signs) {
        String around = "-".repeat(signs);
        for (String word : new String[] {"none", "brak", "test", "null"}) {
            assertThat(Reference.isMissing(around + word + around)).isTrue();
            assertThat(Reference.isMissing(around + word.toUpperCase(Locale.ROOT) + '.'))
                    .isTrue();
        }
    }

    @Property
    void shouldTakeAnyNumberedName(
            @ForAll @AlphaChars @StringLength(max = 10) String name,
            @ForAll @IntRange(min = 1, max = 9_999) int number) {
        assertThat(Reference.isGiven(name + number)).isTrue();
    }

    /** As a reviewer may write it who rejects a message. */
    @ParameterizedTest
    @ValueSource(strings = {"No consent.", "brak zgody", "No proof"})
    void shouldTakeForAReasonThatSomethingIsMissing(String text) {
        assertThat(Reference.isMissing(text)).isTrue();
        assertThat(Reference.isNoReason(text)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "n/a", "brak", "test", "${reason}", "..."})
    void shouldTakeAWordThatStandsInForNoReason(String text) {
        assertThat(Reference.isNoReason(text)).isTrue();
    }

    @Property(tries = 1000)
    void shouldTellAtAGlanceWhatItTellsAtFullLength(
            @ForAll
                    @CharRange(from = '0', to = '3')
                    @Chars({'a', 'x', 's', ' ', '-', '{', '}', '$', '%', '<', '>', '[', ']', '#', '!', '\u0661'})
                    @StringLength(max = 10)
                    String reference) {
        assertThat(Reference.isMissing(reference)).isEqualTo(Reference.isMissingInWords(reference));
    }

    @ParameterizedTest
    @ValueSource(strings = {"order-${id}-12", "{{id}}7", "%1$s", "<%= id1 %>9"})
    void shouldNotTakeATemplateWithANumberForAReference(String reference) {
        assertThat(Reference.isMissing(reference)).isTrue();
    }
}
