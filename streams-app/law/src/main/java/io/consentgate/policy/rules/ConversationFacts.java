// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.MessageFacts.Conversation;
import io.consentgate.policy.messages.Conversations;

/** What to tell of a conversation that does not carry a message. */
final class ConversationFacts {
    private ConversationFacts() {}

    /** That the person is said to have opened it, and when they last wrote; nothing if that is not said. */
    static Facts claimed(MessageFacts message) {
        if (!Conversations.isClaimed(message)) {
            return Facts.NONE;
        }
        Conversation conversation = message.conversation();
        return Facts.of(Fact.INITIATOR, message.initiator())
                .and(Fact.LAST_FROM_SUBJECT_AT, conversation == null ? null : conversation.lastFromSubjectAt());
    }
}
