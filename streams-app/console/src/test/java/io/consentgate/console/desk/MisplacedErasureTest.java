// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.Events;
import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.ConsentRecord;
import io.consentgate.console.cases.ConsentRecord.Availability;
import io.consentgate.console.cases.HeldConsent;
import io.consentgate.console.cases.HeldConsent.State;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.RuleFinding;
import io.consentgate.events.ConsentSeen;
import io.consentgate.events.EventKind;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewResult;
import io.consentgate.policy.Assessment;
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.serde.SerializedKeys;
import io.consentgate.serde.UndecodableException;
import io.consentgate.topology.ConsentTasks;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One log through the gate's own processor of consents, on every partition, and through the console: both must say the same of
 * who is erased, wherever the erasure was put and whatever its key is.
 */
class MisplacedErasureTest {

    private static final String ANNA = "s-anna";
    private static final int OWN = InMemoryDesk.ownPartition(ANNA);
    private static final Policy POLICY = Policy.standard(PolicyOptions.defaults());
    private static final Instant NOW = Events.NOW.plusSeconds(60);
    private static final Instant LATER = NOW.plusSeconds(1);

    @AutoClose
    private InMemoryDesk desk;

    @AutoClose
    private ConsentTasks gate;

    @BeforeEach
    void open(@TempDir Path folder) {
        desk = new InMemoryDesk(folder);
        gate = new ConsentTasks(POLICY, desk.reader, InMemoryDesk.PARTITIONS, folder.resolve("gate"), NOW);
    }

    /** How a publisher's client keys an erasure. */
    private enum Keying {
        PLAIN,
        AVRO,
        JSON;

        byte[] key() {
            return switch (this) {
                case PLAIN -> ANNA.getBytes(UTF_8);
                case AVRO -> SerializedKeys.AVRO.key(ANNA);
                case JSON -> SerializedKeys.JSON.key(ANNA);
            };
        }
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, 1", "PLAIN, 2", "AVRO, 0", "AVRO, 1", "AVRO, 2", "JSON, 0", "JSON, 1", "JSON, 2"})
    void shouldAgreeOnWhoIsErasedAndWhoIsBack(Keying keying, int away) throws UndecodableException {
        Position before = grant(1, at(-30));
        QuarantinedEvent old = aCase(seen(1, before));
        desk.close(old, ReviewResult.EXPIRED, NOW);
        assertCleared();

        erase(keying.key(), (OWN + away) % InMemoryDesk.PARTITIONS, at(-20));

        assertErased();
        assertThat(desk.held(ANNA, POLICY, LATER).erasedAt()).isEqualTo(at(-20));
        assertThat(file(old).readability()).isEqualTo(CaseFile.Readability.ERASED);
        assertThat(file(old).consentHistory())
                .noneMatch(ConsentRecord::newest)
                .extracting(ConsentRecord::availability)
                .contains(Availability.ERASURE);

        Position after = grant(2, at(-10));
        QuarantinedEvent young = aCase(seen(2, after));

        assertCleared();
        assertThat(file(young).readability()).isEqualTo(CaseFile.Readability.READ);
        assertThat(file(young).consentHistory())
                .filteredOn(ConsentRecord::newest)
                .extracting(ConsentRecord::version)
                .containsExactly(2L);
        assertThat(file(old).readability()).isEqualTo(CaseFile.Readability.ERASED);
        assertThat(gate.reasons()).isEmpty();
    }

    /** The erasure came first to the person's partition, the older grant is brought there after it. */
    @ParameterizedTest
    @CsvSource({"1", "2"})
    void shouldAgreeThatAGrantOfBeforeAnErasureIsNotTheNewest(int away) throws UndecodableException {
        Position granted =
                publish(ANNA.getBytes(UTF_8), (OWN + away) % InMemoryDesk.PARTITIONS, granted(1, at(-40)), at(-30));
        erase(Keying.PLAIN.key(), OWN, at(-20));

        gate.deliver();
        hold();

        assertErased();
        assertThat(file(aCase(seen(1, granted))).consentHistory()).noneMatch(ConsentRecord::newest);
    }

