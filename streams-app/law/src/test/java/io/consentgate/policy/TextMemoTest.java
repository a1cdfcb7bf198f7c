// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextMemoTest {
    private final List<String> asked = new ArrayList<>();
    private final TextMemo<String> memo = new TextMemo<>(text -> {
        asked.add(text);
        return "answer to " + text;
    });

    @Test
    void shouldAskOnceForATextThatComesAgain() {
        assertThat(memo.of("shop")).isEqualTo("answer to shop");
        assertThat(memo.of(new String("shop".toCharArray()))).isEqualTo("answer to shop");

        assertThat(asked).containsExactly("shop");
    }

    /** Both have one hash code. */
    @Test
    void shouldTellTextsApartThatShareAPlace() {
        assertThat("AaAa").hasSameHashCodeAs("BBBB");
        assertThat(memo.of("AaAa")).isEqualTo("answer to AaAa");
        assertThat(memo.of("BBBB")).isEqualTo("answer to BBBB");
        assertThat(memo.of("AaAa")).isEqualTo("answer to AaAa");
    }

    @Test
    void shouldHoldNoLongTexts() {
        String longest = "a".repeat(64);
        String tooLong = "a".repeat(65);
        for (String text : List.of(longest, longest, tooLong, tooLong)) {
            assertThat(memo.of(text)).isEqualTo("answer to " + text);
        }

        assertThat(asked).containsExactly(longest, tooLong, tooLong);
    }
}
