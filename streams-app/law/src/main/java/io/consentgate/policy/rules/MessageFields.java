// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Plausible;
import io.consentgate.policy.Reference;
import io.consentgate.policy.Text;
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ContactReferences;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.MessageFacts.Conversation;
import io.consentgate.policy.messages.Conversations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of a message that are missing or impossible. */
final class MessageFields {
    /** Null while all is well, which is almost always. */
    private @Nullable List<String> fields;

    private Facts facts = Facts.NONE;

    private MessageFields() {}

    /** The missing fields by name, and impossible times; empty if all is well. A contact is never repeated. */
    static Facts wrong(MessageFacts message, Instant latest) {
        MessageFields wrong = new MessageFields();
        wrong.lookAt(message, latest);
        return wrong.fields == null ? Facts.NONE : wrong.facts.and(Fact.FIELD, String.join(" ", wrong.fields));
    }

    private void lookAt(MessageFacts message, Instant latest) {
        require("messageId", message.messageId());
        require("subjectId", message.subjectId());
        if (!Reference.isName(message.controllerId())) {
            add("controllerId");
        }
        past("createdAt", Fact.CREATED_AT, message.createdAt(), latest);
        past("sentAt", Fact.SENT_AT, message.sentAt(), latest);
        Instant expiresAt = message.expiresAt();
        if (expiresAt != null && !Plausible.isEnd(expiresAt)) {
            add("expiresAt", Fact.EXPIRES_AT, expiresAt);
        }
        Conversation conversation = message.conversation();
        if (conversation != null) {
            past("conversation.lastFromSubjectAt", Fact.LAST_FROM_SUBJECT_AT, conversation.lastFromSubjectAt(), latest);
        }
        contact("contactRef", "contactKeyId", message.contactRef(), message.contactKeyId());
        contact(
                "contactRefPrevious",
                "contactKeyIdPrevious",
                message.contactRefPrevious(),
                message.contactKeyIdPrevious());
        // Under one key a contact has one hash.
        if (Text.isPresent(message.contactRefPrevious())
                && Objects.equals(message.contactKeyId(), message.contactKeyIdPrevious())
                && !ContactReferences.isSame(message.contactRef(), message.contactRefPrevious())) {
            add("contactKeyIdPrevious");
        }
        if (Conversations.isClaimed(message) && Conversations.lacksAccount(message)) {
            add("contactRef");
        }
        // The publisher must say whether the call is recorded.
        if (message.channel() == Channel.VOICE && message.call() == null) {
            add("call");
        }
    }

    private void require(String field, String value) {
        if (Reference.isMissing(value)) {
            add(field);
        }
    }

    private void past(String field, Fact fact, @Nullable Instant stated, Instant latest) {
        if (stated != null && !Plausible.isPast(stated, latest)) {
            add(field, fact, stated);
        }
    }

    /** Whether the contact is in clear text, or its key is not named. */
    private void contact(String refField, String keyField, @Nullable String reference, @Nullable String keyId) {
        if (ContactReferences.isInClear(reference)) {
            add(refField, Fact.CONTACT, Word.IN_CLEAR);
        }
        if (Text.isPresent(reference) && Text.isAbsent(keyId)) {
            add(keyField, Fact.CONTACT_KEY, null);
        }
    }

    private void add(String field) {
        List<String> all = fields == null ? new ArrayList<>() : fields;
        all.add(field);
        fields = all;
    }

    private void add(String field, Fact fact, @Nullable Object value) {
        add(field);
        facts = facts.and(fact, value);
    }
}
