// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.ContactOptions;
import io.consentgate.policy.facts.MessageFacts;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * When the gate let marketing reach a person, per controller and channel: messages that it cleared, and messages that a
 * reviewer released. Used only where a contact limit is set. Used by one task at a time.
 *
 * <p>The person receives every cleared copy of a message, so every copy counts. A message read again after an offset
 * reset is the same copy. The place in the publisher's topic identifies a copy.
 *
 * <p>Each row keeps the newest contacts, one more than the highest limit: a message must not count against itself. A
 * contact expires after the longest window, and is deleted when its row is next looked at.
 *
 * <p>Layout of a row: format (1 byte), then per contact, oldest first: milliseconds since the epoch (8), first bytes of
 * the SHA-256 of the message's place (8).
 */
final class Contacts {

    private static final byte FORMAT = 1;
    private static final int CONTACT_BYTES = 2 * Long.BYTES;
    private static final char SEPARATOR = '\0';

    private final KeyValueStore<byte[], byte[]> store;
    private final int most;
    private final Duration window;
    private final Sweep sweep;

    Contacts(KeyValueStore<byte[], byte[]> store, ContactOptions options) {
        this.store = store;
        this.most = options.mostRemembered() + 1;
        this.window = options.longestWindow();
        this.sweep = new Sweep(store);
    }

    private record Contact(long at, long place) {}

    /** Times of other messages to the same person, from the same controller, on the same channel. */
    List<Instant> recall(MessageFacts message, Origin origin) {
        byte[] row = store.get(key(message));
        if (row == null) {
            return List.of();
        }
        long own = place(origin);
        return contacts(row).stream()
                .filter(contact -> contact.place() != own)
                .map(contact -> Instant.ofEpochMilli(contact.at()))
                .toList();
    }

    /** Remembers that this message was cleared. */
    void remember(MessageFacts message, Origin origin, Instant at) {
        byte[] key = key(message);
        byte[] row = store.get(key);
        long own = place(origin);
        long ended = at.minus(window).toEpochMilli();
        List<Contact> kept = new ArrayList<>();
        for (Contact contact : row == null ? List.<Contact>of() : contacts(row)) {
            if (contact.at() > ended) {
                kept.add(contact);
            }
        }
        if (kept.stream().anyMatch(contact -> contact.place() == own)) {
            return;
        }
        kept.add(new Contact(at.toEpochMilli(), own));
        store.put(key, row(kept.subList(Math.max(0, kept.size() - most), kept.size())));
    }

    /** Forgets every contact of a subject (GDPR art. 17). */
    void forget(byte[] subject) {
        byte[] prefix = Arrays.copyOf(subject, subject.length + 1);
        try (KeyValueIterator<byte[], byte[]> rows = store.prefixScan(prefix, new ByteArraySerializer())) {
            while (rows.hasNext()) {
                store.delete(rows.next().key);
            }
        }
    }

    /**
     * Deletes rows whose newest contact is older than the longest window. Each call continues where the previous one
     * stopped.
     */
    void trim(Instant now) {
        long ended = now.minus(window).toEpochMilli();
        sweep.delete(row -> {
            List<Contact> contacts = contacts(row);
            return contacts.get(contacts.size() - 1).at() <= ended;
        });
    }

    private static byte[] row(List<Contact> contacts) {
        ByteBuffer row =
                ByteBuffer.allocate(1 + contacts.size() * CONTACT_BYTES).put(FORMAT);
        for (Contact contact : contacts) {
            row.putLong(contact.at()).putLong(contact.place());
        }
        return row.array();
    }

    private static List<Contact> contacts(byte[] row) {
        ByteBuffer buffer = ByteBuffer.wrap(row);
        byte format = buffer.get();
        if (format != FORMAT) {
            throw new IllegalStateException("the store " + Stores.CONTACTS_BY_SUBJECT + " holds a row of format "
                    + format + ", this version reads " + FORMAT + ". It was written by a newer gate: upgrade");
        }
        List<Contact> contacts = new ArrayList<>(buffer.remaining() / CONTACT_BYTES);
        while (buffer.hasRemaining()) {
            contacts.add(new Contact(buffer.getLong(), buffer.getLong()));
        }
        return contacts;
    }

    private static long place(Origin origin) {
        return ByteBuffer.wrap(Sha256.start().digest(origin.caseId().getBytes(UTF_8)))
                .getLong();
    }

    private static byte[] key(MessageFacts message) {
        return (message.subjectId()
                        + SEPARATOR
                        + message.controllerId()
                        + SEPARATOR
                        + message.channel().name())
                .getBytes(UTF_8);
    }
}
