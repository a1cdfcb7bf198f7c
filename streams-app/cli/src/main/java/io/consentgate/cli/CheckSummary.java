// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.policy.Assessment;
import io.consentgate.policy.Reason;
import io.consentgate.policy.RuleCode;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts the verdicts on the events of a file. */
final class CheckSummary {

    private final Instant at;
    private final String policyVersion;
    private final Map<CheckVerdict, Long> verdicts = new EnumMap<>(CheckVerdict.class);
    private final Map<RuleCode, Count> rules = new EnumMap<>(RuleCode.class);
    private long unreadable;
    private long consents;

    CheckSummary(Instant at, String policyVersion) {
        this.at = at;
        this.policyVersion = policyVersion;
    }

    /** How often a rule diverted an event, advised, or would have diverted one. */
    record Count(long diverted, long advised, long observed) {
        private static final Count NONE = new Count(0, 0, 0);

        private Count plus(Count other) {
            return new Count(diverted + other.diverted, advised + other.advised, observed + other.observed);
        }
    }

    void add(Assessment assessment) {
        verdicts.merge(CheckVerdict.of(assessment), 1L, Long::sum);
        add(CheckReport.violations(assessment), new Count(1, 0, 0));
        add(assessment.advice(), new Count(0, 1, 0));
        add(assessment.observed(), new Count(0, 0, 1));
    }

    private void add(List<Reason> reasons, Count one) {
        for (Reason reason : reasons) {
            rules.put(
                    reason.code(), rules.getOrDefault(reason.code(), Count.NONE).plus(one));
        }
    }

    void addUnreadable() {
        unreadable++;
    }

    void addConsent() {
        consents++;
    }

    Instant at() {
        return at;
    }

    String policyVersion() {
        return policyVersion;
    }

    /** Number of lines that are an event or should be one. */
    long events() {
        return cleared() + withAdvice() + diverted() + unreadable;
    }

    /** Number of events cleared without any advice. */
    long cleared() {
        return count(CheckVerdict.CLEARED);
    }

    long withAdvice() {
        return count(CheckVerdict.ADVICE);
    }

    long diverted() {
        return count(CheckVerdict.DIVERTED);
    }

    long unreadable() {
        return unreadable;
    }

    /** Number of readable consent records and erasures. */
    long consents() {
        return consents;
    }

    /** Counts by rule, in the order of the catalogue's codes. */
    Map<RuleCode, Count> rules() {
        return Collections.unmodifiableMap(rules);
    }

    private long count(CheckVerdict verdict) {
        return verdicts.getOrDefault(verdict, 0L);
    }
}
