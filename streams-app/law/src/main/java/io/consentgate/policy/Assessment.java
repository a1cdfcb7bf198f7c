// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.List;
import java.util.Set;

/** What the policy says about one event: exactly one of cleared and diverted. */
public sealed interface Assessment {

    /** Advice to the publisher, which holds nothing back. */
    List<Reason> advice();

    /** What the gate would have held back if the rules concerned were not set to observe. */
    List<Reason> observed();

    /** The event may go on, unchanged. */
    record Cleared(List<Reason> advice, List<Reason> observed) implements Assessment {
        static final Cleared PLAINLY = new Cleared(List.of(), List.of());

        public Cleared {
            advice = List.copyOf(advice);
            observed = List.copyOf(observed);
        }
    }

    /**
     * The event is held back.
     *
     * @param violations every rule that the event breaks, in the order of the catalogue; never empty
     * @param allowedOutcomes what a reviewer may do: what all broken rules leave open, {@link Outcome#REJECT} always
     */
    record Diverted(List<Reason> violations, List<Reason> advice, List<Reason> observed, Set<Outcome> allowedOutcomes)
            implements Assessment {

        /** @throws IllegalArgumentException if there is no violation: a diversion must explain itself */
        public Diverted {
            violations = List.copyOf(violations);
            advice = List.copyOf(advice);
            observed = List.copyOf(observed);
            allowedOutcomes = Set.copyOf(allowedOutcomes);
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("A diversion needs a violated rule.");
            }
        }

        /**
         * Whether the message was reported after it was sent, and broke another rule: a person was contacted
         * unlawfully.
         */
        public boolean isUnlawfulSend() {
            return violations.size() > 1
                    && violations.stream().anyMatch(reason -> reason.code() == RuleCode.MSG_ALREADY_SENT);
        }

        /**
         * Whether a reviewer has something to do: release the event in a lawful way, or examine what happened to a
         * person. Rejecting an event that nothing can release needs no reviewer.
         */
        public boolean needsHuman() {
            return !allowedOutcomes.equals(Set.of(Outcome.REJECT)) || isUnlawfulSend();
        }

        /** Whether the event arrived after its publisher's own limit. */
        public boolean isExpired() {
            return violations.stream()
                    .anyMatch(reason -> reason.code() == RuleCode.MSG_EXPIRED || reason.code() == RuleCode.ADM_EXPIRED);
        }

        /**
         * Whether a human who decides again must leave the special-category inputs out (GDPR art. 9, 22(4)). Concerns
         * only the {@code DECIDE} outcomes.
         */
        public boolean mustExcludeSpecialCategory() {
            return violations.stream()
                    .anyMatch(reason -> reason.rule().releases().contains(Release.DECIDE_WITHOUT_SPECIAL_CATEGORY));
        }
    }
}
