// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.LookAlikes;
import io.consentgate.policy.Policy;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.ControllerKind;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.MessageFacts;
import java.time.Instant;
import java.util.function.Function;

/** The event of a case, as the reviewer wants it judged. */
public sealed interface ReviewedEvent {

    Assessment assess(Policy policy, ConsentView consent, Instant at);

    /**
     * Whether the event comes from a campaign or a model; the author of that campaign or model may not review the
     * event.
     */
    boolean isFrom(String matter);

    /**
     * A message to a person.
     *
     * @param memory what the gate remembers that bears on a message
     */
    record Message(MessageFacts facts, Function<MessageFacts, GateMemory> memory) implements ReviewedEvent {

        @Override
        public Assessment assess(Policy policy, ConsentView consent, Instant at) {
            return policy.assess(facts, consent, memory.apply(facts), at);
        }

        @Override
        public boolean isFrom(String matter) {
            String campaign = facts.campaignId();
            return campaign != null && LookAlikes.areAlike(matter, campaign);
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
            return profiling != null && LookAlikes.areAlike(matter, profiling.modelId());
        }

        /**
         * Whether the decision puts the person in a worse position: it refuses or ends something, or makes terms worse.
         * Effects that do not show this count as adverse; a price below the usual price does not.
         */
        public boolean isAdverse() {
            Double priceDelta = facts.priceDelta();
            boolean cheaper = priceDelta != null && priceDelta < 0;
            return facts.effects().stream().anyMatch(effect -> isAdverse(effect, cheaper))
                    || (facts.termsIndividualised() && !cheaper)
                    || (priceDelta != null && !(priceDelta <= 0));
        }

        private static boolean isAdverse(Effect effect, boolean cheaper) {
            return switch (effect) {
                case CONTRACT_REFUSAL, CONTRACT_TERMINATION, CONTRACT_TERMS, CREDIT, SIMILAR_SIGNIFICANT, UNKNOWN ->
                    true;
                case PRICE -> !cheaper;
                case OFFER_SHOWN, ADVERT_SHOWN, NONE -> false;
            };
        }

        /**
         * Whether a statute on credit or insurance governs the decision: by its effect, or because a lender, a credit
         * bureau or an insurer decides. A controller of an unknown kind may be one of these.
         */
        public boolean isOnCreditOrInsurance() {
            ControllerKind kind = facts.controllerKind();
            return facts.effects().contains(Effect.CREDIT) || (kind != null && kind != ControllerKind.OTHER);
        }
    }
}
