// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.Policy;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.review.ReviewedEvent;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.UndecodableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the two kinds of event that the gate judges; everything else is one flow.
 *
 * @param <F> the facts that the policy needs of this kind
 */
sealed interface EventKind<F> {

    /** The contract's name of the kind. */
    String contractName();

    /** The input under which this kind's records are counted. */
    GateCounters.Input input();

    /** The nodes that this kind's records are forwarded to. */
    Outputs outputs();

    F read(FactsReader reader, Headers headers, byte @Nullable [] value) throws UndecodableException;

    /** The publisher's id of the event. */
    String eventId(F facts);

    String subjectId(F facts);

    /** The event's {@link EventIdentity}; null when it has none. */
    byte @Nullable [] identity(F facts);

    /**
     * Judges an event.
     *
     * @param value the event's bytes, from which the facts were read
     * @param origin where its publisher wrote it
     */
    Assessment assess(
            Policy policy, F facts, byte[] value, Origin origin, ConsentView consent, Memory memory, Instant at);

    /** Called once for each cleared event, in the same transaction. */
    void cleared(F facts, byte[] value, Origin origin, ConsentView consent, Memory memory, Instant at);

    /** Called once for each judged event, with any result. */
    void judged(F facts, Memory memory, Instant at);

    /** Judges an event, and remembers the facts that later events are judged by. */
    default Assessment judge(
            Policy policy, F facts, byte[] value, Origin origin, ConsentView consent, Memory memory, Instant at) {
        Assessment assessment = assess(policy, facts, value, origin, consent, memory, at);
        judged(facts, memory, at);
        if (assessment instanceof Assessment.Cleared) {
            cleared(facts, value, origin, consent, memory, at);
        }
        return assessment;
    }

    /** Latest instant at which a reviewer's answer is still of use; null when there is none. */
    @Nullable
    Instant deadline(F facts);

    /**
     * The control case for an event that was just quarantined; empty for most events.
     *
     * @param cleared origin of the event directly before; null unless it was cleared
     */
    Optional<Quarantine.Quarantined> control(
            ControlCases controls, F facts, Origin quarantined, @Nullable Origin cleared, int partition, Instant at);

    /** The event in the form in which a verdict on it is judged. */
    ReviewedEvent reviewed(F facts, byte[] value, Origin origin, Memory memory);

    /** Input topic of this kind. */
    String publishedTo(Topics topics);

    /** Output topic of this kind's cleared events. */
    String clearedTopic(Topics topics);

    /**
     * The kind with this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static EventKind<?> named(String contractName) {
        for (EventKind<?> kind : List.of(OutboundMessages.OUTBOUND_MESSAGES, OfferDecisions.OFFER_DECISIONS)) {
            if (kind.contractName().equals(contractName)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("there is no kind of event " + contractName);
    }

    /** Names of the nodes after the judge, and of the node for released events. */
    record Outputs(
            String judge,
            String cleared,
            String quarantine,
            String outcomes,
            String reroute,
            String deadLetter,
            String released) {}

    /** Messages to a person, on any channel. */
    enum OutboundMessages implements EventKind<MessageFacts> {
        OUTBOUND_MESSAGES;

        private static final Outputs OUTPUTS = new Outputs(
                Operators.JUDGE_OUTBOUND_MESSAGES,
                Operators.WRITE_CLEARED_MESSAGES,
                Operators.QUARANTINE_OUTBOUND_MESSAGES,
                Operators.WRITE_OUTCOMES_OF_MESSAGES,
                Operators.REROUTE_OUTBOUND_MESSAGES,
                Operators.DEAD_LETTER_OUTBOUND_MESSAGES,
                Operators.RELEASE_MESSAGES);

        @Override
        public String contractName() {
            return "OUTBOUND_MESSAGE";
        }

        @Override
        public GateCounters.Input input() {
            return GateCounters.Input.MESSAGES;
        }

        @Override
        public Outputs outputs() {
            return OUTPUTS;
        }

        @Override
        public MessageFacts read(FactsReader reader, Headers headers, byte @Nullable [] value)
                throws UndecodableException {
            return reader.readMessage(headers, value);
        }

        @Override
        public String eventId(MessageFacts facts) {
            return facts.messageId();
        }

        @Override
        public String subjectId(MessageFacts facts) {
            return facts.subjectId();
        }

        @Override
        public byte @Nullable [] identity(MessageFacts facts) {
            return EventIdentity.of(facts);
        }

