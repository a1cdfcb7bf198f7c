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
 * By what two records about one person are the same event: its publisher's id, within a controller. A report of a message that
 * has gone out is another event than the request to send it. As a SHA-256, since ids may be of any length.
 */
final class EventIdentity {

    private EventIdentity() {}

    /** Null for one without an id. */
    static byte @Nullable [] of(MessageFacts message) {
        return of(message.sentAt() == null ? "message" : "report", message.controllerId(), message.messageId());
    }

    /** Null for one without an id. */
    static byte @Nullable [] of(DecisionFacts decision) {
        return of("decision", decision.controllerId(), decision.decisionId());
    }

    /** Null for one without an id. */
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
