// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.consentgate.serde.RegistryUnavailable.Kind;
import io.consentgate.serde.SchemaSource.Giving;
import io.consentgate.serde.UndecodableException.Reason;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a clock that moves only while the gate waits, so that every wait is exact and none takes any time. */
class SchemaDoubtsTest {

    private static final Duration PER_SCHEMA = Duration.ofSeconds(15);
    private static final Duration PER_MINUTE = Duration.ofSeconds(20);
    private static final Duration WHILE_PARTLY_AWAY = Duration.ofSeconds(30);
    private static final Duration WHILE_AWAY = Duration.ofMinutes(4);

    /** Of the last pause, which ends after the patience. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Of a pause for a registry that is away. */
    private static final Duration LONG_PAUSE = Duration.ofSeconds(5);

    /** Of a question that times out at two addresses. */
    private static final Duration TIME_OUT = Duration.ofSeconds(12);

    /** What the registry says of an id; of all others that it does not have them. */
    @FunctionalInterface
    private interface Answer {
        String give() throws UndecodableException;
    }

    private final AtomicLong now = new AtomicLong();
    private final RegistryHealth health = new RegistryHealth(Clock.systemUTC());
    private final RegistryWait wait = new RegistryWait(health, PER_MINUTE, now::get, nanos -> {
        now.addAndGet(nanos);
        return false;
    });
    private final SchemaDoubts doubts = new SchemaDoubts(PER_SCHEMA, WHILE_PARTLY_AWAY, wait, this::giving, now::get);
    private final Map<Integer, Answer> answers = new HashMap<>();
    private Giving giving = Giving.EVERY_ADDRESS;
    private int asked;
    private int askedForOthers;

    @Test
    void shouldTakeAnAbsenceThatLastsForProof() {
        assertThat(bad(7)).isEqualTo(Reason.UNKNOWN_SCHEMA);

        assertThat(elapsed()).isBetween(PER_SCHEMA, PER_SCHEMA.plus(PAUSE));
        assertThat(health.parkedSchemas()).isEqualTo(1);
        assertThat(health.status().available()).isTrue();
    }

