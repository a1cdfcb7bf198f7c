// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.RecordingBasis;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What an operator may set. Nothing here turns a rule off.
 *
 * @param modes rules that are not in {@link RuleMode#ENFORCE}; a rule not named is enforced
 * @param acceptedRecordingBases grounds on which a call may be recorded; Polish practice is split, the default
 *     accepts consent only
 * @param humanFloor the least time in which a human can have decided
 * @param maxBatchSize the most decisions that a human may sign at once
 * @param clockSkew how far a publisher's clock may be ahead of the gate's
 * @param humanPattern when a human who decides looks like a signature
 * @param jurisdictions countries whose events are judged (ISO 3166 alpha-2); each has to have a rule set here
 */
public record PolicyOptions(
        Map<RuleCode, RuleMode> modes,
        Set<RecordingBasis> acceptedRecordingBases,
        Duration humanFloor,
        int maxBatchSize,
        Duration clockSkew,
        HumanPattern humanPattern,
        Set<String> jurisdictions) {

    /** Whose law the rules are; another country's events judged by it could be cleared unlawfully. */
    private static final Set<String> RULE_SETS = Set.of("PL");

    /** @throws IllegalArgumentException if a value would make the gate fail open or can never be met */
    public PolicyOptions {
        modes = Map.copyOf(modes);
        acceptedRecordingBases = Set.copyOf(acceptedRecordingBases);
        jurisdictions = Set.copyOf(jurisdictions);
        modes.forEach((code, mode) -> {
            if (mode == RuleMode.OBSERVE && code.failsClosed()) {
                throw new IllegalArgumentException("Rule " + code + " cannot be set to observe: it holds back what the"
                        + " gate cannot judge. Remove it from the rule modes.");
            }
        });
        if (acceptedRecordingBases.contains(RecordingBasis.UNKNOWN)) {
            throw new IllegalArgumentException("An unknown recording basis cannot be accepted. Name "
                    + RecordingBasis.CONSENT + " or " + RecordingBasis.LEGITIMATE_INTEREST + ".");
        }
        if (humanFloor.isNegative()) {
            throw new IllegalArgumentException(
                    "The least time for a human decision is " + humanFloor + "; it has to be zero or more.");
        }
        if (maxBatchSize < 1) {
            throw new IllegalArgumentException(
                    "The most decisions signed at once is " + maxBatchSize + "; it has to be 1 or more.");
        }
        if (clockSkew.isNegative()) {
            throw new IllegalArgumentException(
                    "The tolerated clock skew is " + clockSkew + "; it has to be zero or more.");
        }
        if (jurisdictions.isEmpty()) {
            throw new IllegalArgumentException(
                    "No jurisdiction is named, so nothing could ever be cleared. Name " + RULE_SETS + ".");
        }
        for (String jurisdiction : jurisdictions) {
            if (!RULE_SETS.contains(jurisdiction)) {
                throw new IllegalArgumentException("There is no rule set for jurisdiction " + jurisdiction
                        + ", and its events must not be judged by another country's law. Remove it from the"
                        + " jurisdictions; there is one for " + RULE_SETS + ".");
            }
        }
    }

    /** Every rule enforced; recordings by consent; a human takes 30 s and signs singly; 5 min of skew; Poland. */
    public static PolicyOptions defaults() {
        return new PolicyOptions(
                Map.of(),
                Set.of(RecordingBasis.CONSENT),
                Duration.ofSeconds(30),
                1,
                Duration.ofMinutes(5),
                HumanPattern.DEFAULT,
                Set.of("PL"));
    }

    /** These options with one rule in another mode. */
    public PolicyOptions withMode(RuleCode code, RuleMode mode) {
        Map<RuleCode, RuleMode> changed = new EnumMap<>(RuleCode.class);
        changed.putAll(modes);
        changed.put(code, mode);
        return new PolicyOptions(
                changed, acceptedRecordingBases, humanFloor, maxBatchSize, clockSkew, humanPattern, jurisdictions);
    }

    /** These options with other grounds for recording a call. */
    public PolicyOptions withAcceptedRecordingBases(Set<RecordingBasis> bases) {
        return new PolicyOptions(modes, bases, humanFloor, maxBatchSize, clockSkew, humanPattern, jurisdictions);
    }

    /** These options with another idea of a human who only signs. */
    public PolicyOptions withHumanPattern(HumanPattern pattern) {
        return new PolicyOptions(
                modes, acceptedRecordingBases, humanFloor, maxBatchSize, clockSkew, pattern, jurisdictions);
    }

    /**
     * When a human who decides looks like a signature, over many decisions.
     *
     * @param window so many of the latest decisions are looked at, and no fewer
     * @param leastChanged share of them that has to depart from the system, between 0 and 1
     * @param diverts whether the pattern holds decisions back, or is told as advice
     */
    public record HumanPattern(int window, double leastChanged, boolean diverts) {
        static final int SMALLEST_WINDOW = 50;
        static final HumanPattern DEFAULT = new HumanPattern(SMALLEST_WINDOW, 0.02, false);

        /** @throws IllegalArgumentException if it would be drawn from too little, or could never be met */
        public HumanPattern {
            if (window < SMALLEST_WINDOW || window > 1_000) {
                throw new IllegalArgumentException("A human's pattern is drawn from " + window
                        + " decisions; it has to be from " + SMALLEST_WINDOW + " to 1000.");
            }
            if (!(leastChanged >= 0 && leastChanged <= 1)) {
                throw new IllegalArgumentException("The least share of departures from the system is " + leastChanged
                        + "; it has to lie between 0 and 1, e.g. 0.02.");
            }
        }
    }

    /** The mode of a rule. */
    public RuleMode mode(RuleCode code) {
        return modes.getOrDefault(code, RuleMode.ENFORCE);
    }
}
