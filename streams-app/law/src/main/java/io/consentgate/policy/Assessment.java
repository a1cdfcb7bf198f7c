// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.List;
import java.util.Set;

/** What the policy says about one event: exactly one of cleared and diverted. */
public sealed interface Assessment {

    /** What publishers are told although it holds nothing back. */
    List<Reason> advice();

    /** What would have been held back, had the rules concerned not been set to observe. */
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
     * @param violations every rule that it breaks, in the order of the catalogue; never empty
     * @param allowedOutcomes what a reviewer may do: what all broken rules leave open, {@link Outcome#REJECT} always
     */
    record Diverted(List<Reason> violations, List<Reason> advice, List<Reason> observed, Set<Outcome> allowedOutcomes)
            implements Assessment {

        /** @throws IllegalArgumentException if there is no violation: a diversion has to explain itself */
        public Diverted {
            violations = List.copyOf(violations);
            advice = List.copyOf(advice);
            observed = List.copyOf(observed);
            allowedOutcomes = Set.copyOf(allowedOutcomes);
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("A diversion needs a violated rule.");
            }
        }

        /** Whether the message had gone out when it was reported, and broke another rule: a person was contacted unlawfully. */
        public boolean isUnlawfulSend() {
            return violations.size() > 1
                    && violations.stream().anyMatch(reason -> reason.code() == RuleCode.MSG_ALREADY_SENT);
        }

        /**
         * Whether there is something for a reviewer to do: to let it go in a lawful way, or to look into what was done to a
         * person. To reject what nothing can release is no work of theirs.
         */
        public boolean needsHuman() {
            return !allowedOutcomes.equals(Set.of(Outcome.REJECT)) || isUnlawfulSend();
        }

        /** Whether its publisher's own limit had passed when it came. */
        public boolean isExpired() {
            return violations.stream()
                    .anyMatch(reason -> reason.code() == RuleCode.MSG_EXPIRED || reason.code() == RuleCode.ADM_EXPIRED);
        }

        /**
         * Whether a human who decides anew has to leave the special-category inputs out (GDPR art. 9, 22(4)). It
         * bears on the {@code DECIDE} outcomes only.
         */
        public boolean mustExcludeSpecialCategory() {
            return violations.stream()
                    .anyMatch(reason -> reason.rule().releases().contains(Release.DECIDE_WITHOUT_SPECIAL_CATEGORY));
        }
    }
}
