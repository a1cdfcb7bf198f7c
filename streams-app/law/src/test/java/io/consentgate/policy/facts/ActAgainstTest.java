// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.facts.ActAgainst.Kind;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ActAgainstTest {
    private static final Instant AT = Instant.parse("2026-10-01T10:00:00Z");
    private static final ActAgainst ACT = new ActAgainst(
            Kind.WITHDRAWAL,
            "c1",
            "shop",
            ConsentPurpose.DIRECT_MARKETING,
            Channel.SMS,
            "ab12",
            "k1",
            AT,
            1,
            null,
            null);

    /** What names nothing, or something that this version does not know, forbids all of it. */
    @Test
    void shouldCoverWhatItForbidsAndWhatIsNarrower() {
        assertThat(List.of(
                        ACT,
                        with(it -> it.controllerId(null)),
                        with(it -> it.purpose(null)),
                        with(it -> it.purpose(ConsentPurpose.UNKNOWN)),
                        with(it -> it.channel(null)),
                        with(it -> it.channel(Channel.UNKNOWN)),
                        with(it -> it.contactRef(null).contactKeyId(null)),
                        with(it -> it.contactRef("AB12")),
                        with(it -> it.kind(Kind.REFUSAL))))
                .allMatch(act -> act.covers(ACT));
    }

    @Test
    void shouldCoverNothingElse() {
        assertThat(List.of(
                        with(it -> it.controllerId("bank")),
                        with(it -> it.purpose(ConsentPurpose.CALL_RECORDING)),
                        with(it -> it.channel(Channel.EMAIL)),
                        with(it -> it.contactRef("ab13")),
                        with(it -> it.contactKeyId("k2")),
                        with(it -> it.kind(Kind.OBJECTION_TO_MARKETING))))
                .noneMatch(act -> act.covers(ACT));
        assertThat(List.of(
                        with(it -> it.controllerId(null)),
                        with(it -> it.purpose(null)),
                        with(it -> it.channel(null)),
                        with(it -> it.contactRef(null).contactKeyId(null))))
                .noneMatch(ACT::covers);
    }

    @Test
    void shouldCoverAnObjectionByOneOfItsKindAlone() {
        assertThat(objection(ObjectionScope.PROFILING).covers(objection(ObjectionScope.PROFILING)))
                .isTrue();
        assertThat(objection(ObjectionScope.PROFILING).covers(objection(ObjectionScope.DIRECT_MARKETING)))
                .isFalse();
        assertThat(with(it -> it.purpose(null).channel(null).contactRef(null).contactKeyId(null))
                        .covers(objection(ObjectionScope.PROFILING)))
                .isFalse();
    }

    @Test
    void shouldTakeAnUnknownTimeForTheLatest() {
        ActAgainst before = at(AT.minusSeconds(1));
        ActAgainst unknown = at(null);

        assertThat(ACT.isLaterThan(before)).isTrue();
        assertThat(before.isLaterThan(ACT)).isFalse();
        assertThat(ACT.isLaterThan(at(AT))).isFalse();
        assertThat(unknown.isLaterThan(ACT)).isTrue();
        assertThat(ACT.isLaterThan(unknown)).isFalse();
        assertThat(unknown.isLaterThan(unknown)).isFalse();
    }

    @Test
    void shouldConcernAControllerHoweverItsIdIsWritten() {
        assertThat(ACT.mayConcern("shop")).isTrue();
        assertThat(ACT.mayConcern(" SHOP ")).isTrue();
        assertThat(ACT.mayConcern("bank")).isFalse();
        assertThat(with(it -> it.controllerId(null)).mayConcern("bank")).isTrue();
    }

    private static ActAgainst objection(ObjectionScope scope) {
        return ActAgainst.objection("o1", "shop", scope, AT, 1);
    }

    private static ActAgainst at(@Nullable Instant at) {
        return with(it -> it.at(at));
    }

    private static ActAgainst with(UnaryOperator<ActAgainstBuilder> change) {
        return change.apply(ActAgainstBuilder.builder(ACT)).build();
    }
}
