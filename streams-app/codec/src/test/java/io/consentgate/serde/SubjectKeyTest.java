// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectKeyTest {

    private static final Headers NONE = new RecordHeaders();

    /** Of every length: what is in front of an Avro string is a digit, a letter or a quote for some of them. */
    @ParameterizedTest
    @EnumSource
    void shouldReadASerializedSubjectOfAnyLength(SerializedKeys form) {
        for (int length = 3; length <= 1024; length++) {
            String subject = "ż".repeat(length % 3) + "s".repeat(length - length % 3);

            assertThat(SubjectKey.subjectIn(form.headers(), form.key(subject)))
                    .as("%d characters", length)
                    .isEqualTo(subject.getBytes(UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "subject-1",
                "48213",
                "1e5",
                "null",
                "01JDX3V4",
                "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}",
                "\"half",
                "half\"",
                "\"two\" \"quotes\"",
                "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
                "osoba-żółw"
            })
    void shouldTakeAPlainKeyForWhatItIs(String subject) {
        byte[] key = subject.getBytes(UTF_8);

        assertThat(SubjectKey.subjectIn(NONE, key)).isEqualTo(key);
        assertThat(SubjectKey.mayBePlain(key)).isTrue();
    }

    /** A header that a connector copied along says nothing of a key that it changed. */
    @Test
    void shouldTakeAPlainKeyForWhatItIsWhateverAHeaderSays() {
        byte[] key = "subject-1".getBytes(UTF_8);

        assertThat(SubjectKey.subjectIn(SerializedKeys.AVRO_WITH_HEADER.headers(), key))
                .isEqualTo(key);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void shouldTellNobodyFrom(byte[] key, String what) {
        assertThat(SubjectKey.subjectIn(NONE, key)).as(what).isNull();
    }

    static Stream<Arguments> shouldTellNobodyFrom() {
        return Stream.of(
                Arguments.of(new byte[0], "nothing"),
                Arguments.of(hex("00"), "a zero"),
                Arguments.of(hex("0000000000003039"), "a long"),
                Arguments.of(hex("0000000007043031"), "a long that looks like a string of two characters"),
                Arguments.of(hex("00000000001461626364656667686970"), "no schema's id"),
                Arguments.of(hex("0000000007"), "a schema and nothing"),
                Arguments.of(hex("000000000700"), "an empty string"),
                Arguments.of(hex("000000000706202020"), "a blank string"),
                Arguments.of(hex("00000000071461626364"), "a string that ends too early"),
                Arguments.of(hex("00000000070661626364"), "a string and more"),
                Arguments.of(hex("000000000703616263"), "a negative length"),
                Arguments.of(hex("0000000007ffffffffffffffffff01616263"), "a length beyond all numbers"),
                Arguments.of(hex("0000000007ff"), "a length that does not end"),
                Arguments.of(hex("000000000706610063"), "a string with a zero in it"),
                Arguments.of(hex("000000000706ff6263"), "a string that is no text"),
                Arguments.of(hex("0000000007000a03616263"), "a Protobuf message"),
                Arguments.of(hex("0000000007616263"), "bytes"),
                Arguments.of(hex("ff00616263"), "no text"),
                Arguments.of("{\"subjectId\":\"subject-1\"}".getBytes(UTF_8), "a JSON object"),
                Arguments.of("[\"subject-1\"]".getBytes(UTF_8), "a JSON array"),
                Arguments.of("\"\"".getBytes(UTF_8), "an empty JSON string"),
                Arguments.of("\"a\\ud800b\"".getBytes(UTF_8), "half a character"),
                Arguments.of("\"a\\u0000b\"".getBytes(UTF_8), "a JSON string with a zero in it"));
    }

    @Test
    void shouldReadWhatJsonEscapes() {
        assertThat(SubjectKey.subjectIn(NONE, " \"osoba\\u002d1\" ".getBytes(UTF_8)))
                .isEqualTo("osoba-1".getBytes(UTF_8));
    }

    @Test
    void shouldTakeNoSerializedKeyForAPlainOneThatCanBeNone() {
        assertThat(SubjectKey.mayBePlain(SerializedKeys.AVRO.key("subject-1"))).isFalse();
        assertThat(SubjectKey.mayBePlain(SerializedKeys.JSON.key("subject-1"))).isTrue();
        assertThat(SubjectKey.mayBePlain(hex("ff00"))).isFalse();
        assertThat(SubjectKey.mayBePlain(new byte[0])).isFalse();
    }

    /** Nested as deep as a key can be. */
    @Test
    void shouldSurviveWhateverLooksLikeJson() {
        assertThat(SubjectKey.subjectIn(NONE, "[".repeat(8_000).getBytes(UTF_8)))
                .hasSize(8_000);
        assertThat(SubjectKey.subjectIn(NONE, ("[".repeat(900) + "]".repeat(900)).getBytes(UTF_8)))
                .isNull();
    }

    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes);
    }
}
