// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the gate itself remembers that bears on one message.
 *
 * <p>Where something may be done once, the same message published once more, the same id with the same bytes, is no other
 * message; the same id with other content is. Where it is counted how often a person is approached, each copy that was cleared
 * counts.
 *
 * @param repliedBy ids of other messages that already used up the one reply to an inquiry, by what the gate knows that inquiry by
 * @param askedBy ids of other messages that already asked the person to confirm a consent, by what the gate knows that consent by
 * @param contacts when other messages by the same controller approached the person for marketing on the same channel: the
 *     newest, as many as a limit needs
 */
public record GateMemory(Map<String, String> repliedBy, Map<String, String> askedBy, List<Instant> contacts) {

    /** Nothing is remembered. */
    public static final GateMemory EMPTY = new GateMemory(Map.of(), Map.of(), List.of());

    public GateMemory {
        repliedBy = Map.copyOf(repliedBy);
        askedBy = Map.copyOf(askedBy);
        contacts = List.copyOf(contacts);
    }

    /** That other messages replied to inquiries, by the ids of these. */
    public static GateMemory repliedBy(Map<String, String> messageIds) {
        return new GateMemory(messageIds, Map.of(), List.of());
    }

    /** That other messages asked the person to confirm consents, by the ids of these. */
    public static GateMemory askedBy(Map<String, String> messageIds) {
        return new GateMemory(Map.of(), messageIds, List.of());
    }

    /** The same, with these contacts. */
    public GateMemory withContacts(List<Instant> newest) {
        return new GateMemory(repliedBy, askedBy, newest);
    }
}
