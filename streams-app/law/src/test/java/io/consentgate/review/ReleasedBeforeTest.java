// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import static io.consentgate.review.VerdictFixture.AT;
import static io.consentgate.review.VerdictFixture.OPTIONS;
import static io.consentgate.review.VerdictFixture.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReleasedBeforeTest {

    /** A person is not approached twice on one verdict, whatever is sent to the gate again. */
    @Test
    void shouldLetAnEventThatWasReleasedGoOutNoSecondTime() {
        Assessment.Diverted again = new ReviewPolicy(POLICY, OPTIONS).releasedBefore(AT);

        assertThat(again.violations()).singleElement().satisfies(reason -> {
            assertThat(reason.code().code()).isEqualTo("REV-REPLAY");
            assertThat(reason.factsByName())
                    .isEqualTo(Map.of("case.state", "the same event was released by another case"));
        });
        assertThat(again.allowedOutcomes()).containsExactly(Outcome.REJECT);
    }
}
