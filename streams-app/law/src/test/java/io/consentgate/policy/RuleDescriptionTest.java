// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleDescriptionTest {

    private static final Citation OLD = citation("old", "2004-07-16", "2024-11-10");
    private static final Citation NEW = citation("new", "2024-11-10", null);
    private static final Citation REGULATION = citation("regulation", "2018-05-25", null);
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
        Citation lastOld = citation("last-old", "2010-01-01", "2024-11-10");

        assertThat(rule(lastOld, OLD).citationsOn(LocalDate.parse("2025-01-01")))
                .containsExactly(OLD);
    }

    @Test
    void shouldCiteNothingForARuleOfTheGatesOwn() {
        assertThat(rule().citationsOn(LocalDate.parse("2026-01-01"))).isEmpty();
    }

    @Test
    void shouldKeepAllElseWhenOneThingAboutItChanges() {
        LocalDate day = LocalDate.parse("2026-11-02");

        assertThat(RULE.reviewed("A. Kowalska", day))
                .usingRecursiveComparison()
                .ignoringFields("review")
                .isEqualTo(RULE);
        assertThat(RULE.reviewed("A. Kowalska", day).review()).isEqualTo(new LegalReview("A. Kowalska", day));
        assertThat(RULE.releasedBy(Release.RECHECK, Release.RECLASSIFY))
                .usingRecursiveComparison()
                .ignoringFields("releases")
                .isEqualTo(RULE);
        assertThat(RULE.releasedBy(Release.RECHECK, Release.RECLASSIFY).releases())
                .containsExactlyInAnyOrder(Release.RECHECK, Release.RECLASSIFY);
        assertThat(RULE.withTexts(Texts.RULES)).isEqualTo(RULE);
    }

    @Test
    void shouldAskAQuestionInEachLanguage() {
        assertThat(RULE.question(Language.ENGLISH)).endsWith("?");
        assertThat(RULE.question(Language.POLISH)).endsWith("?").isNotEqualTo(RULE.question(Language.ENGLISH));
    }

    private static RuleDescription rule(Citation... citations) {
        return RuleDescription.diverts(RuleCode.MSG_CONSENT_MISSING).restsOn(citations);
    }

    private static Citation citation(String law, String from, @Nullable String to) {
        return Act.statute("gdpr", "https://example.org/" + law, LocalDate.parse(from))
                .article(1)
                .worded("", LocalDate.parse(from), to == null ? null : LocalDate.parse(to));
    }
}
