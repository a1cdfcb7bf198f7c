// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonTest {

    /** Where a reader may know why an event was held back, and nothing of the person. */
    @Test
    void shouldTellTheRuleAndTheLawWithoutWhatTheEventSays() {
        Reason reason = new Reason(
                RuleDescription.diverts(RuleCode.MSG_OBJECTION),
                Facts.of(Fact.CONSENT, "c1").values(),
                List.of(GDPR.article(21).paragraphs(2, 3)));

        Reason told = reason.withoutFacts();

        assertThat(told.code()).isEqualTo(RuleCode.MSG_OBJECTION);
        assertThat(told.law(Language.ENGLISH)).isEqualTo("GDPR art. 21(2)–(3)");
        assertThat(told.factsByName()).isEmpty();
        assertThat(reason.text(Language.ENGLISH)).isEqualTo(told.text(Language.ENGLISH) + " (consent: c1)");
    }

    @Test
    void shouldCiteARecitalAsLawyersOfEachLanguageDo() {
        Citation recital = GDPR.recital(47);

        assertThat(recital.in(Language.ENGLISH)).isEqualTo("GDPR recital 47");
        assertThat(recital.in(Language.POLISH)).isEqualTo("motyw 47 RODO");
    }

    /** A finding would be recorded and then shown without the name of the law. */
    @Test
    void shouldRefuseAStatuteThatALanguageHasNoNameFor() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Act.statute("no-such-act", "https://example.org", LocalDate.of(2026, 11, 2)))
                .withMessageContaining("act.no-such-act");
    }
}
