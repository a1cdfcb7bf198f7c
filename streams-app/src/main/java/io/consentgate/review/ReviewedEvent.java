// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.Policy;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.MessageFacts;
import java.time.Instant;
import java.util.function.Function;

/** The event behind a case, as it is to be judged. */
public sealed interface ReviewedEvent {

    /** Judges it as it stands here. */
    Assessment assess(Policy policy, ConsentView consent, Instant at);

    /** Whether its author in this sense may not judge it: the campaign or the model that it came from. */
    boolean isFrom(String matter);

    /**
     * A message to a person.
     *
     * @param memory what the gate remembers of the inquiry that a message names
     */
    record Message(MessageFacts facts, Function<MessageFacts, GateMemory> memory) implements ReviewedEvent {

        @Override
        public Assessment assess(Policy policy, ConsentView consent, Instant at) {
            return policy.assess(facts, consent, memory.apply(facts), at);
        }

        @Override
        public boolean isFrom(String matter) {
            return matter.equals(facts.campaignId());
        }
    }

    /**
     * A decision about a person.
     *
     * @param history what the gate remembers of the human who is said to have decided
     */
    record Decision(DecisionFacts facts, Function<DecisionFacts, HumanHistory> history) implements ReviewedEvent {

        @Override
        public Assessment assess(Policy policy, ConsentView consent, Instant at) {
            return policy.assess(facts, consent, history.apply(facts), at);
        }

        @Override
        public boolean isFrom(String matter) {
            DecisionFacts.Profiling profiling = facts.profiling();
            return profiling != null && matter.equals(profiling.modelId());
        }
    }
}
