// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.FactValue;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.MessageFacts;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Marketing needs a prior consent to this controller on this channel. To be a customer is not to consent: there is no
 * soft opt-in.
 */
final class MsgConsentMissing implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_CONSENT_MISSING,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY, Release.RECHECK),
            Law.priorConsent(
                    "art. 398(1)", Law.pke("art. 400"), Law.consentStandardBeforePke(), Law.gdpr("art. 6(1)(a)")),
            "Marketing on this channel needs the person's prior consent to this sender; none is on record.",
            "Marketing tym kanałem wymaga uprzedniej zgody odbiorcy dla tego administratora; w rejestrze jej nie ma.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        if (!situation.needsConsent()) {
            return Finding.kept();
        }
        return switch (situation.marketingConsent().standing()) {
            // A withdrawn, refused or unconfirmed consent breaks a rule of its own.
            case GRANTED, WITHDRAWN, REFUSED, PENDING -> Finding.kept();
            case NO_RECORD -> Finding.broken(asked(situation.message()).and(Fact.CONSENT_RECORD, Word.NONE));
            case UNREADABLE -> Finding.broken(asked(situation.message()).and(Fact.CONSENT_RECORD, Word.UNREADABLE));
            case NONE, UNKNOWN -> Finding.broken(withNearest(situation));
        };
    }

    private static Facts asked(MessageFacts message) {
        return Facts.of(Fact.CHANNEL, message.channel())
                .and(Fact.PURPOSE, message.purpose())
                .and(Fact.COMMERCIAL_CONTENT, message.commercialContent());
    }

    /** Names the grant that comes nearest, for it is mostly the one that the publisher relied on. */
    private static Facts withNearest(MessageSituation situation) {
        Facts facts = asked(situation.message()).and(Fact.CONSENT_RECORD, Word.PRESENT);
        Consent nearest = nearest(situation);
        return nearest == null
                ? facts.and(Fact.NEAREST_CONSENT, Word.NONE)
                : facts.and(Fact.NEAREST_CONSENT, nearest.consentId())
                        .and(Fact.NEAREST_DIFFERENCE, difference(nearest, situation.message()));
    }

    private static @Nullable Consent nearest(MessageSituation situation) {
        if (!(situation.consent() instanceof ConsentFacts record)) {
            return null;
        }
        Consent nearest = null;
        for (Consent consent : record.consents()) {
            if (consent.status() == ConsentStatus.GRANTED
                    && (nearest == null
                            || distance(consent, situation.message()) < distance(nearest, situation.message()))) {
                nearest = consent;
            }
        }
        return nearest;
    }

    private static int distance(Consent consent, MessageFacts message) {
        int controller = consent.controllerId().equals(message.controllerId()) ? 0 : 4;
        int purpose = consent.purpose() == ConsentPurpose.DIRECT_MARKETING ? 0 : 2;
        int channel = consent.channel() == message.channel() ? 0 : 1;
        return controller + purpose + channel;
    }

    private static FactValue difference(Consent consent, MessageFacts message) {
        if (!consent.controllerId().equals(message.controllerId())) {
            return FactValue.of(Word.CONTROLLER);
        }
        if (consent.purpose() != ConsentPurpose.DIRECT_MARKETING) {
            return FactValue.of(Word.PURPOSE, consent.purpose());
        }
        Channel channel = consent.channel();
        if (channel != message.channel()) {
            return FactValue.of(Word.CHANNEL, channel);
        }
        return FactValue.of(consent.grantedAt() == null ? Word.NO_GRANT_TIME : Word.STATUS_UNKNOWN);
    }
}
