// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.MessageFacts.Conversation;
import io.consentgate.policy.messages.Conversations;

/** The facts to report about a conversation that does not make the message lawful. */
final class ConversationFacts {
    private ConversationFacts() {}

    /**
     * The publisher's claim that the person opened the conversation, and when the person last wrote; empty without such
     * a claim.
     */
    static Facts claimed(MessageFacts message) {
        if (!Conversations.isClaimed(message)) {
            return Facts.NONE;
        }
        Conversation conversation = message.conversation();
        return Facts.of(Fact.INITIATOR, message.initiator())
                .and(Fact.LAST_FROM_SUBJECT_AT, conversation == null ? null : conversation.lastFromSubjectAt());
    }
}
