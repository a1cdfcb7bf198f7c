// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ActAgainst.Kind;
import io.consentgate.policy.facts.ActAgainstBuilder;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Correction;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.KeptActs.Corrected;
import io.consentgate.policy.facts.KeptActs.SharedName;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CorrectionsTest {
    private static final Instant OCTOBER = Instant.parse("2026-10-01T10:00:00.200Z");
    private static final Corrected AT_8 = new Corrected("c1", "ticket-1", 8);

    @Test
    void shouldDateACorrectionByItsFirstVersion() {
        List<Corrected> first = Corrections.with(List.of(), correcting(8, new Correction("c1", "ticket-1")));

        assertThat(Corrections.with(first, correcting(9, new Correction("c1", " TICKET-1"))))
                .containsExactly(AT_8);
        assertThat(Corrections.with(first, correcting(7, new Correction("c1", "ticket-1"))))
                .containsExactly(new Corrected("c1", "ticket-1", 7));
        assertThat(Corrections.with(first, correcting(9, new Correction("c1", "ticket-2"))))
                .containsExactly(AT_8, new Corrected("c1", "ticket-2", 9));
    }

    /** The first reference that comes may be the one of then. */
    @Test
    void shouldTakeACorrectionOfAnEarlierGateForTheOneThatIsCarriedAlong() {
        List<Corrected> before = List.of(new Corrected("c1", "", 2), new Corrected("c2", "", 3));

        List<Corrected> next = Corrections.with(
                before, correcting(9, new Correction("c1", "ticket-1"), new Correction("c1", "ticket-2")));

        assertThat(next)
                .containsExactly(
                        new Corrected("c1", "ticket-1", 2),
                        new Corrected("c1", "ticket-2", 2),
                        new Corrected("c2", "", 3));
        assertThat(Corrections.with(next, correcting(10, new Correction("c1", "ticket-3"))))
                .contains(new Corrected("c1", "ticket-2", 2), new Corrected("c1", "ticket-3", 10));
    }

    /** Written to a row and read again, half a character would be another one. */
    @Test
    void shouldCutNoCharacterInHalf() {
        String reference = "t".repeat(199) + "\uD83D\uDE00 1";

        assertThat(Corrections.with(List.of(), correcting(8, new Correction("c1", reference))))
                .containsExactly(new Corrected("c1", "t".repeat(199), 8));
    }

    @Test
    void shouldCompareTheFirstTwoHundredCharactersOfAReference() {
        List<Corrected> first =
                Corrections.with(List.of(), correcting(8, new Correction("c1", "ticket " + "1".repeat(193) + "a")));

        assertThat(Corrections.with(first, correcting(9, new Correction("c1", "ticket " + "1".repeat(193) + "b"))))
                .isEqualTo(first);
    }

    @Test
    void shouldTakeBackWhatCameBefore() {
        assertThat(Corrections.lift(withdrawn(7), List.of(AT_8), List.of())).isTrue();
        assertThat(Corrections.lift(withdrawn(8), List.of(AT_8), List.of())).isFalse();
        assertThat(Corrections.lift(withdrawn(7, it -> it.id("c2")), List.of(AT_8), List.of()))
                .isFalse();
        assertThat(Corrections.lift(withdrawn(7, it -> it.id(null)), List.of(AT_8), List.of()))
                .isFalse();
    }

    @Test
    void shouldTakeBackNothingUnderANameThatWasSharedBefore() {
        assertThat(Corrections.lift(withdrawn(5), List.of(AT_8), List.of(new SharedName("c1", 5, 7))))
                .isFalse();
        assertThat(Corrections.lift(withdrawn(5), List.of(AT_8), List.of(new SharedName("", 5, 7))))
                .isFalse();
        assertThat(Corrections.lift(withdrawn(5), List.of(AT_8), List.of(new SharedName("c2", 5, 7))))
                .isTrue();
        assertThat(Corrections.lift(withdrawn(5), List.of(AT_8), List.of(new SharedName("c1", 5, 8))))
                .as("shared only since")
                .isTrue();
    }

    @Test
    void shouldTellActsApartThatAnotherCorrectionSeparates() {
        SharedName shared = new SharedName("c1", 5, 7);

        assertThat(lifts(new Corrected("c1", "ticket-0", 7), shared)).isTrue();
        assertThat(lifts(new Corrected("c1", "ticket-0", 6), shared)).isTrue();
        assertThat(lifts(new Corrected("c1", "ticket-0", 5), shared)).isFalse();
        assertThat(lifts(new Corrected("c2", "ticket-0", 6), shared)).isFalse();
    }

    private static boolean lifts(Corrected between, SharedName shared) {
        return Corrections.lift(withdrawn(7), List.of(AT_8, between), List.of(shared));
    }

    @Test
    void shouldFindNamesOfDifferentActs() {
        assertThat(sharedBy(it -> it.channel(Channel.EMAIL))).containsExactly(new SharedName("c1", 5, 7));
        assertThat(sharedBy(it -> it.purpose(ConsentPurpose.CALL_RECORDING))).hasSize(1);
        assertThat(sharedBy(it -> it.controllerId("bank"))).hasSize(1);
        assertThat(sharedBy(it -> it.contactRef("tel2"))).hasSize(1);
        assertThat(sharedBy(it -> it.at(OCTOBER.plusSeconds(1)))).hasSize(1);
        assertThat(Corrections.sharedBy(List.of(
                        withdrawn(5),
                        withdrawn(7, it -> it.kind(Kind.OBJECTION_TO_MARKETING).id("c1")))))
                .as("an objection has a name of its own")
                .isEmpty();
    }

    @Test
    void shouldTakeAnActStatedAgainForTheSame() {
        assertThat(sharedBy(it -> it)).isEmpty();
        assertThat(sharedBy(it -> it.contactRef(null).contactKeyId(null))).isEmpty();
        assertThat(sharedBy(it -> it.controllerId(" Shop"))).isEmpty();
        assertThat(sharedBy(it -> it.at(OCTOBER.minusMillis(200)))).isEmpty();
        assertThat(sharedBy(it -> it.kind(Kind.REFUSAL))).isEmpty();
        assertThat(sharedBy(it -> it.contactRef("tel2").contactKeyId("k2"))).isEmpty();
        assertThat(sharedBy(it -> it.id("c2").channel(Channel.EMAIL))).isEmpty();
        assertThat(sharedBy(it -> it.id(null).channel(Channel.EMAIL))).isEmpty();
    }

    /** An unknown time is the latest of all, unless a newer version states it. */
    @Test
    void shouldTakeAnUnknownTimeForAnotherSaveWhereANewerVersionStatesIt() {
        assertThat(sharedBy(it -> it.at(null))).containsExactly(new SharedName("c1", 5, 7));
        assertThat(Corrections.sharedBy(List.of(withdrawn(5, it -> it.at(null)), withdrawn(5))))
                .containsExactly(new SharedName("c1", 5, 5));
        assertThat(Corrections.sharedBy(List.of(withdrawn(5, it -> it.at(null)), withdrawn(7))))
                .isEmpty();
        assertThat(Corrections.sharedBy(List.of(withdrawn(5, it -> it.at(null)), withdrawn(7, it -> it.at(null)))))
                .isEmpty();
    }

    private static List<SharedName> sharedBy(UnaryOperator<ActAgainstBuilder> change) {
        return Corrections.sharedBy(List.of(withdrawn(7, change), withdrawn(5)));
    }

    @Test
    void shouldTakeANameOfVeryManyStatementsForShared() {
        List<ActAgainst> same = IntStream.rangeClosed(1, 64)
                .mapToObj(version -> withdrawn(version))
                .toList();

        assertThat(Corrections.sharedBy(same)).isEmpty();
        assertThat(Corrections.sharedBy(IntStream.rangeClosed(3, 67)
                        .mapToObj(version -> withdrawn(version))
                        .toList()))
                .containsExactly(new SharedName("c1", 3, 3));
    }

    @Test
    void shouldCountANameAsSharedFromTheFirstWhereAVersionComesLate() {
        ActAgainst onRecord = withdrawn(9);

        List<ActAgainst> late = List.of(withdrawn(5, it -> it.channel(Channel.EMAIL)));
        assertThat(Corrections.sharedBy(late, List.of(onRecord), List.of()))
                .containsExactly(new SharedName("c1", 5, 5));
        assertThat(Corrections.sharedBy(late, List.of(onRecord), List.of(new SharedName("c1", 4, 9))))
                .containsExactly(new SharedName("c1", 5, 5));
        assertThat(Corrections.sharedBy(late, List.of(onRecord), List.of(new SharedName("c1", 6, 9))))
                .as("a replay of what is known")
                .isEmpty();
        assertThat(Corrections.sharedBy(List.of(withdrawn(5)), List.of(onRecord), List.of()))
                .isEmpty();
        assertThat(Corrections.sharedBy(
                        List.of(withdrawn(5), withdrawn(5, it -> it.channel(Channel.EMAIL))), List.of(), List.of()))
                .containsExactly(new SharedName("c1", 5, 5));
    }

    @Test
    void shouldTakeANameOfVeryManyLateStatementsForShared() {
        List<ActAgainst> many = IntStream.range(0, 65)
                .mapToObj(number -> withdrawn(5, it -> it.at(OCTOBER.plusMillis(number))))
                .toList();

        assertThat(Corrections.sharedBy(many.subList(64, 65), many.subList(0, 64), List.of()))
                .isEmpty();
        assertThat(Corrections.sharedBy(List.of(withdrawn(4)), many, List.of()))
                .containsExactly(new SharedName("c1", 4, 4));
    }

    @Test
    void shouldLearnNothingFromActsThatAreOnRecord() {
        List<ActAgainst> onRecord = List.of(withdrawn(9), withdrawn(5, it -> it.channel(Channel.EMAIL)));

        assertThat(Corrections.sharedBy(List.of(withdrawn(9)), onRecord, List.of()))
                .isEmpty();
    }

    @Test
    void shouldKeepTheNarrowestOfSharedNames() {
        SharedName narrow = new SharedName("c1", 3, 4);

        assertThat(Corrections.narrowest(List.of(
                        new SharedName("c1", 3, 5),
                        narrow,
                        narrow,
                        new SharedName("c1", 2, 4),
                        new SharedName("c2", 1, 9),
                        new SharedName("c1", 1, 2))))
                .containsExactly(narrow, new SharedName("c1", 1, 2), new SharedName("c2", 1, 9));
    }

    private static ActAgainst withdrawn(long version) {
        return withdrawn(version, it -> it);
    }

    private static ActAgainst withdrawn(long version, UnaryOperator<ActAgainstBuilder> change) {
        return change.apply(ActAgainstBuilder.builder(new ActAgainst(
                        Kind.WITHDRAWAL,
                        "c1",
                        "shop",
                        ConsentPurpose.DIRECT_MARKETING,
                        Channel.SMS,
                        "tel1",
                        "k1",
                        OCTOBER,
                        version,
                        null,
                        null)))
                .build();
    }

    private static ConsentFacts correcting(long version, Correction... corrections) {
        return new ConsentFacts("s1", version, OCTOBER, List.of(), List.of(), List.of(), List.of(corrections));
    }
}
