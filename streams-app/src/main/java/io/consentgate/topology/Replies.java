// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Policy;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.MessageFacts;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * One reply per inquiry, counted by the gate itself: a number left for a call-back may be used for that call and
 * nothing after it (GDPR art. 5(1)(b), 6(1)(b)). Used by one task at a time.
 *
 * <p>Kept until the subject is erased: forgetting a reply earlier would allow a second one.
 */
final class Replies {

    private static final char SEPARATOR = '\0';

    private final KeyValueStore<byte[], byte[]> store;

    Replies(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    /** What is remembered for this message; nothing unless it answers an inquiry. */
    GateMemory recall(MessageFacts message) {
        if (!Policy.usesUpInquiry(message)) {
            return GateMemory.EMPTY;
        }
        byte[] repliedBy = store.get(key(message));
        return repliedBy == null ? GateMemory.EMPTY : new GateMemory(new String(repliedBy, UTF_8));
    }

    /** Remembers that this message was cleared. */
    void remember(MessageFacts message) {
        if (Policy.usesUpInquiry(message)) {
            store.put(key(message), message.messageId().getBytes(UTF_8));
        }
    }

    /** Forgets every reply to a subject (GDPR art. 17). */
    void forget(byte[] subject) {
        byte[] prefix = java.util.Arrays.copyOf(subject, subject.length + 1);
        try (KeyValueIterator<byte[], byte[]> replies = store.prefixScan(prefix, new ByteArraySerializer())) {
            while (replies.hasNext()) {
                KeyValue<byte[], byte[]> reply = replies.next();
                store.delete(reply.key);
            }
        }
    }

    private static byte[] key(MessageFacts message) {
        return (message.subjectId() + SEPARATOR + message.controllerId() + SEPARATOR + message.inquiryId())
                .getBytes(UTF_8);
    }
}