    @Test
    void shouldWaitForAFollowerThatLags() throws Exception {
        answers.put(7, () -> {
            if (elapsed().compareTo(Duration.ofMillis(2500)) < 0) {
                throw absent(7);
            }
            return "seven";
        });

        assertThat(read(7)).isEqualTo("seven");

        assertThat(elapsed()).isLessThan(Duration.ofSeconds(4));
        assertThat(health.parkedSchemas()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNREACHABLE", "REFUSED", "UNEXPECTED_ANSWER"})
    void shouldParkASchemaThatIsNotGivenWhileOthersAre(Kind kind) {
        answers.put(7, failing(kind));

        UndecodableException parked = catchThrowableOfType(UndecodableException.class, () -> read(7));

        assertThat(parked.reason()).isEqualTo(Reason.UNRESOLVABLE_SCHEMA);
        assertThat(parked).hasMessageContaining("schema id 7").hasMessageContaining("as told");
        assertThat(elapsed()).isBetween(PER_SCHEMA, PER_SCHEMA.plus(PAUSE));
        assertThat(health.status().available()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNREACHABLE", "REFUSED", "UNEXPECTED_ANSWER"})
    void shouldNotCallDataBadWhileNoSchemaIsGiven(Kind kind) {
        giving = Giving.NO_ADDRESS;
        answers.put(7, failing(kind));

        assertThat(unavailable(7)).isEqualTo(kind);

        assertThat(elapsed()).isGreaterThanOrEqualTo(WHILE_AWAY);
        assertThat(health.parkedSchemas()).isZero();
        assertThat(health.status().available()).isFalse();
    }

    /** It must not be called unknown, for the address that is away may have it. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNREACHABLE", "REFUSED", "UNEXPECTED_ANSWER"})
    void shouldParkASchemaThatNobodyGivesWhileOneOfTheAddressesIsAway(Kind kind) {
        giving = Giving.SOME_ADDRESSES;
        answers.put(7, failing(kind));

        assertThat(bad(7)).isEqualTo(Reason.UNRESOLVABLE_SCHEMA);

        assertThat(elapsed()).isBetween(WHILE_PARTLY_AWAY, WHILE_PARTLY_AWAY.plus(LONG_PAUSE));
        assertThat(health.parkedSchemas()).isEqualTo(1);
    }

    @Test
    void shouldLetAllElseFlowOnceAnAddressHasBeenAwayForAWhile() throws Exception {
        giving = Giving.SOME_ADDRESSES;
        answers.put(7, () -> "seven");
        answers.put(1_000_000, failing(Kind.UNREACHABLE));
        bad(1_000_000);
        Duration before = elapsed();

        for (int invented = 1; invented < 1_000; invented++) {
            answers.put(1_000_000 + invented, failing(Kind.UNREACHABLE));
            assertThat(bad(1_000_000 + invented)).isEqualTo(Reason.UNRESOLVABLE_SCHEMA);
            assertThat(read(7)).isEqualTo("seven");
        }

        // What was waited for the address is of the minute's waiting.
        assertThat(elapsed().minus(before)).isZero();
    }

    /** That it was not given by some addresses before is no proof of what the others have. */
    @Test
    void shouldHavePatienceAgainForASchemaThatAnAddressDeniesWhichIsBack() {
        giving = Giving.SOME_ADDRESSES;
        answers.put(7, () -> {
            if (elapsed().compareTo(Duration.ofSeconds(20)) < 0) {
                throw new RegistryUnavailable(Kind.UNREACHABLE, "as told", null);
            }
            giving = Giving.EVERY_ADDRESS;
            throw absent(7);
        });

        assertThat(bad(7)).isEqualTo(Reason.UNKNOWN_SCHEMA);

        assertThat(elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(20).plus(PER_SCHEMA));
    }

    /** Else a record in some minutes would hold up its thread for much of a long outage. */
    @Test
    void shouldNotWaitForAnAddressAgainThatIsStillAwayWhenTheNextRecordNeedsIt() {
        giving = Giving.SOME_ADDRESSES;
        answers.put(7, failing(Kind.UNREACHABLE));
        answers.put(8, failing(Kind.UNREACHABLE));
        bad(7);

        now.addAndGet(Duration.ofMinutes(50).toNanos());
        Duration before = elapsed();
        bad(8);

        assertThat(elapsed().minus(before)).isBetween(PER_SCHEMA, PER_SCHEMA.plus(PAUSE));
    }

    @Test
    void shouldWaitAgainForAnAddressThatWasBackInBetween() {
        giving = Giving.SOME_ADDRESSES;
        answers.put(7, failing(Kind.UNREACHABLE));
        answers.put(8, failing(Kind.UNREACHABLE));
        answers.put(9, failing(Kind.UNREACHABLE));
        bad(7);
        giving = Giving.EVERY_ADDRESS;
        now.addAndGet(Duration.ofMinutes(2).toNanos());
        bad(8);

        giving = Giving.SOME_ADDRESSES;
        now.addAndGet(Duration.ofMinutes(2).toNanos());
        Duration before = elapsed();
        bad(9);

        assertThat(elapsed().minus(before)).isGreaterThanOrEqualTo(WHILE_PARTLY_AWAY);
    }

    @Test
    void shouldReadWhatAnAddressGivesThatComesBackInTime() throws Exception {
        giving = Giving.SOME_ADDRESSES;
        answers.put(7, () -> {
            if (elapsed().compareTo(Duration.ofSeconds(20)) < 0) {
                throw new RegistryUnavailable(Kind.UNREACHABLE, "as told", null);
            }
            return "seven";
        });

        assertThat(read(7)).isEqualTo("seven");

        assertThat(health.parkedSchemas()).isZero();
    }

    /** A question may take its connect and read time-outs at each address, whoever asks it. */
    @Test
    void shouldNotStandMostOfTheTimeForSchemasOnWhichTheRegistryTimesOut() throws Exception {
        answers.put(7, () -> "seven");
        assertThat(read(7)).isEqualTo("seven");
        for (int id = 100; id < 105; id++) {
            answers.put(id, timingOut());
        }
        Duration standing = Duration.ZERO;
        Duration hour = Duration.ofHours(1);

        while (elapsed().compareTo(hour) < 0) {
            for (int id = 100; id < 105; id++) {
                Duration before = elapsed();
                assertThat(bad(id)).isEqualTo(Reason.UNRESOLVABLE_SCHEMA);
                standing = standing.plus(elapsed().minus(before));
            }
            assertThat(read(7)).isEqualTo("seven");
            now.addAndGet(Duration.ofSeconds(1).toNanos());
        }

        assertThat(standing).isLessThan(hour.dividedBy(3));
    }

    @Test
    void shouldNotStandForAFloodOfInventedIdsOnASlowRegistry() throws Exception {
        answers.put(7, () -> "seven");
        assertThat(read(7)).isEqualTo("seven");
        int invented = 1_000_000;
        Duration tenMinutes = Duration.ofMinutes(10);
        Duration standing = Duration.ZERO;

        while (elapsed().compareTo(tenMinutes) < 0) {
            answers.put(++invented, () -> {
                now.addAndGet(Duration.ofSeconds(1).toNanos());
                throw absent(0);
            });
            Duration before = elapsed();
            bad(invented);
            standing = standing.plus(elapsed().minus(before));
            assertThat(read(7)).isEqualTo("seven");
            now.addAndGet(Duration.ofMillis(10).toNanos());
        }

        assertThat(standing).isLessThan(tenMinutes.dividedBy(2));
        int known = invented - 1_000_000 + 1;
        assertThat(asked - known).isBetween(100, 220);
    }

    @Test
    void shouldReadAKnownSchemaWhateverWasAskedInVain() throws Exception {
        answers.put(7, () -> "seven");
        answers.put(8, () -> "eight");
        assertThat(read(7)).isEqualTo("seven");
        for (int id = 100; id < 110; id++) {
            answers.put(id, timingOut());
            bad(id);
        }

        assertThat(bad(8)).isEqualTo(Reason.UNRESOLVABLE_SCHEMA);
        assertThat(read(7)).isEqualTo("seven");

        now.addAndGet(Duration.ofMinutes(10).toNanos());
        assertThat(read(8)).isEqualTo("eight");
    }

    @Test
    void shouldAskLessOftenForAParkedSchemaTheLongerTheAnswerTakes() {
        answers.put(7, timingOut());
        bad(7);
        asked = 0;
        Duration parkedAt = elapsed();

        while (elapsed().minus(parkedAt).compareTo(Duration.ofMinutes(13)) < 0) {
            assertThat(bad(7)).isEqualTo(Reason.UNRESOLVABLE_SCHEMA);
            now.addAndGet(Duration.ofSeconds(1).toNanos());
        }

        assertThat(asked).isEqualTo(3);
    }

    @Test
    void shouldNotCountTheTimeThatTheRegistryWasAwayAsAsking() throws Exception {
        giving = Giving.NO_ADDRESS;
        answers.put(7, timingOut());
        unavailable(7);

        giving = Giving.EVERY_ADDRESS;
        answers.put(8, () -> "eight");

        assertThat(read(8)).isEqualTo("eight");
    }

    @Test
    void shouldNotTakeAFailureThatNobodyCanExplainForAnAnswerAboutASchema() {
        answers.put(7, failing(Kind.UNEXPLAINED));

        assertThat(unavailable(7)).isEqualTo(Kind.UNEXPLAINED);

        assertThat(elapsed()).isGreaterThanOrEqualTo(WHILE_AWAY);
    }

    @Test
    void shouldNotCountTheTimeThatTheRegistryWasAwayAgainstASchema() {
        answers.put(7, () -> {
            boolean away = !elapsed().minusSeconds(2).isNegative()
                    && elapsed().minusSeconds(30).isNegative();
            giving = away ? Giving.NO_ADDRESS : Giving.EVERY_ADDRESS;
            throw new RegistryUnavailable(Kind.UNREACHABLE, "as told", null);
        });

        assertThat(bad(7)).isEqualTo(Reason.UNRESOLVABLE_SCHEMA);

        assertThat(elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(30).plus(PER_SCHEMA));
    }

    @Test
    void shouldNotAskAboutAParkedSchemaForEachRecord() {
        answers.put(7, failing(Kind.REFUSED));
        bad(7);
        asked = 0;
        Duration parkedAt = elapsed();

        for (int record = 0; record < 1_000; record++) {
            now.addAndGet(Duration.ofMillis(30).toNanos());
            assertThat(bad(7)).isEqualTo(Reason.UNRESOLVABLE_SCHEMA);
        }

        assertThat(elapsed()).isEqualTo(parkedAt.plusSeconds(30));
        assertThat(asked).isBetween(2, 3);
        assertThat(health.parkedSchemas()).isEqualTo(1);
    }

    @Test
    void shouldReadASchemaThatIsGivenAfterAll() throws Exception {
        bad(7);
        answers.put(7, () -> "seven");

        now.addAndGet(SchemaDoubts.ASK_AGAIN_AFTER.toNanos());

        assertThat(read(7)).isEqualTo("seven");
        answers.remove(7);
        Duration before = elapsed();
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        bad(7);
        assertThat(elapsed().minus(before)).isGreaterThan(PER_SCHEMA);
    }

    @Test
    void shouldHavePatienceAgainForASchemaThatNobodyNamedForAWhile() {
        bad(7);

        now.addAndGet(SchemaDoubts.FORGET_AFTER.toNanos());
        Duration before = elapsed();
        bad(7);

        assertThat(elapsed().minus(before)).isGreaterThanOrEqualTo(PER_SCHEMA);
        assertThat(health.parkedSchemas()).isEqualTo(2);
    }

    @Test
    void shouldNotLetAFloodOfInventedIdsStopTheThread() throws Exception {
        answers.put(7, () -> "seven");

        assertThat(bad(1_000_000)).isEqualTo(Reason.UNKNOWN_SCHEMA);
        for (int invented = 1; invented < 10_000; invented++) {
            // An absence that did not last is no proof.
            assertThat(bad(1_000_000 + invented)).isEqualTo(Reason.UNRESOLVABLE_SCHEMA);
            assertThat(read(7)).isEqualTo("seven");
        }

        assertThat(elapsed()).isBetween(PER_SCHEMA, PER_MINUTE.plus(PAUSE));
        assertThat(health.parkedSchemas()).isEqualTo(1);
        assertThat(health.schemaWaitsCutShort()).isEqualTo(9_999);
    }

    @Test
    void shouldAskForOthersOnceASecondInAFlood() {
        for (int refused = 0; refused < 10_000; refused++) {
            answers.put(refused, failing(Kind.REFUSED));
            bad(refused);
        }

        assertThat(askedForOthers).isLessThan(30);
    }

    @Test
    void shouldWaitAgainInTheNextMinute() {
        bad(7);
        bad(8);
        Duration used = elapsed();
        bad(9);
        assertThat(elapsed()).isEqualTo(used);

        now.addAndGet(Duration.ofMinutes(1).toNanos());
        Duration before = elapsed();
        bad(10);

        assertThat(elapsed().minus(before)).isGreaterThanOrEqualTo(PER_SCHEMA);
    }

    /** What one thread had no time for is not proof for another that has. */
    @Test
    void shouldWaitOnAThreadThatHasTimeForWhatAnotherHadNoTimeFor() throws Exception {
        bad(7);
        bad(8);
        assertThat(bad(9)).isEqualTo(Reason.UNRESOLVABLE_SCHEMA);
        Duration before = elapsed();
        answers.put(9, () -> {
            if (elapsed().minus(before).compareTo(Duration.ofSeconds(2)) < 0) {
                throw absent(9);
            }
            return "nine";
        });

        assertThat(CompletableFuture.supplyAsync(() -> readOrThrow(9)).get()).isEqualTo("nine");
    }

    @Test
    void shouldEndAWaitForASchemaWhenClosed() {
        RegistryWait closing = new RegistryWait(health, PER_MINUTE, now::get, nanos -> true);
        SchemaDoubts open = new SchemaDoubts(PER_SCHEMA, WHILE_PARTLY_AWAY, closing, this::giving, now::get);

        assertThatThrownBy(() ->
                        closing.await(WHILE_AWAY, () -> open.attempt(new RecordHeaders(), naming(7), () -> ask(7))))
                .isInstanceOfSatisfying(
                        RegistryUnavailable.class, e -> assertThat(e.kind()).isEqualTo(Kind.INTERRUPTED));
        assertThat(health.status().available()).isTrue();
    }

    private String read(int id) throws UndecodableException {
        return wait.await(WHILE_AWAY, () -> doubts.attempt(new RecordHeaders(), naming(id), () -> ask(id)));
    }

    private String readOrThrow(int id) {
        try {
            return read(id);
        } catch (UndecodableException e) {
            throw new IllegalStateException(e);
        }
    }

    private Reason bad(int id) {
        wait.nextRecord();
        return catchThrowableOfType(UndecodableException.class, () -> read(id)).reason();
    }

    private Kind unavailable(int id) {
        return catchThrowableOfType(RegistryUnavailable.class, () -> read(id)).kind();
    }

    private String ask(int id) throws UndecodableException {
        asked++;
        Answer answer = answers.get(id);
        if (answer == null) {
            throw absent(id);
        }
        return answer.give();
    }

    private Giving giving() {
        askedForOthers++;
        return giving;
    }

    private Duration elapsed() {
        return Duration.ofNanos(now.get());
    }

    private static Answer failing(Kind kind) {
        return () -> {
            throw new RegistryUnavailable(kind, "as told", null);
        };
    }

    private Answer timingOut() {
        return () -> {
            now.addAndGet(TIME_OUT.toNanos());
            throw new RegistryUnavailable(Kind.UNREACHABLE, "as told", null);
        };
    }

    private static UndecodableException absent(int id) {
        return new UndecodableException(Reason.UNKNOWN_SCHEMA, "the registry does not have schema id " + id);
    }

    private static byte[] naming(int id) {
        return ByteBuffer.allocate(6).put((byte) 0).putInt(id).array();
    }
}
