// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.messages;

import io.consentgate.policy.Plausible;
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.Initiator;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.MessageFacts.Conversation;
import io.consentgate.policy.facts.Purpose;
import java.time.Duration;
import java.time.Instant;

/**
 * Conversations that the person opened, by chat or messenger.
 *
 * <p>A reply in such a conversation needs no consent and no inquiry on record, because the person is waiting for it.
 * That the person opened the conversation is a claim of the publisher. The claim holds only if the message supports it:
 *
 * <ul>
 *   <li>The message states the conversation, and the person wrote in it recently. Or it states none, and is a reply
 *       without advertising that names what it replies to.
 *   <li>The message belongs to no campaign and no audience, and no promotional occasion triggered it. A message to many
 *       replies to no one.
 *   <li>In a messenger, the message names the account it goes to.
 * </ul>
 */
public final class Conversations {
    private Conversations() {}

    /** Whether the publisher claims that the person opened the conversation. */
    public static boolean isClaimed(MessageFacts message) {
        return message.initiator() == Initiator.SUBJECT && isConversational(message.channel());
    }

    private static boolean isConversational(Channel channel) {
        return switch (channel) {
            case CHAT, MESSENGER -> true;
            case SMS, MMS, EMAIL, VOICE, PUSH, UNKNOWN -> false;
        };
    }

    /**
     * Whether the message continues a conversation that the person opened.
     *
     * @param at when the message goes out
     * @param latest the latest instant that a publisher with a fast clock can state truthfully
     * @param window how long the conversation stays open after the person last wrote
     */
    public static boolean isContinuedBy(MessageFacts message, Instant at, Instant latest, Duration window) {
        if (!isClaimed(message) || Campaigns.isSentToMany(message) || lacksAccount(message)) {
            return false;
        }
        Conversation conversation = message.conversation();
        if (conversation == null) {
            return isNamedReply(message);
        }
        boolean wroteAfterwards =
                message.sentAt() != null && conversation.lastFromSubjectAt().isAfter(at);
        return !wroteAfterwards && isRecent(conversation, at, latest, window);
    }

    /** Whether the channel needs an account and the message names none. */
    public static boolean lacksAccount(MessageFacts message) {
        return message.channel() == Channel.MESSENGER && Text.isAbsent(message.contactRef());
    }

    private static boolean isRecent(Conversation conversation, Instant at, Instant latest, Duration window) {
        Instant last = conversation.lastFromSubjectAt();
        return Text.isPresent(conversation.id()) && Plausible.isPast(last, latest) && !last.isBefore(at.minus(window));
    }

    private static boolean isNamedReply(MessageFacts message) {
        return message.purpose() == Purpose.INQUIRY_RESPONSE
                && message.commercialContent() == CommercialContent.NONE
                && (Text.isPresent(message.inquiryId()) || Text.isPresent(message.basisRef()));
    }
}
