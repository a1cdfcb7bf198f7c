// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who acted, and on what they had seen (WP251 rev.01, IV.A). */
class WhoActsTest {
    private static final Instant AT = Instant.parse("2026-11-02T09:00:00Z");

    /** The figures of who confirms must not go by the work of who proposed. */
    @Test
    void shouldCountAConfirmationToWhoConfirms() {
        assertThat(verdict(null).actor()).isEqualTo("ewa");
        assertThat(verdict("adam").actor()).isEqualTo("adam");
    }

    @ParameterizedTest
    @CsvSource({
        "RECHECK, CONSENT",
        "RECHECK, CONSENT_HISTORY",
        "RECLASSIFY, CONTENT",
        "DECIDE_UPHOLD, CONTENT",
        "DECIDE_AMEND, CONTENT",
        "DECIDE_OVERTURN, CONTENT"
    })
    void shouldTakeAPartForOpenedByItsName(VerdictOutcome outcome, Evidence part) {
        assertThat(Evidence.unopened(outcome, false, List.of())).hasSize(1);
        assertThat(Evidence.unopened(outcome, false, List.of(part.word()))).isEmpty();
    }

    @Test
    void shouldAskForTheNewContentOfWhoConfirmsIt() {
        List<String> content = List.of(Evidence.CONTENT.word());
        List<String> both = List.of(Evidence.CONTENT.word(), Evidence.AMENDMENT.word());

        assertThat(Evidence.unopened(VerdictOutcome.DECIDE_AMEND, true, content))
                .isEqualTo(Set.of(Evidence.AMENDMENT));
        assertThat(Evidence.unopened(VerdictOutcome.DECIDE_AMEND, true, both)).isEmpty();
    }

    private static VerdictFacts verdict(@Nullable String second) {
        return new VerdictFacts(
                "v1",
                "case-1",
                "digest",
                "s1",
                "ewa",
                "reviewer",
                AT,
                List.of(),
                120,
                AT,
                VerdictOutcome.RECLASSIFY,
                "read against the contract",
                null,
                null,
                second,
                second == null ? null : "v0",
                null,
                null);
    }
}
