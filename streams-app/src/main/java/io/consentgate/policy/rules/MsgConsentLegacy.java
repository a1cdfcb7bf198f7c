// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Grant;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * There is no transitional text for consents from before PKE: they are accepted if they meet the GDPR and name the channel,
 * and their wording is worth a look.
 *
 * <p>[U] unverified: that consents given before 10 November 2024 remain valid; no transitional provision was found.
 */
final class MsgConsentLegacy implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_CONSENT_LEGACY,
            RuleKind.ADVISES,
            Set.of(),
            List.of(Law.pke("art. 398"), Law.pke("art. 400")),
            "Consent predates PKE: check that its wording covers this channel.",
            "Zgoda sprzed PKE: sprawdź, czy jej treść obejmuje ten kanał.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    private static final Instant PKE_BEGINS =
            Law.PKE_BEGINS.atStartOfDay(ZoneId.of("Europe/Warsaw")).toInstant();

    @Override
    public Finding judge(MessageSituation situation) {
        Grant grant = situation.grantReliedOn();
        return grant != null && grant.grantedAt().isBefore(PKE_BEGINS)
                ? Finding.advised(
                        Facts.of(Fact.CONSENT, grant.consent().consentId()).and(Fact.GRANTED_AT, grant.grantedAt()))
                : Finding.kept();
    }
}
