// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import static io.consentgate.review.VerdictFixture.AT;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.Outcome;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each step of a case changes one thing about it, and keeps what bears on its review. */
class ReviewCaseTest {
    private final ReviewCase openCase = new ReviewCase(
            "case-1",
            "digest",
            "s1",
            Set.of(Outcome.REJECT),
            List.of("ADM-SPECIAL-CATEGORY"),
            true,
            false,
            AT,
            AT.plusSeconds(60),
            false,
            null);

    @Test
    void shouldBePlantedAndOtherwiseTheSame() {
        assertThat(openCase.asControl().control()).isTrue();
        assertThat(openCase.asControl())
                .usingRecursiveComparison()
                .ignoringFields("control")
                .isEqualTo(openCase);
    }

    @Test
    void shouldBeEscalatedAndOtherwiseTheSame() {
        assertThat(openCase.asEscalated().escalated()).isTrue();
        assertThat(openCase.asEscalated())
                .usingRecursiveComparison()
                .ignoringFields("escalated")
                .isEqualTo(openCase);
    }

    @Test
    void shouldHoldAProposalAndOtherwiseBeTheSame() {
        Proposal waiting = Proposal.of(new VerdictFixture().verdict());

        assertThat(openCase.withProposal(waiting).proposal()).isSameAs(waiting);
        assertThat(openCase.withProposal(waiting))
                .usingRecursiveComparison()
                .ignoringFields("proposal")
                .isEqualTo(openCase);
    }
}
