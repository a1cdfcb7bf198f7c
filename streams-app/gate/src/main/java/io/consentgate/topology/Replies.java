// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.ControllerName;
import io.consentgate.policy.Policy;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.messages.Inquiries;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Remembers messages that a person may receive only once. First, one reply per inquiry: a number left for a call-back
 * may be used for that call and for nothing later (GDPR art. 5(1)(b), 6(1)(b)). Second, one request per consent that
 * awaits confirmation. The gate counts these messages itself. Used by one task at a time.
 *
 * <p>A cleared message is identified by its id and the SHA-256 of its bytes, so publishing it again is allowed. The id
 * alone would let different content through.
 *
 * <p>Rows are kept until the subject is erased, or for a configured time, after which a second message would be
 * allowed.
 *
 * <p>Layout of a row: the digest, the id, 0xff, when it was cleared (8 bytes, milliseconds since the epoch). Rows of
 * earlier versions end with the id; their retention begins when the gate first looks at them.
 */
final class Replies {

    private static final char SEPARATOR = '\0';

    /** Marks an inquiry's key, in the place where a consent's key has its channel. */
    private static final String REPLIES = "reply ";

    private static final int DIGEST_LENGTH = 32;

    /** Never occurs in UTF-8, so never in an id. */
    private static final byte END_OF_ID = (byte) 0xff;

    private static final int TIME_LENGTH = 1 + Long.BYTES;

    private final KeyValueStore<byte[], byte[]> store;
    private final Sweep sweep;

    Replies(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        this.sweep = new Sweep(store);
    }

    /**
     * What is remembered for this message: that another message replied to its inquiry, or asked to confirm a consent.
     *
     * @param value the message's bytes
     */
    GateMemory recall(MessageFacts message, byte[] value) {
        if (Policy.repliesToInquiry(message)) {
            return GateMemory.repliedBy(sentByOthers(message, value, Replies::inquiryOf));
        }
        return Policy.mayAskToConfirm(message)
                ? GateMemory.askedBy(sentByOthers(message, value, Replies::consentOf))
                : GateMemory.EMPTY;
    }

    /** @param known what a row is about, by the rest of its key; null for a row of the other kind */
    private Map<String, String> sentByOthers(
            MessageFacts message, byte[] value, Function<String, @Nullable String> known) {
        byte[] same = sent(message, value);
        Map<String, String> sent = new HashMap<>();
        byte[] prefix = (message.subjectId() + SEPARATOR).getBytes(UTF_8);
        try (KeyValueIterator<byte[], byte[]> rows = store.prefixScan(prefix, new ByteArraySerializer())) {
            while (rows.hasNext()) {
                KeyValue<byte[], byte[]> row = rows.next();
                String key = new String(row.key, prefix.length, row.key.length - prefix.length, UTF_8);
                int end = key.indexOf(SEPARATOR);
                String about = end < 0 ? null : known.apply(key.substring(end + 1));
                // Different spellings of a controller's name mean the same controller.
                if (about != null
                        && ControllerName.mayMean(key.substring(0, end), message.controllerId())
                        && !isSame(row.value, same)) {
                    sent.put(about, messageId(row.value));
                }
            }
        }
        return sent;
    }

    private static @Nullable String inquiryOf(String key) {
        if (key.startsWith(SEPARATOR + REPLIES)) {
            return key.substring(1 + REPLIES.length());
        }
        return key.isEmpty() || key.charAt(0) == SEPARATOR ? null : Inquiries.keyOf(key);
    }

    private static @Nullable String consentOf(String key) {
        return key.isEmpty() || key.charAt(0) != SEPARATOR || key.startsWith(SEPARATOR + REPLIES)
                ? null
                : key.substring(1);
    }

    /** Remembers that this message was cleared, with these bytes. */
    void remember(Policy policy, MessageFacts message, byte[] value, ConsentView consent, Instant at) {
        List<String> inquiries = policy.inquiriesUsedUp(message, consent, at);
        if (!inquiries.isEmpty()) {
            byte[] reply = dated(sent(message, value), at);
            store.put(replyKey(message), reply);
            for (String inquiry : inquiries) {
                store.put(replyKey(message, inquiry), reply);
            }
        }
        for (String consentId : policy.confirmable(message, consent, at)) {
            byte[] key = askedKey(message, consentId);
            // The first request stays stored, because a later one is the reminder.
            if (store.get(key) == null) {
                store.put(key, dated(sent(message, value), at));
            }
        }
    }

    /** Forgets all replies and requests to a subject (GDPR art. 17). */
    void forget(byte[] subject) {
        byte[] prefix = Arrays.copyOf(subject, subject.length + 1);
        try (KeyValueIterator<byte[], byte[]> replies = store.prefixScan(prefix, new ByteArraySerializer())) {
            while (replies.hasNext()) {
                KeyValue<byte[], byte[]> reply = replies.next();
                store.delete(reply.key);
            }
        }
    }

    /**
     * Deletes rows older than the retention, within the limit of one call.
     *
     * @return whether this call reached the last row
     */
    boolean forgetOlderThan(Duration retention, Instant now) {
        long before = now.minus(retention).toEpochMilli();
        return sweep.each(row -> {
            if (!isDated(row)) {
                return dated(row, now);
            }
            return ByteBuffer.wrap(row).getLong(row.length - Long.BYTES) < before ? null : row;
        });
    }

    private static byte[] dated(byte[] sent, Instant at) {
        return ByteBuffer.allocate(sent.length + TIME_LENGTH)
                .put(sent)
                .put(END_OF_ID)
                .putLong(at.toEpochMilli())
                .array();
    }

    private static boolean isDated(byte[] row) {
        return row.length >= DIGEST_LENGTH + TIME_LENGTH && row[row.length - TIME_LENGTH] == END_OF_ID;
    }

    private static int lengthOfSent(byte[] row) {
        return isDated(row) ? row.length - TIME_LENGTH : row.length;
    }

    private static boolean isSame(byte[] row, byte[] sent) {
        return Arrays.equals(row, 0, lengthOfSent(row), sent, 0, sent.length);
    }

    private static String messageId(byte[] row) {
        return new String(row, DIGEST_LENGTH, lengthOfSent(row) - DIGEST_LENGTH, UTF_8);
    }

    /** The digest, then the id. */
    private static byte[] sent(MessageFacts message, byte[] value) {
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

    /** The key format of earlier versions, so that after a downgrade they find the replies of this version. */
    private static byte[] replyKey(MessageFacts message) {
        return (message.subjectId() + SEPARATOR + message.controllerId() + SEPARATOR + message.inquiryId())
                .getBytes(UTF_8);
    }

    private static byte[] replyKey(MessageFacts message, String inquiry) {
        return askedKey(message, REPLIES + inquiry);
    }

    /** The place of an inquiry's id stays empty, which no inquiry's id is. */
    private static byte[] askedKey(MessageFacts message, String consentId) {
        return (message.subjectId() + SEPARATOR + message.controllerId() + SEPARATOR + SEPARATOR + consentId)
                .getBytes(UTF_8);
    }
}
