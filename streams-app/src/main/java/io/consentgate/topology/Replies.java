// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Policy;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.MessageFacts;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * One reply per inquiry, counted by the gate itself: a number left for a call-back may be used for that call and
 * nothing after it (GDPR art. 5(1)(b), 6(1)(b)). Used by one task at a time.
 *
 * <p>The message that was cleared is known by its id and the SHA-256 of its bytes: published anew it is no second reply,
 * whereas its id alone would let any content through.
 *
 * <p>Kept until the subject is erased: forgetting a reply earlier would allow a second one.
 */
final class Replies {

    private static final char SEPARATOR = '\0';
    private static final int DIGEST_LENGTH = 32;

    private final KeyValueStore<byte[], byte[]> store;

    Replies(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    /**
     * What is remembered for this message; nothing unless it answers an inquiry that another message answered.
     *
     * @param value the message's bytes
     */
    GateMemory recall(MessageFacts message, byte[] value) {
        if (!Policy.usesUpInquiry(message)) {
            return GateMemory.EMPTY;
        }
        byte[] reply = store.get(key(message));
        return reply == null || Arrays.equals(reply, reply(message, value))
                ? GateMemory.EMPTY
                : new GateMemory(new String(reply, DIGEST_LENGTH, reply.length - DIGEST_LENGTH, UTF_8));
    }

    /** Remembers that this message, of these bytes, was cleared. */
    void remember(MessageFacts message, byte[] value) {
        if (Policy.usesUpInquiry(message)) {
            store.put(key(message), reply(message, value));
        }
    }

    /** Forgets every reply to a subject (GDPR art. 17). */
    void forget(byte[] subject) {
        byte[] prefix = Arrays.copyOf(subject, subject.length + 1);
        try (KeyValueIterator<byte[], byte[]> replies = store.prefixScan(prefix, new ByteArraySerializer())) {
            while (replies.hasNext()) {
                KeyValue<byte[], byte[]> reply = replies.next();
                store.delete(reply.key);
            }
        }
    }

    /** The digest, then the id. */
    private static byte[] reply(MessageFacts message, byte[] value) {
        byte[] id = message.messageId().getBytes(UTF_8);
        return ByteBuffer.allocate(DIGEST_LENGTH + id.length)
                .put(sha256(value))
                .put(id)
                .array();
    }

    private static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] key(MessageFacts message) {
        return (message.subjectId() + SEPARATOR + message.controllerId() + SEPARATOR + message.inquiryId())
                .getBytes(UTF_8);
    }
}
