// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.messages;

import io.consentgate.policy.Reference;
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.Trigger;

/**
 * What is sent to many, or on a promotional occasion, and is therefore marketing unless it is shown not to be.
 *
 * <p>A notice that the law demands goes to whom the law names, mostly to many: a personal data breach to all whose data
 * leaked (GDPR art. 34), a recall to all buyers (Regulation (EU) 2023/988, art. 35). To hold it back is itself unlawful.
 * A change of terms or an outage concerns many as well.
 */
public final class Campaigns {
    private Campaigns() {}

    /** Whether it belongs to a campaign or audience, or a promotional occasion set it off. */
    public static boolean isSentToMany(MessageFacts message) {
        return hasCampaign(message) || hasAudience(message) || isSetOffByPromotion(message);
    }

    /** Whether it belongs to a campaign. One that is not known, or that no template filled in, is one. */
    public static boolean hasCampaign(MessageFacts message) {
        return !Reference.isNone(message.campaignId());
    }

    /** Whether it belongs to an audience. One that a profile chose is one, also where it has no id. */
    public static boolean hasAudience(MessageFacts message) {
        return namesAudience(message) || Boolean.TRUE.equals(message.audienceProfiled());
    }

    /** Whether it says to which audience it belongs, or that there is one. */
    public static boolean namesAudience(MessageFacts message) {
        return !Reference.isNone(message.audienceId());
    }

    /** Whether a promotional occasion set it off. Points or tiers that a contract promises are the contract's performance. */
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

    /** Whether the law demands the message, and it says which and promotes nothing. */
    public static boolean isDemandedByLaw(MessageFacts message) {
        return message.purpose() == Purpose.LEGAL_OBLIGATION && isBareAndFounded(message);
    }

    /** Whether an audience is no contradiction: the message is a service to each of them, and says on what it rests. */
    public static boolean mayHaveAudience(MessageFacts message) {
        return (message.purpose() == Purpose.CONTRACT_PERFORMANCE || message.purpose() == Purpose.SERVICE_NOTICE)
                && isBareAndFounded(message);
    }

    /**
     * Whether the person was chosen by a profile, or may have been: an audience is one by profile unless it is declared to be
     * drawn by a known fact, such as a birthday.
     */
    public static boolean isAudienceProfiled(MessageFacts message) {
        Boolean declared = message.audienceProfiled();
        return declared == null ? Text.isPresent(message.audienceId()) : declared;
    }

    private static boolean isBareAndFounded(MessageFacts message) {
        return message.commercialContent() == CommercialContent.NONE && Text.isPresent(message.basisRef());
    }
}
