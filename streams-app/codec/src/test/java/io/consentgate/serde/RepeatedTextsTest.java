// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RepeatedTextsTest {

    private final RepeatedTexts texts = new RepeatedTexts();

    @Property
    void shouldReadEachAsIfItWereAlone(@ForAll @Size(max = 300) List<String> strings) {
        RepeatedTexts several = new RepeatedTexts();

        for (String string : strings) {
            // Java's own round trip, since what has no UTF-8 becomes a question mark.
            assertThat(read(several, string)).isEqualTo(new String(string.getBytes(UTF_8), UTF_8));
        }
    }

    @Test
    void shouldMakeAStringOnceThatComesAgain() {
        String first = read(texts, "controller-1");
        read(texts, "controller-2");

        assertThat(read(texts, "controller-1")).isSameAs(first);
    }

    @Test
    void shouldNotMixUpThoseThatShareAPlace() {
        for (int i = 0; i < 500; i++) {
            assertThat(read(texts, "campaign-" + i)).isEqualTo("campaign-" + i);
            assertThat(read(texts, "campaign-" + i / 2)).isEqualTo("campaign-" + i / 2);
        }
    }

    @Test
    void shouldGiveUpOnAFieldWhoseValuesDoNotComeAgain() {
        for (int i = 0; i < 10_000; i++) {
            read(texts, "message-" + i);
        }

        assertThat(read(texts, "again")).isNotSameAs(read(texts, "again"));
    }

    private static String read(RepeatedTexts texts, String string) {
        byte[] utf8 = string.getBytes(UTF_8);
        byte[] within = ("<" + string + ">").getBytes(UTF_8);
        return texts.text(within, 1, utf8.length);
    }
}
