// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * An answer to a health question, of one moment. Immutable.
 *
 * @param status the worst of the checks
 * @param checks what was looked at
 */
public record Health(Status status, Map<Subject, Check> checks) {

    public Health {
        checks = Collections.unmodifiableMap(new EnumMap<>(checks));
    }

    static Health of(Map<Subject, Check> checks) {
        Status worst = Status.UP;
        for (Check check : checks.values()) {
            if (check.status().compareTo(worst) > 0) {
                worst = check.status();
            }
        }
        return new Health(worst, checks);
    }

    /** How well something is, best first. */
    public enum Status {
        /** As it should be. */
        UP,
        /**
         * Some events wait for something, or what somebody has to look at happened not long ago. Nothing is lost, and no restart
         * would mend it.
         */
        DEGRADED,
        /** The answer to the question is no. */
        DOWN
    }

    /** What is looked at. */
    public enum Subject {
        /** The threads that judge events. */
        STREAMS,
        /** The schema registry, as far as the gate needed it. */
        REGISTRY,
        /** Whether events wait for consent at the read barrier. */
        BARRIER,
        /** Whether a publisher's open transaction keeps the gate from what it is to read. */
        TRANSACTIONS,
        /** Whether starts of the gate ended at one and the same record. */
        RECORDS,
        /** What should not happen, and did not long ago: a rule that threw, a consent in doubt or out of date. */
        INCIDENTS
    }

    /**
     * What was found.
     *
     * @param details sentences for a human: what, since when, why. No personal data; may be empty when all is well
     */
    public record Check(Status status, List<String> details) {

        public Check {
            details = List.copyOf(details);
        }

        static Check up() {
            return new Check(Status.UP, List.of());
        }

        static Check of(Status status, String detail) {
            return new Check(status, List.of(detail));
        }
    }
}
