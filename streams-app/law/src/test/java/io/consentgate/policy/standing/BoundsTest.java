// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ActAgainst.Kind;
import io.consentgate.policy.facts.ActAgainst.Proof;
import io.consentgate.policy.facts.ActAgainstBuilder;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.KeptActs.Corrected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row has to be written whatever a publisher sends; nothing that was forbidden is allowed for that. */
class BoundsTest {
    private static final Instant EARLY = Instant.parse("2026-02-01T10:00:00Z");
    private static final Instant LATE = Instant.parse("2026-03-01T10:00:00Z");
    private static final String FITS = "1".repeat(200);
    private static final String TOO_LONG = "1".repeat(201);

    private static final ActAgainst ACT = new ActAgainst(
            Kind.WITHDRAWAL,
            "c1",
            "shop",
            ConsentPurpose.DIRECT_MARKETING,
            Channel.SMS,
            "tel1",
            "k1",
            EARLY,
            1,
            null,
            null);

    @Test
    void shouldKeepAsManyActsAsMayBeKeptAsTheyAre() {
        List<ActAgainst> acts = new ArrayList<>(each(63, number -> it -> it.contactRef("tel" + number)));
        acts.add(acts.get(0));

        assertThat(Bounds.kept(acts)).isEqualTo(acts);
    }

    @Test
    void shouldDropFirstWhatAnotherActCovers() {
        List<ActAgainst> acts = new ArrayList<>(each(64, number -> it -> it.controllerId("shop" + number)));
        acts.add(with(it -> it.controllerId("shop7").at(LATE)));

        assertThat(Bounds.kept(acts))
                .hasSize(64)
                .allSatisfy(kept -> assertThat(kept.contactRef()).isEqualTo("tel1"))
                .filteredOn(kept -> "shop7".equals(kept.controllerId()))
                .singleElement()
                .satisfies(kept -> assertThat(kept.at()).isEqualTo(LATE));
    }

    @Test
    void shouldForbidEveryContactRatherThanForgetOne() {
        assertThat(Bounds.kept(each(65, number -> it -> it.contactRef("tel" + number))))
                .containsExactly(with(it -> it.contactRef(null).contactKeyId(null)));
    }

    @Test
    void shouldForbidEveryChannelNext() {
        List<ActAgainst> acts = Stream.of(Channel.SMS, Channel.EMAIL)
                .flatMap(channel ->
                        each(
                                33,
                                number -> it -> it.controllerId("shop" + number).channel(channel))
                                .stream())
                .toList();

        assertThat(Bounds.kept(acts)).hasSize(33).allSatisfy(kept -> {
            assertThat(kept.channel()).isNull();
            assertThat(kept.purpose()).isEqualTo(ConsentPurpose.DIRECT_MARKETING);
        });
    }

    @Test
    void shouldForbidEveryPurposeNext() {
        List<ActAgainst> acts = Stream.of(ConsentPurpose.DIRECT_MARKETING, ConsentPurpose.CALL_RECORDING)
                .flatMap(purpose ->
                        each(
                                33,
                                number -> it -> it.controllerId("shop" + number).purpose(purpose))
                                .stream())
                .toList();

        assertThat(Bounds.kept(acts)).hasSize(33).allSatisfy(kept -> {
            assertThat(kept.purpose()).isNull();
            assertThat(kept.controllerId()).isNotNull();
        });
    }

    @Test
    void shouldForbidItToEveryControllerInTheEnd() {
        assertThat(Bounds.kept(each(65, number -> it -> it.controllerId("shop" + number))))
                .singleElement()
                .satisfies(kept -> assertThat(kept.controllerId()).isNull());
    }

    @Test
    void shouldTakeTheLaterTimeAndTheHigherVersionOfTwoActsOfWhichOneCoversTheOther() {
        ActAgainst wide = with(it -> it.contactRef(null).contactKeyId(null));
        ActAgainst narrow = with(it -> it.id("c2").kind(Kind.REFUSAL).at(LATE).version(2));
        ActAgainst both = with(it -> it.id(null)
                .contactRef(null)
                .contactKeyId(null)
                .kind(Kind.REFUSAL)
                .at(LATE)
                .version(2));

        assertThat(Bounds.merged(List.of(wide, narrow))).containsExactly(both);
        assertThat(Bounds.merged(List.of(narrow, wide))).containsExactly(both);
    }

