// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.MemberStates.EPRIVACY;
import static io.consentgate.policy.law.Poland.CONSENT_STANDARD_BEFORE_PKE;
import static io.consentgate.policy.law.Poland.PKE;
import static io.consentgate.policy.law.Poland.PRIOR_CONSENT_BEFORE_PKE;

import io.consentgate.policy.Fact;
import io.consentgate.policy.FactValue;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Plausible;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.standing.Grant;
import io.consentgate.policy.standing.StandingConsent.Standing;
import org.jspecify.annotations.Nullable;

/**
 * Marketing needs a prior consent to this controller on this channel. Being a customer is no consent: there is no soft
 * opt-in.
 */
final class MsgConsentMissing implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_CONSENT_MISSING)
            .restsOn(PKE.article(398).paragraph(1))
            .restsOn(PRIOR_CONSENT_BEFORE_PKE)
            .restsOn(PKE.article(400), CONSENT_STANDARD_BEFORE_PKE)
            .restsOn(EPRIVACY.article(13).paragraph(1))
            .restsOn(GDPR.article(4).point(11), GDPR.article(7).paragraph(1))
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

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
            case IN_DOUBT -> Finding.broken(asked(situation.message()).and(Fact.CONSENT_RECORD, Word.IN_DOUBT));
            case NONE, UNKNOWN -> Finding.broken(withNearest(situation));
        };
    }

    private static Facts asked(MessageFacts message) {
        return ConversationFacts.claimed(message)
                .and(Fact.CHANNEL, message.channel())
                .and(Fact.PURPOSE, message.purpose())
                .and(Fact.COMMERCIAL_CONTENT, message.commercialContent());
    }

    /** Names the grant that comes nearest, because the publisher most likely relied on it. */
    private static Facts withNearest(MessageSituation situation) {
        Facts facts = asked(situation.message()).and(Fact.CONSENT_RECORD, Word.PRESENT);
        Consent nearest = nearest(situation);
        return nearest == null
                ? facts.and(Fact.NEAREST_CONSENT, Word.NONE)
                : facts.and(Fact.NEAREST_CONSENT, nearest.consentId())
                        .and(Fact.NEAREST_DIFFERENCE, difference(nearest, situation));
    }

    private static @Nullable Consent nearest(MessageSituation situation) {
        ConsentFacts record = situation.consent().newest();
        if (record == null) {
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

    private static FactValue difference(Consent consent, MessageSituation situation) {
        MessageFacts message = situation.message();
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
        if (consent.grantedAt() == null) {
            return FactValue.of(Word.NO_GRANT_TIME);
        }
        Grant grant = Grant.asStated(consent, consent.grantedAt());
        if (!grant.isPlausible(situation.latestPlausible())) {
            return FactValue.of(
                    Word.IMPOSSIBLE_TIME,
                    Plausible.isPast(grant.grantedAt(), situation.latestPlausible())
                            ? grant.capturedAt()
                            : grant.grantedAt());
        }
        return FactValue.of(
                situation.marketingConsent().standing() == Standing.UNKNOWN
                        ? Word.STATUS_UNKNOWN
                        : Word.PROVEN_BEFORE_ERASURE);
    }
}
