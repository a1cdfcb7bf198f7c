// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ActAgainst.Kind;
import io.consentgate.policy.facts.ActAgainst.Proof;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentRow.State;
import io.consentgate.policy.facts.InquiryKind;
import io.consentgate.policy.facts.KeptActs;
import io.consentgate.policy.facts.KeptActs.Answered;
import io.consentgate.policy.facts.KeptActs.Corrected;
import io.consentgate.policy.facts.KeptActs.KnownProof;
import io.consentgate.policy.facts.KeptActs.Limit;
import io.consentgate.policy.facts.KeptActs.SharedName;
import io.consentgate.policy.facts.ObjectionScope;
import io.consentgate.topology.StoredConsent.Erasures;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredConsentTest {

    private static final Instant NOON = Instant.parse("2026-05-03T12:00:00.123Z");
    private static final byte[] SCHEMA = {0, 0, 0, 0, 7};
    private static final byte[] VALUE = {1, 2, 3};

    private static final KeptActs KEPT = new KeptActs(
            List.of(
                    new ActAgainst(
                            Kind.WITHDRAWAL,
                            "zgoda-1",
                            "shop",
                            ConsentPurpose.DIRECT_MARKETING,
                            Channel.SMS,
                            "tel1",
                            "k1",
                            NOON,
                            7,
                            new Proof("formularz-„1”", NOON.minusSeconds(5)),
                            null),
                    new ActAgainst(
                            Kind.REFUSAL,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            Long.MIN_VALUE,
                            null,
                            NOON.minusSeconds(8)),
                    ActAgainst.objection("o", "sklep „Żółw”", ObjectionScope.PROFILING, NOON, 3)),
            List.of(new Corrected("c2", "zgłoszenie-„9”", 9), new Corrected("c3", "", 7)),
            List.of(
                    new Limit(
                            "zgoda-2",
                            "shop",
                            ConsentPurpose.DIRECT_MARKETING,
                            Channel.SMS,
                            "tel1",
                            "k1",
                            NOON,
                            NOON.plusSeconds(9),
                            8),
                    new Limit("", null, null, null, null, null, NOON, NOON, Long.MIN_VALUE)),
            List.of(
                    new KnownProof("shop", List.of("formularz-„2”"), NOON.minusSeconds(7)),
                    new KnownProof("shop", List.of("form-1", "0a1b2c3d4e5f6071", "recording-1"), NOON.minusSeconds(5)),
                    new KnownProof(null, List.of("r", ""), NOON)),
            List.of(new ActAgainst(
                    Kind.WITHDRAWAL,
                    "c3",
                    "shop",
                    ConsentPurpose.DIRECT_MARKETING,
                    Channel.EMAIL,
                    null,
                    null,
                    NOON,
                    6,
                    new Proof("formularz-3", NOON),
                    null)),
            List.of(new SharedName("c2", 3, 5), new SharedName("", Long.MIN_VALUE, Long.MIN_VALUE)),
            List.of(
                    new Answered(
                            "shop", "pytanie-„1”", InquiryKind.CALLBACK, Channel.VOICE, NOON, NOON.plusSeconds(60)),
                    new Answered("", null, InquiryKind.QUESTION, Channel.UNKNOWN, NOON, null)),
            List.of(
                    ActAgainst.objection("o2", "shop", ObjectionScope.DIRECT_MARKETING, null, 2),
                    new ActAgainst(
                            Kind.WITHDRAWAL,
                            "c4",
                            "shop",
                            ConsentPurpose.DIRECT_MARKETING,
                            Channel.SMS,
                            null,
                            null,
                            null,
                            5,
                            new Proof("formularz-4", NOON),
                            NOON.minusSeconds(9))),
            NOON.plusSeconds(1));

    @ParameterizedTest
    @EnumSource
    void shouldComeBackAsItWasStored(State state) {
        StoredConsent stored =
                new StoredConsent(state, 3, 17, 1_000, 7, KEPT, new Erasures(5, Long.MIN_VALUE), SCHEMA, VALUE);

        assertSame(StoredConsent.fromBytes(stored.toBytes()), stored);
    }

    @Test
    void shouldTakeFourBytesForNothingKept() {
        StoredConsent stored =
                new StoredConsent(State.CURRENT, 3, 17, 1_000, 7, KeptActs.NONE, Erasures.NEVER, null, VALUE);

        assertThat(stored.toBytes()).hasSize(formatOne(0, 7).length + 4);
        assertThat(StoredConsent.fromBytes(stored.toBytes()).kept()).isSameAs(KeptActs.NONE);
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 1})
    void shouldReadARowOfTheGateBefore(byte state) {
        assertSame(
                StoredConsent.fromBytes(formatOne(state, 7)),
                new StoredConsent(
                        state == 0 ? State.CURRENT : State.UNREADABLE,
                        3,
                        17,
                        1_000,
                        7,
                        KeptActs.NONE,
                        Erasures.NEVER,
                        null,
                        VALUE));
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 3})
    void shouldSayWhatToDoAboutARowOfAnotherVersion(byte format) {
        byte[] row = formatOne(0, 7);
        row[0] = format;

        assertThatThrownBy(() -> StoredConsent.fromBytes(row)).hasMessageContaining("upgrade");
    }

    /** Whoever may write to the changelog can write anything; what reads it must not end by that. */
    @Test
    void shouldTellWhatIsNoRow() {
        byte[] row = new StoredConsent(State.CURRENT, 3, 17, 1_000, 7, KEPT, Erasures.NEVER, SCHEMA, VALUE).toBytes();

        for (int length = 0; length < row.length - VALUE.length + 1; length++) {
            assertNoRow(Arrays.copyOf(row, length));
        }
        for (int at = 0; at < row.length; at++) {
            byte[] changed = row.clone();
            changed[at] = (byte) 0xff;
            // Whatever it says, it says it by no other exception and within bounds.
            ConsentRows.outline(changed);
        }
    }

    private static void assertNoRow(byte[] row) {
        assertThatThrownBy(() -> StoredConsent.fromBytes(row)).isInstanceOf(IllegalStateException.class);
        assertThat(ConsentRows.outline(row)).isEmpty();
    }

    /** As after a downgrade of the gate: nothing that forbids is lost. */
    @Test
    void shouldForbidBySymbolsThatItDoesNotKnow() {
        byte[] row = new StoredConsent(State.NONE, 3, 17, 1_000, 7, KEPT, Erasures.NEVER, null, VALUE).toBytes();
        String text = new String(row, ISO_8859_1)
                .replace("WITHDRAWAL", "ANNULATION")
                .replace("DIRECT_MARKETING", "TELEPATHIC_TOUCH")
                .replace("SMS", "XXX");

        ActAgainst act =
                StoredConsent.fromBytes(text.getBytes(ISO_8859_1)).kept().acts().get(0);

        assertThat(act.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(act.purpose()).isEqualTo(ConsentPurpose.UNKNOWN);
        assertThat(act.channel()).isEqualTo(Channel.UNKNOWN);
    }

    private static byte[] formatOne(int state, long version) {
        return ByteBuffer.allocate(1 + 1 + 4 + 8 + 8 + 8 + 4 + VALUE.length)
                .put((byte) 1)
                .put((byte) state)
                .putInt(3)
                .putLong(17)
                .putLong(1_000)
                .putLong(version)
                .putInt(0)
                .put(VALUE)
                .array();
    }

    private static void assertSame(StoredConsent read, StoredConsent stored) {
        assertThat(read).usingRecursiveComparison().isEqualTo(stored);
    }
}
