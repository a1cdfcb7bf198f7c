// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Text;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.review.ReviewedEvent;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Identifies an event of one person: the publisher's id together with the controller. A report of a sent message is
 * another event than the request to send it. Stored as SHA-256, since ids may have any length.
 */
final class EventIdentity {

    private EventIdentity() {}

    /** Null for a message without an id. */
    static byte @Nullable [] of(MessageFacts message) {
        return of(message.sentAt() == null ? "message" : "report", message.controllerId(), message.messageId());
    }

    /** Null for a decision without an id. */
    static byte @Nullable [] of(DecisionFacts decision) {
        return of("decision", decision.controllerId(), decision.decisionId());
    }

    /** Null for an event without an id. */
    static byte @Nullable [] of(ReviewedEvent event) {
        return event instanceof ReviewedEvent.Message message
                ? of(message.facts())
                : of(((ReviewedEvent.Decision) event).facts());
    }

    private static byte @Nullable [] of(String kind, String controllerId, String eventId) {
        if (Text.isAbsent(eventId)) {
            return null;
        }
        byte[][] parts = {kind.getBytes(UTF_8), controllerId.getBytes(UTF_8), eventId.getBytes(UTF_8)};
        ByteBuffer bytes = ByteBuffer.allocate(3 * Integer.BYTES + parts[0].length + parts[1].length + parts[2].length);
        for (byte[] part : parts) {
            bytes.putInt(part.length).put(part);
        }
        return Sha256.start().digest(bytes.array());
    }
}
