// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.review.ReviewPolicy;
import io.consentgate.serde.CaseOutcome;
import io.consentgate.serde.UndecodableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What the processors need to open, judge and close cases. Everything in it is thread-safe and outlives a task.
 *
 * @param policy judges verdicts
 * @param outcomes encodes an outcome; waits for the registry
 * @param decisions encodes a decision as a human took it; waits for the registry
 * @param contents reads the content of a decision; waits for the registry
 * @param controlMessages encodes a message that no publisher sent; waits for the registry
 * @param maxOpen how long a case may be open
 * @param retention how long the gate remembers ids of verdicts, and released events
 * @param settings digest of the enforced settings, written for consoles
 * @param controlShare share of quarantined messages that get a control case, at least 0
 */
public record ReviewParts(
        ReviewPolicy policy,
        Function<CaseOutcome, byte[]> outcomes,
        DecisionEncoder decisions,
        ContentReader contents,
        BiFunction<MessageFacts, String, byte[]> controlMessages,
        Duration maxOpen,
        Duration retention,
        String settings,
        double controlShare) {

    /** Reads the content of a publisher's decision. */
    @FunctionalInterface
    public interface ContentReader {

        /**
         * The content, between position and limit.
         *
         * @throws UndecodableException if the publisher's record cannot be read as a whole
         */
        ByteBuffer read(Headers headers, byte[] value) throws UndecodableException;
    }

    /** Writes a publisher's decision again, as a human took it. */
    @FunctionalInterface
    public interface DecisionEncoder {

        /**
         * Encodes the decision.
         *
         * @param content null to leave the publisher's
         * @throws UndecodableException if the publisher's record cannot be read as a whole
         */
        byte[] encode(Headers headers, byte[] value, DecisionFacts decided, @Nullable ByteBuffer content)
                throws UndecodableException;
    }
}
