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

/** Which fields of a message are missing or cannot be true. */
final class MessageFields {
    /** Null while all is well, which is nearly always. */
    private @Nullable List<String> fields;

    private Facts facts = Facts.NONE;

    private MessageFields() {}

    /** The fields by name, and times that cannot be true; nothing if all is well. A contact is never repeated. */
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
        // One key gives a contact one hash.
        if (Text.isPresent(message.contactRefPrevious())
                && Objects.equals(message.contactKeyId(), message.contactKeyIdPrevious())
                && !ContactReferences.isSame(message.contactRef(), message.contactRefPrevious())) {
            add("contactKeyIdPrevious");
        }
        if (Conversations.isClaimed(message) && Conversations.lacksAccount(message)) {
            add("contactRef");
        }
        // Whether it is recorded must not be left open.
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

    /** A contact in clear, or under a key that is not named. */
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
