// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Reason;
import io.consentgate.policy.RuleCode;
import io.consentgate.serde.CaseOutcome;
import io.consentgate.serde.QuarantineCase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Counters for alerts, for the whole process. Each counter exists with 0 from the start, because {@code increase()}
 * misses the first count of a new series. Thread-safe.
 *
 * <p>Names and labels are public contract. Labels are the contract's topics, rule codes and results, and never values
 * from a record. An event processed again after a failure is counted again.
 */
public final class GateCounters {

    /** The gate's inputs, by topic name without prefix. */
    enum Input {
        CONSENT("consent-state"),
        MESSAGES("outbound-messages"),
        DECISIONS("offer-decisions"),
        VERDICTS("review-verdicts");

        private final String topic;

        Input(String topic) {
            this.topic = topic;
        }
    }

    private final Map<Input, Counter> rerouted;
    private final Map<Input, Counter> deadLettered;
    private final Counter outdated;
    private final Counter doubtful;
    private final Counter casesOpened;
    private final Counter unlawfulSends;
    private final Map<String, Counter> violations;
    private final Map<String, Counter> observed;
    private final Map<String, Counter> ruleErrors;
    private final Map<CaseOutcome.Result, Counter> outcomes;
    private final Map<String, Counter> refusals;

    public GateCounters(MeterRegistry registry) {
        this.rerouted = byConstant(
                registry,
                Input.class,
                "consent_gate_rerouted",
                "Records that were brought to their subject's key and partition.",
                "input",
                input -> input.topic);
        this.deadLettered = byConstant(
                registry,
                Input.class,
                "consent_gate_dead_lettered",
                "Records that nobody can read, that are too large to be written, or that contradict what is on record.",
                "input",
                input -> input.topic);
        this.outdated = counter(
                registry,
                "consent_gate_outdated_consents",
                "Consent records that came later than a newer one, or than their person's erasure.");
        this.doubtful = counter(
                registry,
                "consent_gate_doubtful_consents",
                "Consent records that contradict the one on record, so that nothing of either clears anything.");
        this.casesOpened = counter(
                registry,
                "consent_gate_cases_opened",
                "Cases that were opened: quarantined events, save copies that belong to another.");
        this.unlawfulSends = counter(
                registry,
                "consent_gate_unlawful_sends",
                "Messages that had gone out when they were reported, and that broke a rule.");
        this.violations = byRule(
                registry,
                "consent_gate_violations",
                "Rules that quarantined events broke; an event may break several.",
                rule -> !rule.judgesVerdicts());
        this.observed = byRule(
                registry,
                "consent_gate_observed",
                "Rules set to observe that events broke, whether or not another held them back.",
                rule -> !rule.failsClosed());
        this.ruleErrors = byRule(
                registry,
                "consent_gate_rule_errors",
                "Rules that threw, so that the event was quarantined with GATE-POLICY-ERROR.",
                rule -> !rule.judgesVerdicts());
        this.outcomes = byConstant(
                registry,
                CaseOutcome.Result.class,
                "consent_gate_review_outcomes",
                "Verdicts applied and refused, and cases that were closed without one.",
                "result",
                Enum::name);
        this.refusals = byRule(
                registry,
                "consent_gate_verdict_refusals",
                "Rules that refused verdicts broke; a verdict may break several.",
                RuleCode::judgesVerdicts);
    }

    private static <E extends Enum<E>> Map<E, Counter> byConstant(
            MeterRegistry registry,
            Class<E> type,
            String name,
            String sentence,
            String label,
            Function<E, String> value) {
        Map<E, Counter> counters = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            counters.put(constant, counter(registry, name, sentence, label, value.apply(constant)));
        }
        return Collections.unmodifiableMap(counters);
    }

    private static Map<String, Counter> byRule(
            MeterRegistry registry, String name, String sentence, Predicate<RuleCode> counted) {
        return Arrays.stream(RuleCode.values())
                .filter(counted)
                .map(RuleCode::code)
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), code -> counter(registry, name, sentence, "rule", code)));
    }

    private static Counter counter(MeterRegistry registry, String name, String sentence, String... labels) {
        return Counter.builder(name).description(sentence).tags(labels).register(registry);
    }

    void rerouted(Input input) {
        increment(rerouted, input);
    }

    void deadLettered(Input input) {
        increment(deadLettered, input);
    }

    void outdatedConsent() {
        outdated.increment();
    }

    void doubtfulConsent() {
        doubtful.increment();
    }

    /** An event was judged. A later release does not count it again. */
    void observed(Collection<Reason> broken) {
        broken.forEach(reason -> increment(observed, reason.code().code()));
    }

    /** A rule threw an exception on an event. */
    void ruleErrors(Collection<Reason> broken) {
        for (Reason reason : broken) {
            if (reason.code() == RuleCode.GATE_POLICY_ERROR) {
                increment(ruleErrors, reason.factsByName().getOrDefault(Fact.RULE.key(), ""));
            }
        }
    }

    /**
     * A message that broke a rule had already been sent when it was reported: an incident, because no gate can stop it
     * any more.
     */
    void unlawfulSend() {
        unlawfulSends.increment();
    }

    void caseOpened() {
        casesOpened.increment();
    }

    void quarantined(Collection<String> brokenRules) {
        brokenRules.forEach(rule -> increment(violations, rule));
    }

    /** A refusal for rules that are still broken also lists these rules. They were counted when the case was opened. */
    void outcome(CaseOutcome outcome) {
        increment(outcomes, outcome.result());
        outcome.refusals().stream().map(QuarantineCase.Finding::rule).forEach(rule -> increment(refusals, rule));
    }

    private static <K> void increment(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }
}
