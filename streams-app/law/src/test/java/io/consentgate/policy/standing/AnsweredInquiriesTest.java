// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Inquiry;
import io.consentgate.policy.facts.ConsentFactsInquiryBuilder;
import io.consentgate.policy.facts.ConsentRow;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.InquiryKind;
import io.consentgate.policy.facts.KeptActs;
import io.consentgate.policy.facts.KeptActs.Answered;
import io.consentgate.policy.facts.KeptActsBuilder;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnsweredInquiriesTest {
    private static final Instant NINE = Instant.parse("2026-11-02T09:00:00Z");
    private static final Instant TEN = Instant.parse("2026-11-02T10:00:00Z");
    private static final Answered ANSWERED = new Answered("shop", "i1", InquiryKind.CALLBACK, Channel.VOICE, NINE, TEN);

    @Test
    void shouldKnowAnInquiryByItsIdInAnyLetters() {
        assertThat(isAnswered(it -> it.inquiryId(" I1 ").channel(Channel.SMS))).isTrue();
        assertThat(isAnswered(it -> it.inquiryId("i2").channel(Channel.SMS))).isFalse();
        assertThat(isAnswered(it -> it.controllerId("bank"))).isFalse();
    }

    @Test
    void shouldKnowAnInquiryByWhenAndHowThePersonAsked() {
        assertThat(isAnswered(it -> it.inquiryId("i2"))).isTrue();
        assertThat(isAnswered(it -> it.inquiryId("i2").openedAt(NINE.plusMillis(999))))
                .isTrue();
        assertThat(isAnswered(it -> it.inquiryId("i2").openedAt(NINE.minusMillis(999))))
                .isTrue();
        assertThat(isAnswered(it -> it.inquiryId("i2").openedAt(NINE.plusSeconds(1))))
                .isFalse();
        assertThat(isAnswered(it -> it.inquiryId("i2").controllerId("bank"))).isFalse();
        assertThat(isAnswered(it -> it.inquiryId("i2").channel(Channel.SMS))).isFalse();
        assertThat(isAnswered(it -> it.inquiryId("i2").kind(InquiryKind.QUESTION)))
                .isFalse();
    }

    @Test
    void shouldKnowTheControllerInWhateverLetters() {
        assertThat(isAnswered(it -> it.controllerId("SHOP "))).isTrue();
        assertThat(isAnswered(it -> it.inquiryId("i2").controllerId("Shop"))).isTrue();
    }

    /** An import may date it later. */
    @Test
    void shouldTakeAnIdForOneInquiryWheneverItWasMade() {
        assertThat(isAnswered(it -> it.openedAt(TEN.plusSeconds(60)))).isTrue();
    }

    @Test
    void shouldKeepTheNewestAndTakeAllBeforeThemForAnswered() {
        List<Answered> many = IntStream.range(0, 17)
                .mapToObj(number -> new Answered(
                        "shop",
                        "i" + number,
                        InquiryKind.CALLBACK,
                        Channel.VOICE,
                        NINE.plusSeconds(number),
                        NINE.plusSeconds(60)))
                .toList();

        List<Answered> kept = AnsweredInquiries.kept(many.stream(), List.of(), TEN);
        assertThat(kept)
                .hasSize(16)
                .startsWith(many.get(16))
                .contains(many.get(2))
                .doesNotContain(many.get(1));
        ConsentView view = keeping(kept);
        assertThat(AnsweredInquiries.of(inquiry(it -> it.inquiryId("x").openedAt(NINE.plusSeconds(1))), view, TEN))
                .isNotEmpty();
        assertThat(AnsweredInquiries.of(
                        inquiry(it -> it.inquiryId("x").channel(Channel.SMS).openedAt(NINE.plusMillis(1001))),
                        view,
                        TEN))
                .isEmpty();
        assertThat(AnsweredInquiries.kept(many.stream().limit(15), List.of(), TEN))
                .hasSize(15);
    }

    @Test
    void shouldTakeNoInquiryOfLaterForAnsweredBecauseOneStatesATimeToCome() {
        List<Answered> tooLong = List.of(
                new Answered("shop", "i".repeat(201), InquiryKind.CALLBACK, Channel.VOICE, TEN.plusSeconds(9), null));

        assertThat(AnsweredInquiries.kept(tooLong.stream(), List.of(), TEN))
                .singleElement()
                .satisfies(all -> {
                    assertThat(all.inquiryId()).isNull();
                    assertThat(all.openedAt()).isEqualTo(TEN);
                });
    }

    @Test
    void shouldKeepNoneThatTheRecordStates() {
        assertThat(AnsweredInquiries.kept(List.of(ANSWERED, ANSWERED).stream(), List.of(ANSWERED), TEN))
                .isEmpty();
        assertThat(AnsweredInquiries.kept(List.of(ANSWERED, ANSWERED).stream(), List.of(), TEN))
                .containsExactly(ANSWERED);
    }

    @Test
    void shouldReadThemFromARecord() {
        ConsentFacts record = new ConsentFacts(
                "s1",
                1,
                TEN,
                List.of(),
                List.of(),
                List.of(
                        inquiry(it -> it.inquiryId("I1 ").answeredAt(TEN)),
                        inquiry(it -> it.inquiryId("i2").answeredAt(Instant.EPOCH)),
                        inquiry(it -> it.inquiryId("i3"))),
                List.of());

        assertThat(AnsweredInquiries.in(record, TEN))
                .containsExactly(ANSWERED, new Answered("shop", "i2", InquiryKind.CALLBACK, Channel.VOICE, NINE, null));
        assertThat(AnsweredInquiries.in(null, TEN)).isEmpty();
    }

    /** An export that dates one inquiry otherwise each time leaves room for others. */
    @Test
    void shouldKeepTheFirstAndTheLastDateOfAnInquiry() {
        List<Answered> dated = IntStream.range(0, 20)
                .mapToObj(number ->
                        new Answered("shop", "i1", InquiryKind.CALLBACK, Channel.VOICE, NINE.plusSeconds(number), TEN))
                .toList();

        assertThat(AnsweredInquiries.kept(dated.stream(), List.of(), TEN)).containsExactly(dated.get(19), dated.get(0));
    }

    private static boolean isAnswered(UnaryOperator<ConsentFactsInquiryBuilder> change) {
        return !AnsweredInquiries.of(inquiry(change), keeping(List.of(ANSWERED)), TEN)
                .isEmpty();
    }

    private static ConsentView keeping(List<Answered> answered) {
        return ConsentRow.EMPTY.keeping(
                KeptActsBuilder.builder(KeptActs.NONE).answered(answered).build());
    }

    private static Inquiry inquiry(UnaryOperator<ConsentFactsInquiryBuilder> change) {
        return change.apply(ConsentFactsInquiryBuilder.builder(
                        new Inquiry("i1", InquiryKind.CALLBACK, "shop", Channel.VOICE, "tel1", NINE, null, null, "k1")))
                .build();
    }
}
