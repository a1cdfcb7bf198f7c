// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAdvertShown;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can never be read is a dead letter with its bytes, its origin and a reason; nothing of it is quoted. */
class BadInputTest {

    private static final String SUBJECT = "subject-1";
    private static final String SECRET = "48 600 700 800";

    @TempDir
    Path folder;

    static Stream<Arguments> badValues() {
        return Stream.of(
                bad("no value", "NULL_VALUE", gate -> null),
                bad("no bytes", "EMPTY", gate -> new byte[0]),
                bad("not Avro", "NOT_THE_FORMAT", gate -> SECRET.getBytes(UTF_8)),
                bad("truncated", "CORRUPT", gate -> Arrays.copyOf(message(gate), message(gate).length - 20)),
                bad(
                        "something after the end",
                        "CORRUPT",
                        gate -> Arrays.copyOf(message(gate), message(gate).length + 3)),
                bad(
                        "unknown schema",
                        "UNKNOWN_SCHEMA",
                        gate -> ByteBuffer.wrap(message(gate))
                                .putInt(1, 987_654)
                                .array()),
                bad(
                        "a consent among the messages",
                        "WRONG_RECORD_TYPE",
                        gate -> gate.encoded(
                                "consent-state", aRecord(SUBJECT, 1).build())),
                bad(
                        "a decision among the messages",
                        "WRONG_RECORD_TYPE",
                        gate -> gate.encoded(
                                "offer-decisions", anAdvertShown("d", SUBJECT).build())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badValues")
    void shouldKeepTheBytesAndSayWhatIsWrong(String what, String reason, Function<GateScenario, byte[]> value) {
        try (GateScenario gate = new GateScenario(folder)) {
            byte[] sent = value.apply(gate);

            gate.sendBytes("outbound-messages", SUBJECT.getBytes(UTF_8), sent, new RecordHeaders());

            TestRecord<byte[], byte[]> letter =
                    gate.read("dead-letters").stream().findFirst().orElseThrow();
            assertThat(letter.value()).isEqualTo(sent);
            assertThat(letter.key()).isEqualTo(SUBJECT.getBytes(UTF_8));
            assertThat(GateScenario.header(letter, GateHeaders.REASON)).isEqualTo(reason);
            assertThat(GateScenario.header(letter, GateHeaders.REASON_TEXT))
                    .isNotBlank()
                    .doesNotContain(SECRET)
                    .doesNotContain("Happy");
            assertThat(GateScenario.header(letter, GateHeaders.ORIGIN_TOPIC)).isEqualTo("outbound-messages");
            assertThat(GateScenario.header(letter, GateHeaders.ORIGIN_OFFSET)).isEqualTo("0");
            assertThat(gate.read("cleared-messages")).isEmpty();
            assertThat(gate.read("quarantine")).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badValues")
    void shouldGoOnAfterwards(String what, String reason, Function<GateScenario, byte[]> value) {
        try (GateScenario gate = new GateScenario(folder)) {
            gate.sendBytes("outbound-messages", null, value.apply(gate), new RecordHeaders());

            gate.send("outbound-messages", SUBJECT, aBirthdaySms("m-2", SUBJECT).build());

            assertThat(gate.read("dead-letters")).hasSize(1);
            assertThat(gate.read("quarantine")).hasSize(1);
        }
    }

    private static byte[] message(GateScenario gate) {
        return gate.encoded("outbound-messages", aBirthdaySms("m-1", SUBJECT).build());
    }

    private static Arguments bad(String what, String reason, Function<GateScenario, byte[]> value) {
        return Arguments.of(what, reason, value);
    }
}
