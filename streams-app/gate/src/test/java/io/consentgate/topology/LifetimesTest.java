// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.CONTROLLER;
import static io.consentgate.Events.aCallBack;
import static io.consentgate.Events.aCallBackRequest;
import static io.consentgate.Verdicts.aVerdict;
import static io.consentgate.Verdicts.truly;
import static io.consentgate.topology.GateScenario.LIFETIMES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.Events;
import io.consentgate.events.Effect;
import io.consentgate.events.Finding;
import io.consentgate.events.Outcome;
import io.consentgate.events.QuarantinedEvent;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a task remembers grows for ever. */
class LifetimesTest {

    private static final String ANNA = "subject-anna";
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path folder;

    private GateScenario gate;

    @BeforeEach
    void open() {
        gate = new GateScenario(folder);
    }

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void shouldForgetAReplyAfterItsTime() {
        gate.consent(aCallBackRequest(ANNA, 1, "inquiry-1"), ANNA);
        gate.send("outbound-messages", ANNA, aCallBack("m-1", ANNA, "inquiry-1").build());

        pass(LIFETIMES.replies().minus(DAY));
        assertThat(rows(Stores.REPLIES_BY_INQUIRY)).isNotEmpty();

        pass(DAY.multipliedBy(2));
        assertThat(rows(Stores.REPLIES_BY_INQUIRY)).isEmpty();
    }

    /** They say no time; theirs begins when they are first looked at. */
    @Test
    void shouldKeepAndForgetARepliesRowOfAnEarlierVersion() {
        gate.consent(aCallBackRequest(ANNA, 1, "inquiry-1"), ANNA);
        byte[] value = gate.send(
                "outbound-messages", ANNA, aCallBack("m-1", ANNA, "inquiry-1").build());
        byte[] key = (ANNA + "\0" + CONTROLLER + "\0inquiry-1").getBytes(UTF_8);
        byte[] dated = store(Stores.REPLIES_BY_INQUIRY).get(key);
        rows(Stores.REPLIES_BY_INQUIRY)
                .forEach(row -> store(Stores.REPLIES_BY_INQUIRY).delete(row.key));
        store(Stores.REPLIES_BY_INQUIRY).put(key, Arrays.copyOf(dated, dated.length - 1 - Long.BYTES));

        gate.sendBytes("outbound-messages", ANNA.getBytes(UTF_8), value, new RecordHeaders());
        gate.send("outbound-messages", ANNA, aCallBack("m-2", ANNA, "inquiry-1").build());
        assertThat(gate.read("cleared-messages")).as("the same one, twice").hasSize(2);
        assertThat(onlyQuarantined().getViolations())
                .singleElement()
                .satisfies(finding -> assertThat(finding.getFacts()).containsEntry("repliedBy", "m-1"));

        pass(DAY);
        assertThat(rows(Stores.REPLIES_BY_INQUIRY)).isNotEmpty();
        pass(LIFETIMES.replies().plus(DAY.multipliedBy(2)));
        assertThat(rows(Stores.REPLIES_BY_INQUIRY)).isEmpty();
    }

    @Test
    void shouldForgetWhoHasNotDecidedForLong() {
        decide("v-1", "d-1");
        assertThat(rows(Stores.HUMAN_DECISIONS)).hasSize(1);
        assertThat(rows(Stores.REVIEWERS)).hasSize(1);

        pass(LIFETIMES.figures().minus(DAY));
        assertThat(rows(Stores.HUMAN_DECISIONS)).hasSize(1);
        assertThat(rows(Stores.REVIEWERS)).hasSize(1);

        pass(DAY.multipliedBy(3));
        assertThat(rows(Stores.HUMAN_DECISIONS)).isEmpty();
        assertThat(rows(Stores.REVIEWERS)).isEmpty();
    }

    @Test
    void shouldKeepAndForgetDecisionsOfAnEarlierVersion() {
        byte[] someone = "staff-7".getBytes(UTF_8);
        byte[] undated = ByteBuffer.allocate(10)
                .put((byte) 1)
                .put((byte) 1)
                .putLong(60_000)
                .array();
        store(Stores.HUMAN_DECISIONS).put(someone, undated);

        pass(DAY);
        byte[] dated = store(Stores.HUMAN_DECISIONS).get(someone);
        assertThat(Arrays.copyOfRange(dated, 1 + Long.BYTES, dated.length))
                .as("the same decisions")
                .isEqualTo(Arrays.copyOfRange(undated, 1, undated.length));

        pass(LIFETIMES.figures().plus(DAY.multipliedBy(2)));
        assertThat(store(Stores.HUMAN_DECISIONS).get(someone)).isNull();
    }

    private void decide(String verdictId, String decisionId) {
        gate.send(
                "offer-decisions",
                ANNA,
                Events.anAutomatedLoanRefusal(decisionId, ANNA).build());
        gate.send(
                "review-verdicts",
                ANNA,
                aVerdict(verdictId, onlyQuarantined(), Outcome.DECIDE_OVERTURN, Events.NOW.plusSeconds(200))
                        .setAmendedContent(ByteBuffer.wrap("granted at 7 %".getBytes(UTF_8)))
                        .setTrueClassification(truly(Effect.CREDIT, Effect.CONTRACT_TERMS))
                        .build());
        assertThat(gate.outcomes())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.getRefusals())
                        .extracting(Finding::getRule)
                        .isEmpty());
    }

    private QuarantinedEvent onlyQuarantined() {
        List<QuarantinedEvent> quarantined = gate.quarantined();
        assertThat(quarantined).hasSize(1);
        return quarantined.get(0);
    }

    private void pass(Duration time) {
        gate.driver().advanceWallClockTime(time);
    }

    private KeyValueStore<byte[], byte[]> store(String name) {
        return gate.driver().getKeyValueStore(name);
    }

    private List<KeyValue<byte[], byte[]>> rows(String name) {
        try (KeyValueIterator<byte[], byte[]> rows = store(name).all()) {
            List<KeyValue<byte[], byte[]>> all = new ArrayList<>();
            rows.forEachRemaining(all::add);
            return all;
        }
    }
}
