// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.MemberStates.EPRIVACY;
import static io.consentgate.policy.law.Poland.PKE;
import static io.consentgate.policy.law.Poland.PRIOR_CONSENT_BEFORE_PKE;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Text;
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.ContactReferences;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.standing.Grant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A consent is for the number or address it was given with, under the key it was hashed with. If only one side names a
 * contact, the two differ. If neither side does, nothing shows that they are the same. This is a breach where the
 * channel reaches a number or address; on other channels there is nothing to compare.
 */
final class MsgContactMismatch implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_CONTACT_MISMATCH)
            .restsOn(PKE.article(398).paragraph(1))
            .restsOn(PRIOR_CONSENT_BEFORE_PKE)
            .restsOn(EPRIVACY.article(13).paragraph(1))
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

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
        if (Text.isAbsent(message.contactRef()) || !hasRefOf(message, grant)) {
            facts = facts.and(Fact.CONTACT, difference(grant.consent().contactRef(), message.contactRef()));
        }
        if (!Objects.equals(grant.consent().contactKeyId(), message.contactKeyId())) {
            facts = facts.and(Fact.CONTACT_KEY, difference(grant.consent().contactKeyId(), message.contactKeyId()));
        }
        return Finding.broken(facts);
    }

    private static boolean hasRefOf(MessageFacts message, Grant grant) {
        String consented = grant.consent().contactRef();
        return consented != null && consented.equalsIgnoreCase(message.contactRef());
    }

    private static Word difference(@Nullable String consented, @Nullable String addressed) {
        if (ContactReferences.isInClear(consented)) {
            return Word.IN_CLEAR;
        }
        return Text.isAbsent(consented) || Text.isAbsent(addressed) ? Word.ABSENT : Word.DIFFERS;
    }
}
