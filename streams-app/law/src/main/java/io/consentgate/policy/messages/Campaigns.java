// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.messages;

import io.consentgate.policy.Reference;
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.Trigger;

/**
 * Messages sent to many people, or on a promotional occasion. They count as marketing unless the publisher shows
 * otherwise.
 *
 * <p>The law itself demands some notices, mostly to many people: of a personal data breach, to all whose data leaked
 * (GDPR art. 34); of a recall, to all buyers (Regulation (EU) 2023/988, art. 35). Holding such a notice back is itself
 * unlawful. A change of terms or an outage concerns many people as well.
 */
public final class Campaigns {
    private Campaigns() {}

    /** Whether the message belongs to a campaign or an audience, or a promotional occasion triggered it. */
    public static boolean isSentToMany(MessageFacts message) {
        return hasCampaign(message) || hasAudience(message) || isSetOffByPromotion(message);
    }

    /**
     * Whether the message belongs to a campaign. An unknown campaign, or a template's unfilled field, counts as a
     * campaign.
     */
    public static boolean hasCampaign(MessageFacts message) {
        return !Reference.isNone(message.campaignId());
    }

    /** Whether the message belongs to an audience. An audience chosen by profile counts even without an id. */
    public static boolean hasAudience(MessageFacts message) {
        return namesAudience(message) || Boolean.TRUE.equals(message.audienceProfiled());
    }

    /** Whether the message names its audience, or says that there is an audience. */
    public static boolean namesAudience(MessageFacts message) {
        return !Reference.isNone(message.audienceId());
    }

    /**
     * Whether a promotional occasion triggered the message. Points or tiers that a contract promises are performance of
     * that contract.
     */
    public static boolean isSetOffByPromotion(MessageFacts message) {
        Trigger trigger = message.trigger();
        if (trigger == null) {
            return false;
        }
        return switch (trigger) {
            case HOLIDAY, BIRTHDAY, NAME_DAY, LAPSED_PURCHASE, ABANDONED_BASKET, CAMPAIGN -> true;
            case LOYALTY -> !(message.purpose() == Purpose.CONTRACT_PERFORMANCE && isBareAndFounded(message));
            case TRANSACTION, DEADLINE, REQUEST, MANUAL, UNKNOWN -> false;
        };
    }

    /** Whether the law demands the message: the message names its basis and promotes nothing. */
    public static boolean isDemandedByLaw(MessageFacts message) {
        return message.purpose() == Purpose.LEGAL_OBLIGATION && isBareAndFounded(message);
    }

    /**
     * Whether the message may go to an audience: it is a service to each person in it, names its basis and promotes
     * nothing.
     */
    public static boolean mayHaveAudience(MessageFacts message) {
        return (message.purpose() == Purpose.CONTRACT_PERFORMANCE || message.purpose() == Purpose.SERVICE_NOTICE)
                && isBareAndFounded(message);
    }

    /**
     * Whether a profile chose the person, or may have chosen them. An audience counts as chosen by profile unless the
     * publisher declares that a known fact chose it, such as a birthday.
     */
    public static boolean isAudienceProfiled(MessageFacts message) {
        Boolean declared = message.audienceProfiled();
        return declared == null ? Text.isPresent(message.audienceId()) : declared;
    }

    private static boolean isBareAndFounded(MessageFacts message) {
        return message.commercialContent() == CommercialContent.NONE && Text.isPresent(message.basisRef());
    }
}
