// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import static io.consentgate.review.VerdictFixture.truly;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.review.facts.VerdictFacts.LabelReference;
import io.consentgate.review.facts.VerdictOutcome;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A second person confirms one verdict; their name must not serve another. */
class ProposalTest {
    private final VerdictFixture fixture = new VerdictFixture();

    @Test
    void shouldTellTwoOutcomesApart() {
        Set<String> substances = new HashSet<>();
        for (VerdictOutcome outcome : VerdictOutcome.values()) {
            substances.add(substanceWith(it -> it.outcome = outcome));
        }

        assertThat(substances).hasSameSizeAs(VerdictOutcome.values());
    }

    @Test
    void shouldTellWhetherSpecialCategoryDataIsLeftOut() {
        assertThat(Set.of(
                        substanceWith(it -> it.excluded = null),
                        substanceWith(it -> it.excluded = true),
                        substanceWith(it -> it.excluded = false)))
                .hasSize(3);
    }

    @Test
    void shouldTellAClassificationThatStatesNothingFromNone() {
        assertThat(substanceWith(it -> it.truth = truly().build())).isNotEqualTo(substanceWith(it -> it.truth = null));
    }

    @Test
    void shouldTellWhichLabelAReferenceShows() {
        assertThat(shownBy("inCampaign", "templates/1")).isNotEqualTo(shownBy("inAudience", "templates/1"));
    }

    @Test
    void shouldTellWhereOnePartEndsAndTheNextBegins() {
        assertThat(shownBy("inCampaign", "a1")).isNotEqualTo(shownBy("inCampaigna", "1"));
    }

    @Test
    void shouldTellTwoContentsApartAndLeaveThemToBeRead() {
        ByteBuffer content = ByteBuffer.wrap(new byte[] {1, 2});

        String substance = substanceWith(it -> it.content = content);

        assertThat(substance)
                .isNotEqualTo(substanceWith(it -> it.content = ByteBuffer.wrap(new byte[] {1, 3})))
                .isNotEqualTo(substanceWith(it -> it.content = null));
        assertThat(content.remaining()).isEqualTo(2);
    }

    private String shownBy(String field, String reference) {
        return substanceWith(it -> it.truth = truly().references(List.of(new LabelReference(field, reference)))
                .build());
    }

    private String substanceWith(Consumer<VerdictFixture> change) {
        change.accept(fixture);
        return Proposal.substanceOf(fixture.verdict());
    }
}
