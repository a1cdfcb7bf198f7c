// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlausibleTest {

    private static final Instant LATEST = Instant.parse("2026-11-02T09:05:00Z");

    /** Never set, in seconds, a default of databases, the last of 1999 and of 2000's first day, a date in digits, too late, in microseconds. */
    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1_761_990_000L,
                -2_208_988_800_000L,
                946_684_799_999L,
                946_771_199_999L,
                1_793_610_300_001L,
                1_761_990_000_000_000L,
                Long.MIN_VALUE,
                Long.MAX_VALUE
            })
    void shouldTakeNoTimeThatCannotBeTrue(long millis) {
        Instant stated = Instant.ofEpochMilli(millis);

        assertThat(Plausible.isPast(stated, LATEST)).isFalse();
        assertThat(Plausible.known(stated, LATEST)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2000-01-02T00:00:00Z", "2025-10-30T08:00:00Z", "2026-11-02T09:05:00Z"})
    void shouldTakeATimeThatCanBeTrue(Instant stated) {
        assertThat(Plausible.isPast(stated, LATEST)).isTrue();
        assertThat(Plausible.isEnd(stated)).isTrue();
        assertThat(Plausible.known(stated, LATEST)).isEqualTo(stated);
    }

    /** The first of October of 2026: an act against of then is not one of 2004. */
    @Test
    void shouldNotKnowATimeThatIsADateWrittenAsANumber() {
        Instant stated = Instant.ofEpochMilli(1_10_2026_10_00_00L);

        assertThat(Plausible.known(stated, LATEST)).isNull();
        assertThat(Plausible.isPast(stated, LATEST)).isTrue();
        assertThat(Plausible.known(Instant.parse("2005-11-15T23:00:00Z"), LATEST))
                .isNotNull();
    }

    @Test
    void shouldKnowNoTimeWhereNoneIsStated() {
        assertThat(Plausible.known(null, LATEST)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-02T09:05:01Z",
                "2612-01-24T09:56:40Z",
                "2447-04-22T09:53:46.100Z",
                "9999-12-31T23:59:59.999Z"
            })
    void shouldLetAnEndLieAhead(Instant stated) {
        assertThat(Plausible.isEnd(stated)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_761_990_000L, 253_402_300_800_000L, 1_761_990_000_000_000L})
    void shouldTakeNoEndInAnotherUnitOfTime(long millis) {
        assertThat(Plausible.isEnd(Instant.ofEpochMilli(millis))).isFalse();
    }

    /** As in 2026-12-31, 23:59:59: with the year, the day or the month first. */
    @ParameterizedTest
    @ValueSource(
            longs = {
                20_000_101_000_000L,
                20_261_231_235_959L,
                15_062_026_000_000L,
                12_312_026_235_959L,
                1_102_026_100_000L
            })
    void shouldTakeNoEndThatIsADateWrittenAsANumber(long millis) {
        assertThat(Plausible.isEnd(Instant.ofEpochMilli(millis))).isFalse();
    }
}
