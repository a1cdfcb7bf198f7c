// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the gate itself remembers that bears on one message.
 *
 * <p>For things that may happen only once, a second copy of a message, with the same id and the same bytes, is no other
 * message. The same id with other content is. For counting how often a person is approached, each cleared copy counts.
 *
 * @param repliedBy ids of other messages that already used up the one reply to an inquiry, by the gate's keys of the
 *     inquiry
 * @param askedBy ids of other messages that already asked the person to confirm a consent, by the gate's keys of the
 *     consent
 * @param contacts when other messages by the same controller approached the person for marketing on the same channel:
 *     the newest, as many as a limit needs
 */
public record GateMemory(Map<String, String> repliedBy, Map<String, String> askedBy, List<Instant> contacts) {

    public static final GateMemory EMPTY = new GateMemory(Map.of(), Map.of(), List.of());

    public GateMemory {
        repliedBy = Map.copyOf(repliedBy);
        askedBy = Map.copyOf(askedBy);
        contacts = List.copyOf(contacts);
    }

    /** Remembers that other messages replied to inquiries, by the ids of those messages. */
    public static GateMemory repliedBy(Map<String, String> messageIds) {
        return new GateMemory(messageIds, Map.of(), List.of());
    }

    /** Remembers that other messages asked the person to confirm consents, by the ids of those messages. */
    public static GateMemory askedBy(Map<String, String> messageIds) {
        return new GateMemory(Map.of(), messageIds, List.of());
    }

    public GateMemory withContacts(List<Instant> newest) {
        return new GateMemory(repliedBy, askedBy, newest);
    }
}
