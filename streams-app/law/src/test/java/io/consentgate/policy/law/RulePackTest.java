// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.law;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.EuropeanUnion.INBOX_ADVERTISING;
import static io.consentgate.policy.law.EuropeanUnion.WP251;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.AuthorisingStatute;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulePackTest {
    private final RulePack union = RulePack.first("UNION", ZoneId.of("UTC"))
            .withActs(GDPR)
            .withCitations(WP251)
            .withStatutes(statute("1"));
    private final RulePack national =
            union.under("NATIONAL").forCountries("XA", "XB").withStatutes(statute("2"));

    @Test
    void shouldAddToTheLegalOrderThatItRestsOn() {
        RulePack more = national.withCitations(INBOX_ADVERTISING);

        assertThat(more.name()).isEqualTo("NATIONAL");
        assertThat(more.jurisdictions()).containsExactlyInAnyOrder("XA", "XB");
        assertThat(more.allActs()).containsExactlyInAnyOrder("gdpr", "wp251", "cjeu");
        assertThat(more.allStatutes()).extracting(AuthorisingStatute::article).containsExactly("2", "1");
        assertThat(union.allActs()).containsExactlyInAnyOrder("gdpr", "wp251");
    }

    @Test
    void shouldBeginItsDaysByItsOwnClocks() {
        LocalDate day = LocalDate.of(2026, 11, 2);

        assertThat(national.startOf(day)).isEqualTo(Instant.parse("2026-11-02T00:00:00Z"));
        assertThat(national.withDaysOf(ZoneId.of("Asia/Tokyo")).startOf(day))
                .isEqualTo(Instant.parse("2026-11-01T15:00:00Z"));
    }

    @Test
    void shouldTellHowParticularARuleIs() {
        RuleDescription rule = RuleDescription.diverts(RuleCode.MSG_OBJECTION);

        assertThat(national.distanceTo(rule.onlyIn("NATIONAL"))).isZero();
        assertThat(national.distanceTo(rule.onlyIn("UNION"))).isEqualTo(1);
        assertThat(national.distanceTo(rule)).isEqualTo(2);
        assertThat(national.distanceTo(rule.onlyIn("ELSEWHERE"))).isNegative();
        assertThat(national.distanceTo(rule.restsOn(GDPR.article(21)))).isEqualTo(2);
        assertThat(national.distanceTo(rule.restsOn(INBOX_ADVERTISING))).isNegative();
    }

    @Test
    void shouldHoldBackByEachRuleThatItNames() {
        RulePack strict = national.diverting(RuleCode.MSG_BOT_NOTICE, Release.RECHECK)
                .diverting(RuleCode.MSG_TRACKING, Release.RECLASSIFY);

        assertThat(strict.diverts(RuleCode.MSG_BOT_NOTICE)).isTrue();
        assertThat(strict.diverts(RuleCode.MSG_TRACKING)).isTrue();
        assertThat(strict.diverts(RuleCode.MSG_EXPIRED)).isFalse();
        assertThat(national.diverts(RuleCode.MSG_BOT_NOTICE)).isFalse();
    }

    @Test
    void shouldDisputeARuleOnlyWhereTheJudgmentIsOfItsLaw() {
        RuleDescription disputed =
                RuleDescription.diverts(RuleCode.MSG_OBJECTION).disputedBy(INBOX_ADVERTISING);

        assertThat(disputed.isDisputed()).isTrue();
        assertThat(national.withCitations(INBOX_ADVERTISING).here(disputed).isDisputed())
                .isTrue();
        assertThat(national.here(disputed).isDisputed()).isFalse();
    }

    private static AuthorisingStatute statute(String article) {
        return new AuthorisingStatute(
                LocalDate.EPOCH, article, "1", Set.of("act"), Set.of(), Set.of(), Set.of(), null, false, false);
    }
}
