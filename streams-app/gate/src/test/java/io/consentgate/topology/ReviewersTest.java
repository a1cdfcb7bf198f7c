// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.review.ReviewerFigures.Act;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReviewersTest {
    private static final Act ACT = new Act(Instant.parse("2026-11-02T09:00:00Z"), 90, true, 17, false);

    @Test
    void shouldCountTheVerdictsOfOnePersonTogetherHoweverTheyAreSigned() {
        Reviewers reviewers = new Reviewers(new MapStore("reviewers"), 50);

        reviewers.remember("ewa", ACT);
        reviewers.remember("EWA\u200B", ACT);

        assertThat(reviewers.figures(" Ewa").acts()).hasSize(2);
        assertThat(reviewers.figures("ewa2").acts()).isEmpty();
    }
}