        @Override
        public Assessment assess(
                Policy policy,
                MessageFacts facts,
                byte[] value,
                Origin origin,
                ConsentView consent,
                Memory memory,
                Instant at) {
            return policy.assess(facts, consent, memory.recall(facts, value, origin), at);
        }

        @Override
        public void cleared(
                MessageFacts facts, byte[] value, Origin origin, ConsentView consent, Memory memory, Instant at) {
            memory.remember(facts, value, origin, consent, at);
        }

        @Override
        public void judged(MessageFacts facts, Memory memory, Instant at) {
            // Only cleared messages are remembered.
        }

        @Override
        public @Nullable Instant deadline(MessageFacts facts) {
            // A sent message no longer expires: a reviewer must still examine whether it was lawful.
            return facts.sentAt() == null ? facts.expiresAt() : null;
        }

        @Override
        public Optional<Quarantine.Quarantined> control(
                ControlCases controls,
                MessageFacts facts,
                Origin quarantined,
                @Nullable Origin cleared,
                int partition,
                Instant at) {
            return controls.beside(facts, quarantined, cleared, partition, at);
        }

        @Override
        public ReviewedEvent reviewed(MessageFacts facts, byte[] value, Origin origin, Memory memory) {
            return new ReviewedEvent.Message(facts, message -> memory.recall(message, value, origin));
        }

        @Override
        public String publishedTo(Topics topics) {
            return topics.outboundMessages();
        }

        @Override
        public String clearedTopic(Topics topics) {
            return topics.clearedMessages();
        }
    }

    /** Automated decisions about a person. */
    enum OfferDecisions implements EventKind<DecisionFacts> {
        OFFER_DECISIONS;

        private static final Outputs OUTPUTS = new Outputs(
                Operators.JUDGE_OFFER_DECISIONS,
                Operators.WRITE_CLEARED_DECISIONS,
                Operators.QUARANTINE_OFFER_DECISIONS,
                Operators.WRITE_OUTCOMES_OF_DECISIONS,
                Operators.REROUTE_OFFER_DECISIONS,
                Operators.DEAD_LETTER_OFFER_DECISIONS,
                Operators.RELEASE_DECISIONS);

        @Override
        public String contractName() {
            return "OFFER_DECISION";
        }

        @Override
        public GateCounters.Input input() {
            return GateCounters.Input.DECISIONS;
        }

        @Override
        public Outputs outputs() {
            return OUTPUTS;
        }

        @Override
        public DecisionFacts read(FactsReader reader, Headers headers, byte @Nullable [] value)
                throws UndecodableException {
            return reader.readDecision(headers, value);
        }

        @Override
        public String eventId(DecisionFacts facts) {
            return facts.decisionId();
        }

        @Override
        public String subjectId(DecisionFacts facts) {
            return facts.subjectId();
        }

        @Override
        public byte @Nullable [] identity(DecisionFacts facts) {
            return EventIdentity.of(facts);
        }

        @Override
        public Assessment assess(
                Policy policy,
                DecisionFacts facts,
                byte[] value,
                Origin origin,
                ConsentView consent,
                Memory memory,
                Instant at) {
            return policy.assess(facts, consent, memory.humans().recall(facts), at);
        }

        @Override
        public void cleared(
                DecisionFacts facts, byte[] value, Origin origin, ConsentView consent, Memory memory, Instant at) {
            // A decision neither answers an inquiry nor approaches a person.
        }

        @Override
        public void judged(DecisionFacts facts, Memory memory, Instant at) {
            memory.humans().remember(facts, at);
        }

        @Override
        public @Nullable Instant deadline(DecisionFacts facts) {
            return facts.expiresAt();
        }

        @Override
        public Optional<Quarantine.Quarantined> control(
                ControlCases controls,
                DecisionFacts facts,
                Origin quarantined,
                @Nullable Origin cleared,
                int partition,
                Instant at) {
            return Optional.empty();
        }

        @Override
        public ReviewedEvent reviewed(DecisionFacts facts, byte[] value, Origin origin, Memory memory) {
            return new ReviewedEvent.Decision(facts, memory.humans()::recall);
        }

        @Override
        public String publishedTo(Topics topics) {
            return topics.offerDecisions();
        }

        @Override
        public String clearedTopic(Topics topics) {
            return topics.clearedDecisions();
        }
    }
}
