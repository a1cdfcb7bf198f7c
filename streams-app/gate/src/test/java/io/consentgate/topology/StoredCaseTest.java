// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.policy.Outcome;
import io.consentgate.review.Proposal;
import io.consentgate.review.ReviewCase;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredCaseTest {

    private static final Instant NOON = Instant.parse("2026-05-03T12:00:00.123Z");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldComeBackAsItWasStored(boolean waiting) {
        Headers headers = new RecordHeaders()
                .add("traceparent", "00-abc".getBytes(UTF_8))
                .add("empty", new byte[0])
                .add("none", null);
        StoredCase stored = stored(
                waiting
                        ? new Proposal("v-1", "ewa", "reviewer", NOON, NOON.plusSeconds(9), List.of("event", ""), "ab")
                        : null,
                headers);

        StoredCase read = StoredCase.fromBytes(stored.outline().toBytes(), stored.eventBytes());

        assertThat(read.reviewCase()).isEqualTo(stored.reviewCase());
        assertThat(read.kind()).isEqualTo(stored.kind());
        assertThat(read.origin()).isEqualTo(stored.origin());
        assertThat(read.headers()).isEqualTo(headers);
        assertThat(read.event()).isEqualTo(stored.event());
        assertThat(read.identity()).isEqualTo(stored.identity());
    }

    @ParameterizedTest
    @ValueSource(bytes = {1, 2})
    void shouldReadTheRowOfAnEarlierGate(byte format) {
        StoredCase stored = stored(null, new RecordHeaders().add("traceparent", "00-abc".getBytes(UTF_8)));
        byte[] earlier = CaseStores.wholeRow(stored, format);

        StoredCase read = StoredCase.fromBytes(earlier, null);
        StoredCase.Outline outline = StoredCase.Outline.fromBytes(earlier);

        assertThat(read.reviewCase()).isEqualTo(stored.reviewCase());
        assertThat(read.origin()).isEqualTo(stored.origin());
        assertThat(read.headers()).isEqualTo(stored.headers());
        assertThat(read.event()).isEqualTo(stored.event());
        assertThat(read.identity()).isEqualTo(format == 1 ? null : stored.identity());
        assertThat(outline.reviewCase()).isEqualTo(stored.reviewCase());
        assertThat(outline.identity()).isEqualTo(read.identity());
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 4})
    void shouldSayWhatToDoAboutARowOfAnotherVersion(byte format) {
        StoredCase stored = stored(null, new RecordHeaders());
        byte[] outline = stored.outline().toBytes();
        byte[] event = stored.eventBytes();
        outline[0] = format;
        event[0] = format;

        assertThatThrownBy(() -> StoredCase.fromBytes(outline, null)).hasMessageContaining("upgrade");
        assertThatThrownBy(() -> StoredCase.Outline.fromBytes(outline)).hasMessageContaining("upgrade");
        assertThatThrownBy(() -> StoredCase.fromBytes(stored.outline().toBytes(), event))
                .hasMessageContaining("upgrade");
    }

    @Test
    void shouldNotTakeACaseWithoutItsEventForOneOfAnEarlierGate() {
        byte[] outline = stored(null, new RecordHeaders()).outline().toBytes();

        assertThatThrownBy(() -> StoredCase.fromBytes(outline, null)).hasMessageContaining("without its event");
    }

    private static StoredCase stored(@Nullable Proposal proposal, Headers headers) {
        return new StoredCase(
                new ReviewCase(
                        "offer-decisions.3.7",
                        "digest",
                        "zażółć",
                        EnumSet.of(Outcome.REJECT, Outcome.DECIDE_AMEND),
                        List.of("ADM-PROHIBITED", "ADM-SPECIAL-CATEGORY"),
                        true,
                        false,
                        NOON,
                        NOON.plusSeconds(60),
                        true,
                        proposal),
                EventKind.OfferDecisions.OFFER_DECISIONS,
                new Origin("offer-decisions", 3, 7, 1_000),
                headers,
                new byte[] {0, 1, 2},
                new byte[] {7, 8});
    }
}