    /** As it is on its way: the log has it and the gate has not taken it in. */
    @ParameterizedTest
    @EnumSource
    void shouldForeseeNothingWhileAnErasureIsOnItsWay(Keying keying) {
        grant(1, at(-30));
        int elsewhere = (OWN + 1) % InMemoryDesk.PARTITIONS;

        publish(keying.key(), elsewhere, null, at(-20));

        assertThat(desk.held(ANNA, POLICY, LATER).behind()).isTrue();
        assertThat(desk.recheck(aCase(null), POLICY, LATER)).isInstanceOf(Preview.Unknown.class);
        gate.deliver();
        hold();
        assertThat(desk.held(ANNA, POLICY, LATER).behind()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeOnARecordThatNobodyCanRead(Keying keying) throws UndecodableException {
        grant(1, at(-30));

        publish(keying.key(), (OWN + 1) % InMemoryDesk.PARTITIONS, new byte[] {7}, at(-20));
        gate.deliver();
        hold();

        assertThat(desk.held(ANNA, POLICY, LATER))
                .extracting(HeldConsent::state, HeldConsent::behind)
                .containsExactly(State.UNREADABLE, false);
        assertAgreement(Set.of("GATE-UNKNOWN", "MSG-CONSENT-MISSING"));
        assertThat(gate.reasons()).containsExactly("NOT_THE_FORMAT");
    }

    /** Clocks that no clock can be right by; who was granted something after it must not stay unforeseeable for ever. */
    @ParameterizedTest
    @CsvSource({"2500-01-01T00:00:00Z", "1970-01-01T00:00:01Z"})
    void shouldNotWaitForEverBehindAnErasureOfAnImpossibleTime(Instant dated) throws UndecodableException {
        grant(1, at(-30));

        erase(Keying.PLAIN.key(), (OWN + 1) % InMemoryDesk.PARTITIONS, dated);

        assertErased();
        taken(granted(2, NOW.plusMillis(1)), NOW.plusMillis(1));
        assertCleared();
    }

    /** By two clocks, the later one first; a grant in between is read before both. */
    @Test
    void shouldNotWaitForEverBehindTwoErasures() throws UndecodableException {
        grant(1, at(-18));
        int elsewhere = (OWN + 1) % InMemoryDesk.PARTITIONS;
        erase(Keying.PLAIN.key(), elsewhere, at(-15));
        erase(Keying.PLAIN.key(), elsewhere, at(-20));

        assertThat(desk.held(ANNA, POLICY, LATER).behind()).isFalse();
        assertThat(assessment()).isInstanceOf(Assessment.Diverted.class);
        assertThat(desk.recheck(aCase(null), POLICY, LATER)).isInstanceOf(Preview.Refused.class);
    }

    /** The index began after the log cleaner had left the erasure alone of the person's rows. */
    @Test
    void shouldNotWaitForEverForAGrantThatAnErasureHasEnded() throws UndecodableException {
        publish(ANNA.getBytes(UTF_8), OWN, granted(1, at(-40)), at(-18));
        erase(Keying.PLAIN.key(), (OWN + 1) % InMemoryDesk.PARTITIONS, Instant.ofEpochSecond(1));

        assertErased();
    }

    /** Neither of them takes anything from anybody, and the gate says so in a dead letter. */
    @Test
    void shouldAgreeThatAnErasureOfNobodyErasesNobody() throws UndecodableException {
        grant(1, at(-30));

        for (int partition = 0; partition < InMemoryDesk.PARTITIONS; partition++) {
            erase(HexFormat.of().parseHex("0000000000003039"), partition, at(-20));
        }

        assertCleared();
        assertThat(gate.reasons()).containsExactly("NO_SUBJECT", "NO_SUBJECT", "NO_SUBJECT");
    }

    /** On whatever partition: where it is not at home, the erasure goes to both. */
    @ParameterizedTest
    @CsvSource({"0", "1", "2"})
    void shouldEraseAPersonWhoseIdHasQuotesWhereverTheErasureIsPut(int partition) throws UndecodableException {
        String quoted = '"' + ANNA + '"';
        byte[] key = quoted.getBytes(UTF_8);
        grant(1, at(-30));
        byte[] granted = desk.encoded(
                InMemoryDesk.TOPICS.consentState(),
                Events.aRecord(quoted, 1, Events.anSmsConsentOf(at(-30))).build());
        gate.take(InMemoryDesk.ownPartition(quoted), 99, key, granted, at(-30));
        assertThat(gate.row(key)).isNotNull();

        erase(key, partition, at(-20));

        assertErased();
        assertThat(gate.message(message(quoted), LATER)).isInstanceOf(Assessment.Diverted.class);
    }

    /** Only the gate writes there; what it did not put there erases nobody, on record. */
    @Test
    void shouldNotEraseWhereAPersonIsNotAtHome() {
        int elsewhere = (OWN + 1) % InMemoryDesk.PARTITIONS;

        gate.takeRerouted(elsewhere, ANNA.getBytes(UTF_8), null, at(-20));
        gate.deliver();

        assertThat(gate.reasons()).containsExactly("MISPLACED");
        assertThat(gate.hasStrayRow(ANNA.getBytes(UTF_8))).isFalse();
    }

    private static Instant at(int seconds) {
        return NOW.plusSeconds(seconds);
    }

    private byte[] granted(long version, Instant proven) {
        return desk.encoded(
                InMemoryDesk.TOPICS.consentState(),
                Events.aRecord(ANNA, version, Events.anSmsConsentOf(proven)).build());
    }

    /** Version 1 is of before every erasure here, version 2 of after it. */
    private Position grant(long version, Instant writtenAt) {
        return taken(granted(version, version == 1 ? at(-40) : at(-15)), writtenAt);
    }

    /** The gate has taken it in where it belongs. */
    private Position taken(byte[] record, Instant writtenAt) {
        Position position = publish(ANNA.getBytes(UTF_8), OWN, record, writtenAt);
        gate.deliver();
        hold();
        return position;
    }

    private void erase(byte[] key, int partition, Instant writtenAt) {
        publish(key, partition, null, writtenAt);
        gate.deliver();
        hold();
    }

    /** Into the log, and to the gate's processor of that partition; what that sends on is on its way. */
    private Position publish(byte[] key, int partition, byte @Nullable [] value, Instant writtenAt) {
        Position position = desk.publish(key, partition, value, writtenAt);
        gate.take(partition, position.offset(), key, value, writtenAt);
        return position;
    }

    private void hold() {
        byte[] row = gate.row(ANNA.getBytes(UTF_8));
        if (row != null) {
            desk.hold(ANNA, row);
        }
    }

    private static ConsentSeen seen(long version, Position record) {
        return new ConsentSeen(version, NOW, record.partition(), record.offset());
    }

    private QuarantinedEvent aCase(@Nullable ConsentSeen seen) {
        return desk.quarantine(EventKind.OUTBOUND_MESSAGE, ANNA, message(ANNA), seen, NOW);
    }

    private byte[] message(String subject) {
        return desk.encoded(
                InMemoryDesk.TOPICS.outboundMessages(),
                Events.aBirthdaySms("m-1", subject).build());
    }

    private CaseFile file(QuarantinedEvent event) {
        return desk.file(event, POLICY, LATER);
    }

    private Assessment assessment() throws UndecodableException {
        return gate.message(message(ANNA), LATER);
    }

    private void assertCleared() throws UndecodableException {
        assertThat(assessment()).isInstanceOf(Assessment.Cleared.class);
        assertThat(desk.held(ANNA, POLICY, LATER))
                .extracting(HeldConsent::state, HeldConsent::behind)
                .containsExactly(State.CURRENT, false);
        assertThat(desk.recheck(aCase(null), POLICY, LATER)).isInstanceOf(Preview.Released.class);
    }

    private void assertErased() throws UndecodableException {
        assertThat(desk.held(ANNA, POLICY, LATER))
                .extracting(HeldConsent::state, HeldConsent::behind)
                .containsExactly(State.NO_RECORD, false);
        assertAgreement(Set.of("MSG-CONSENT-MISSING"));
        assertThat(gate.hasStrayRow(ANNA.getBytes(UTF_8))).isFalse();
    }

    private void assertAgreement(Set<String> rules) throws UndecodableException {
        assertThat(assessment())
                .isInstanceOfSatisfying(
                        Assessment.Diverted.class,
                        diverted -> assertThat(diverted.violations().stream()
                                        .map(reason -> reason.code().code())
                                        .collect(Collectors.toSet()))
                                .isEqualTo(rules));
        assertThat(desk.recheck(aCase(null), POLICY, LATER))
                .isInstanceOfSatisfying(
                        Preview.Refused.class,
                        refused -> assertThat(refused.violations().stream()
                                        .map(RuleFinding::rule)
                                        .filter(rule -> !rule.startsWith("REV-"))
                                        .collect(Collectors.toSet()))
                                .isEqualTo(rules));
    }
}
