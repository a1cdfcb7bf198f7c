// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import static io.consentgate.review.VerdictFixture.aCreditRefusal;
import static io.consentgate.review.VerdictFixture.ofCampaign;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionFactsBuilder;
import io.consentgate.policy.facts.DecisionRole;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.HumanHistory;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewedEventTest {

    @Test
    void shouldComeFromItsOwnCampaignAlone() {
        ReviewedEvent message = new ReviewedEvent.Message(ofCampaign("spring"), facts -> GateMemory.EMPTY);

        assertThat(message.isFrom("spring")).isTrue();
        assertThat(message.isFrom("Spring ")).isTrue();
        assertThat(message.isFrom("summer")).isFalse();
    }

    @Test
    void shouldComeFromItsOwnModelAlone() {
        DecisionFacts profiled = aCreditRefusal(DecisionRole.DECISION, false);

        assertThat(event(profiled).isFrom("churn")).isTrue();
        assertThat(event(profiled).isFrom("scoring")).isFalse();
        assertThat(event(DecisionFactsBuilder.builder(profiled).profiling(null).build())
                        .isFrom("churn"))
                .isFalse();
    }

    /** A difference that is no number tells nothing, and so counts as a dearer price. */
    @ParameterizedTest
    @CsvSource({
        "NONE,        false,      , false",
        "NONE,        false, -0.01, false",
        "NONE,        false,  0.00, false",
        "NONE,        false,  0.01, true",
        "NONE,        false,   NaN, true",
        "OFFER_SHOWN, true,       , true",
        "OFFER_SHOWN, true,   0.00, true",
        "OFFER_SHOWN, true,  -0.01, false",
        "OFFER_SHOWN, true,    NaN, true",
        "PRICE,       false,      , true",
        "PRICE,       false,  0.00, true",
        "PRICE,       false, -0.01, false"
    })
    void shouldBeAdverseUnlessThePersonIsNoWorseOff(
            Effect effect, boolean individualised, @Nullable Double priceDelta, boolean adverse) {
        DecisionFacts decision = DecisionFactsBuilder.builder(aCreditRefusal(DecisionRole.DECISION, false))
                .effects(Set.of(effect))
                .termsIndividualised(individualised)
                .priceDelta(priceDelta)
                .build();

        assertThat(event(decision).isAdverse()).isEqualTo(adverse);
    }

    private static ReviewedEvent.Decision event(DecisionFacts decision) {
        return new ReviewedEvent.Decision(decision, facts -> HumanHistory.EMPTY);
    }
}
