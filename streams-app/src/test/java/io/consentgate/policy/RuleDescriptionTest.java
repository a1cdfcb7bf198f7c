// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleDescriptionTest {

    private static final Citation OLD = citation("Old Act", "2004-07-16", "2024-11-10");
    private static final Citation NEW = citation("New Act", "2024-11-10", null);
    private static final Citation REGULATION = citation("Regulation", "2018-05-25", null);
    private static final RuleDescription RULE = rule(NEW, OLD, REGULATION);

    @Test
    void shouldCiteWhatBindsOnTheDay() {
        assertThat(RULE.citationsOn(LocalDate.parse("2024-11-09"))).containsExactly(OLD, REGULATION);
        assertThat(RULE.citationsOn(LocalDate.parse("2024-11-10"))).containsExactly(NEW, REGULATION);
    }

    @Test
    void shouldCiteAllWhereAllBind() {
        assertThat(rule(NEW, REGULATION).citationsOn(LocalDate.parse("2026-01-01")))
                .containsExactly(NEW, REGULATION);
    }

    @Test
    void shouldCiteTheEarliestWhereNoneBindsYet() {
        assertThat(RULE.citationsOn(LocalDate.parse("2004-07-15"))).containsExactly(OLD);
    }

    @Test
    void shouldCiteTheEarliestWhereNoneBindsAnyLonger() {
        Citation lastOld = citation("Last Old Act", "2010-01-01", "2024-11-10");

        assertThat(rule(lastOld, OLD).citationsOn(LocalDate.parse("2025-01-01")))
                .containsExactly(OLD);
    }

    @Test
    void shouldCiteNothingForARuleOfTheGatesOwn() {
        assertThat(rule().citationsOn(LocalDate.parse("2026-01-01"))).isEmpty();
    }

    private static RuleDescription rule(Citation... citations) {
        return new RuleDescription(
                RuleCode.MSG_CONSENT_MISSING, RuleKind.DIVERTS, Set.of(), List.of(citations), "en", "pl");
    }

    private static Citation citation(String law, String from, @Nullable String to) {
        return new Citation(
                law,
                "art. 1",
                URI.create("https://example.org/act"),
                new InForce(LocalDate.parse(from), to == null ? null : LocalDate.parse(to)));
    }
}
