// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.KeptActs.Limit;
import io.consentgate.policy.facts.KeptActsLimitBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row has to be written whatever a publisher sends; no earlier consent outlasts a later one for that. */
class LimitsTest {
    private static final Instant EARLY = Instant.parse("2026-02-01T10:00:00Z");
    private static final Instant LATE = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant FIRST_END = Instant.parse("2026-09-01T10:00:00Z");
    private static final Instant SECOND_END = Instant.parse("2026-10-01T10:00:00Z");
    private static final String FITS = "1".repeat(200);
    private static final String TOO_LONG = "1".repeat(201);

    private static final Limit LIMIT =
            new Limit("c1", "shop", ConsentPurpose.DIRECT_MARKETING, Channel.SMS, "tel1", "k1", EARLY, FIRST_END, 1);

    /** A copy of it would hold personal data for nothing. */
    @Test
    void shouldKeepNoCopyOfAConsentThatTheRecordStillStates() {
        assertThat(Limits.kept(List.of(LIMIT), List.of(with(it -> it.version(2)))))
                .isEmpty();
    }

    @Test
    void shouldKeepNoEndThatTheRecordMoves() {
        assertThat(Limits.kept(List.of(LIMIT), List.of(with(it -> it.version(2).expiresAt(SECOND_END)))))
                .isEmpty();
    }

    /** It was stated twice, and one of both is left out. */
    @Test
    void shouldKeepAnEndThatTheRecordDoesNotMove() {
        Limit other = with(it -> it.expiresAt(SECOND_END));

        assertThat(Limits.kept(
                        List.of(LIMIT, other), List.of(with(it -> it.version(2).expiresAt(SECOND_END)))))
                .containsExactly(LIMIT);
        assertThat(Limits.kept(
                        List.of(LIMIT), List.of(with(it -> it.contactRef("tel2").expiresAt(SECOND_END)))))
                .containsExactly(LIMIT);
    }

    @Test
    void shouldKeepAsManyConsentsAsMayBeKeptAsTheyAre() {
        List<Limit> limits = each(64, number -> it -> it.contactRef("tel" + number));

        assertThat(kept(limits)).isEqualTo(limits);
    }

    @Test
    void shouldLimitEveryContactRatherThanForgetOne() {
        List<Limit> limits = new ArrayList<>(each(64, number -> it -> it.contactRef("tel" + number)));
        limits.add(30, with(it -> it.consentId("c2").contactRef("tel").provenFrom(LATE)));

        assertThat(kept(limits))
                .containsExactly(with(it ->
                        it.consentId("").contactRef(null).contactKeyId(null).provenFrom(LATE)));
    }

    @Test
    void shouldLimitAllConsentsToTheFirstEndInTheEnd() {
        List<Limit> limits = new ArrayList<>(
                each(64, number -> it -> it.controllerId("shop" + number).expiresAt(SECOND_END)));
        limits.add(30, with(it -> it.consentId("c2").provenFrom(LATE).expiresAt(SECOND_END)));
        limits.add(with(it -> it.controllerId("bank")));

        assertThat(kept(limits))
                .containsExactly(with(it -> it.consentId("")
                        .controllerId(null)
                        .purpose(null)
                        .channel(null)
                        .contactRef(null)
                        .contactKeyId(null)
                        .provenFrom(LATE)));
    }

    /** A version may say that the later one was recorded in error; then the one before it was the last word. */
    @Test
    void shouldKeepBothOfTwoConsentsToTheSame() {
        Limit later = with(it -> it.consentId("c0").provenFrom(LATE).expiresAt(SECOND_END));

        assertThat(kept(List.of(LIMIT, later))).containsExactly(LIMIT, later);
    }

    /** The last word of the person is what counts, also if it lets more. */
    @Test
    void shouldKeepTheLatestStatementOfAConsent() {
        Limit later = with(it -> it.provenFrom(LATE).expiresAt(SECOND_END));

        assertThatInAnyOrderOneRemains(LIMIT, later, later);
    }

    @Test
    void shouldKeepTheStatementThatEndsFirstOfTwoOfTheSameTime() {
        assertThatInAnyOrderOneRemains(LIMIT, with(it -> it.expiresAt(SECOND_END)), LIMIT);
    }

    /** A correction takes back what older versions stated. */
    @Test
    void shouldKeepTheStatementOfTheNewestVersion() {
        Limit newer = with(it -> it.version(2));

        assertThatInAnyOrderOneRemains(LIMIT, newer, newer);
    }

    /** What one of them was to, such as some effects of a decision, may be more than what the other was to. */
    @Test
    void shouldKeepTheFirstEndOfAConsentThatHasNoChannel() {
        Limit first = with(it -> it.channel(null));
        Limit later = with(it -> it.channel(null).provenFrom(LATE).expiresAt(SECOND_END));
        Limit both = with(it -> it.channel(null).provenFrom(LATE));

        assertThatInAnyOrderOneRemains(first, later, both);
        assertThatInAnyOrderOneRemains(first, both, both);
    }

    private enum Field {
        ID,
        CONTROLLER,
        CONTACT,
        CONTACT_KEY;

        Limit with(String text) {
            return LimitsTest.with(it -> switch (this) {
                case ID -> it.consentId(text);
                case CONTROLLER -> it.controllerId(text);
                case CONTACT -> it.contactRef(text);
                case CONTACT_KEY -> it.contactKeyId(text);
            });
        }

        Limit withNone() {
            return LimitsTest.with(it -> switch (this) {
                case ID -> it.consentId("");
                case CONTROLLER -> it.controllerId(null);
                case CONTACT, CONTACT_KEY -> it.contactRef(null).contactKeyId(null);
            });
        }
    }

    /** A limit without the text holds for more. */
    @ParameterizedTest
    @EnumSource
    void shouldLeaveOutATextThatIsTooLong(Field field) {
        assertThat(kept(List.of(field.with(FITS)))).containsExactly(field.with(FITS));
        assertThat(kept(List.of(field.with(TOO_LONG)))).containsExactly(field.withNone());
    }

    private static void assertThatInAnyOrderOneRemains(Limit one, Limit other, Limit remaining) {
        List<Limit> limits = new ArrayList<>(List.of(one, other));
        assertThat(kept(limits)).containsExactly(remaining);
        Collections.reverse(limits);
        assertThat(kept(limits)).containsExactly(remaining);
    }

    private static List<Limit> kept(List<Limit> limits) {
        return Limits.kept(limits, List.of());
    }

    private static List<Limit> each(int count, IntFunction<UnaryOperator<KeptActsLimitBuilder>> change) {
        return IntStream.range(0, count)
                .mapToObj(number -> with(change.apply(number)))
                .toList();
    }

    private static Limit with(UnaryOperator<KeptActsLimitBuilder> change) {
        return change.apply(KeptActsLimitBuilder.builder(LIMIT)).build();
    }
}
