// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The answer to one health request. Immutable.
 *
 * @param status the worst of the checks
 * @param checks the results by subject
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

    /** Ordered from best to worst. */
    public enum Status {
        UP,
        /**
         * Some events wait, or an incident needs an operator's attention. Nothing is lost, and a restart would not
         * help.
         */
        DEGRADED,
        /** The answer to the question is no. */
        DOWN
    }

    /** The subjects of checks. */
    public enum Subject {
        /** The threads that judge events. */
        STREAMS,
        /** The schema registry, as far as the gate needed it. */
        REGISTRY,
        /** Whether events wait for consent at the read barrier. */
        BARRIER,
        /** Whether a publisher's open transaction blocks the gate's inputs. */
        TRANSACTIONS,
        /** Whether consecutive starts of the gate ended at the same record. */
        RECORDS,
        /** Recent events that should never happen: a rule that threw, a consent in doubt or out of date. */
        INCIDENTS
    }

    /**
     * The result for one subject.
     *
     * @param details sentences for an operator: what, since when, why. No personal data; may be empty when all is well
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
