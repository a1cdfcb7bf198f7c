// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import io.consentgate.policy.RuleCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The expected output of one published record. */
public sealed interface Expectation {

    /** Goes on unchanged, with exactly this advice. */
    record Cleared(Set<RuleCode> advice) implements Expectation {
        public Cleared {
            advice = Set.copyOf(advice);
        }

        @Override
        public String toString() {
            return "cleared" + suffix(advice);
        }
    }

    /** Diverted by exactly these rules. */
    record Quarantined(Set<RuleCode> rules) implements Expectation {
        public Quarantined {
            rules = Set.copyOf(rules);
        }

        @Override
        public String toString() {
            return "quarantined" + suffix(rules);
        }
    }

    /**
     * Cannot be read.
     *
     * @param reason the code that the dead letter states
     */
    record DeadLettered(String reason) implements Expectation {
        @Override
        public String toString() {
            return "dead letter (" + reason + ")";
        }
    }

    /** Cleared with exactly this advice; none when none is named. */
    static Expectation cleared(RuleCode... advice) {
        return new Cleared(setOf(advice));
    }

    /** Quarantined by exactly these rules. */
    static Expectation quarantined(RuleCode... rules) {
        return new Quarantined(setOf(rules));
    }

    private static Set<RuleCode> setOf(RuleCode... codes) {
        Set<RuleCode> set = EnumSet.noneOf(RuleCode.class);
        set.addAll(List.of(codes));
        return set;
    }

    private static String suffix(Set<RuleCode> codes) {
        return codes.isEmpty()
                ? ""
                : new TreeSet<>(codes).stream().map(RuleCode::code).collect(Collectors.joining(", ", " (", ")"));
    }
}
