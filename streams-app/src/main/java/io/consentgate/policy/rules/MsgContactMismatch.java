// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Grant;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.Text;
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.MessageFacts;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Consent is for the number or address it was given with, under the key it was hashed with. If only one side names one,
 * they differ. If neither does, nothing shows that they are the same: that is a breach where the channel reaches a
 * number or address, and nothing to compare elsewhere.
 */
final class MsgContactMismatch implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_CONTACT_MISMATCH,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY, Release.RECHECK),
            Law.priorConsent("art. 398(1)"),
            "Consent was given for another number or address.",
            "Zgoda dotyczy innego numeru lub adresu.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Grant grant = situation.grantReliedOn();
        MessageFacts message = situation.message();
        if (grant == null || situation.goesWhereConsented(grant)) {
            return Finding.kept();
        }
        Facts facts = Facts.of(Fact.CONSENT, grant.consent().consentId());
        if (Text.isAbsent(message.contactRef())
                || !Objects.equals(grant.consent().contactRef(), message.contactRef())) {
            facts = facts.and(Fact.CONTACT, difference(grant.consent().contactRef(), message.contactRef()));
        }
        if (!Objects.equals(grant.consent().contactKeyId(), message.contactKeyId())) {
            facts = facts.and(Fact.CONTACT_KEY, difference(grant.consent().contactKeyId(), message.contactKeyId()));
        }
        return Finding.broken(facts);
    }

    private static Word difference(@Nullable String consented, @Nullable String addressed) {
        return Text.isAbsent(consented) || Text.isAbsent(addressed) ? Word.ABSENT : Word.DIFFERS;
    }
}