    @Test
    void shouldKeepTheNameOfAnActThatIsStatedTwice() {
        assertThat(Bounds.merged(List.of(ACT, with(it -> it.at(LATE))))).containsExactly(with(it -> it.at(LATE)));
    }

    @Test
    void shouldMakeNoWithdrawalUncertain() {
        ActAgainst unknown = with(it -> it.kind(Kind.UNKNOWN).at(LATE));

        assertThat(Bounds.merged(List.of(ACT, unknown))).containsExactly(with(it -> it.at(LATE)));
    }

    @Test
    void shouldLeaveActsApartOfWhichNeitherCoversTheOther() {
        List<ActAgainst> acts = List.of(ACT, with(it -> it.channel(Channel.EMAIL)));

        assertThat(Bounds.merged(acts)).isEqualTo(acts);
    }

    private enum Field {
        ID,
        CONTROLLER,
        CONTACT,
        CONTACT_KEY;

        ActAgainst with(String text) {
            return BoundsTest.with(it -> switch (this) {
                case ID -> it.id(text);
                case CONTROLLER -> it.controllerId(text);
                case CONTACT -> it.contactRef(text);
                case CONTACT_KEY -> it.contactKeyId(text);
            });
        }

        ActAgainst withNone() {
            return BoundsTest.with(it -> switch (this) {
                case ID -> it.id(null);
                case CONTROLLER -> it.controllerId(null);
                case CONTACT, CONTACT_KEY -> it.contactRef(null).contactKeyId(null);
            });
        }
    }

    /** An act without the text forbids more. */
    @ParameterizedTest
    @EnumSource
    void shouldLeaveOutATextThatIsTooLong(Field field) {
        assertThat(Bounds.kept(List.of(field.with(FITS)))).containsExactly(field.with(FITS));
        assertThat(Bounds.kept(List.of(field.with(TOO_LONG)))).containsExactly(field.withNone());
    }

    @Test
    void shouldKeepTheBeginningOfAReferenceThatIsTooLong() {
        assertThat(Bounds.kept(List.of(with(it -> it.proof(new Proof(FITS, EARLY))))))
                .containsExactly(with(it -> it.proof(new Proof(FITS, EARLY))));
        assertThat(Bounds.kept(List.of(with(it -> it.proof(new Proof(TOO_LONG, EARLY))))))
                .containsExactly(with(it -> it.proof(new Proof(FITS, EARLY))));
        assertThat(new Proof(FITS, EARLY).isNamed(TOO_LONG)).isTrue();
        assertThat(new Proof(FITS, EARLY).isNamed("2" + TOO_LONG)).isFalse();
    }

    @Test
    void shouldKeepTheProofOfAnActThatAWiderOneCovers() {
        ActAgainst narrow = with(it -> it.proof(new Proof("form-1", EARLY)));
        ActAgainst wide = with(it -> it.channel(null));

        assertThat(Bounds.merged(List.of(narrow, wide)))
                .containsExactly(with(it -> it.channel(null).proof(new Proof("form-1", EARLY))));
    }

    /** One that was forgotten would count as a new one when it comes again. */
    @Test
    void shouldKeepTheFirstCorrectionsThatAreShortEnough() {
        List<Corrected> firstFirst = new ArrayList<>();
        firstFirst.add(new Corrected(TOO_LONG, "ticket", 1));
        firstFirst.add(new Corrected(FITS, "ticket", 2));
        IntStream.range(0, 64).forEach(number -> firstFirst.add(new Corrected("c" + number, "ticket", 3 + number)));

        assertThat(Bounds.corrected(firstFirst))
                .hasSize(64)
                .startsWith(new Corrected(FITS, "ticket", 2))
                .endsWith(new Corrected("c62", "ticket", 65));
    }

    private static List<ActAgainst> each(int count, IntFunction<UnaryOperator<ActAgainstBuilder>> change) {
        return IntStream.range(0, count)
                .mapToObj(number -> with(change.apply(number)))
                .toList();
    }

    private static ActAgainst with(UnaryOperator<ActAgainstBuilder> change) {
        return change.apply(ActAgainstBuilder.builder(ACT)).build();
    }
}
