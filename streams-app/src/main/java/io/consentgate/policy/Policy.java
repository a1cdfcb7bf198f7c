// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.rules.Catalogue;
import java.time.Instant;
import java.util.List;

/**
 * The rule catalogue as one function. Immutable, thread-safe, and silent: no clock, no I/O, no log.
 *
 * <p>For any input the answer is exactly one of cleared and diverted. What a rule throws becomes a violation of
 * GATE-POLICY-ERROR and never escapes.
 */
public final class Policy {
    private static final String VERSION = "2026-11.3";

    private final List<Rule> rules;
    private final List<MessageRule> messageRules;
    private final List<DecisionRule> decisionRules;
    private final PolicyOptions options;

    Policy(List<Rule> rules, PolicyOptions options) {
        this.rules = List.copyOf(rules);
        this.messageRules = only(MessageRule.class);
        this.decisionRules = only(DecisionRule.class);
        this.options = options;
    }

    /** The whole catalogue. */
    public static Policy standard(PolicyOptions options) {
        return new Policy(Catalogue.rules(), options);
    }

    /** Names this text of the rules; it changes whenever a rule may say something else. */
    public String version() {
        return VERSION;
    }

    /** What was set. */
    public PolicyOptions options() {
        return options;
    }

    /** All rules, in the order in which they are reported. */
    public List<Rule> rules() {
        return rules;
    }

    /**
     * Whether clearing a message uses up the one reply to the inquiry that it names, so that the gate has to remember
     * it. A chat that the person opened is a conversation and is not counted.
     */
    public static boolean usesUpInquiry(MessageFacts message) {
        return message.purpose() == Purpose.INQUIRY_RESPONSE
                && Text.isPresent(message.inquiryId())
                && !MessageSituation.isInChatOpenedBySubject(message);
    }

    /**
     * Judges a message.
     *
     * @param memory what the gate remembers of the inquiry that the message names
     * @param at when the gate judges; the same arguments always give the same answer
     */
    public Assessment assess(MessageFacts message, ConsentView consent, GateMemory memory, Instant at) {
        MessageSituation situation = new MessageSituation(message, consent, memory, at, options);
        Findings findings = new Findings(options, message.createdAt(), false);
        for (MessageRule rule : messageRules) {
            try {
                findings.add(rule, rule.judge(situation));
            } catch (RuntimeException failure) {
                findings.addFailure(rule, failure);
            }
        }
        return findings.assessment();
    }

    /**
     * Judges an offer decision.
     *
     * @param history what the gate remembers of the human who is said to have decided
     * @param at when the gate judges; the same arguments always give the same answer
     */
    public Assessment assess(DecisionFacts decision, ConsentView consent, HumanHistory history, Instant at) {
        DecisionSituation situation = new DecisionSituation(decision, consent, history, at, options);
        Findings findings = new Findings(options, decision.decidedAt(), true);
        for (DecisionRule rule : decisionRules) {
            try {
                findings.add(rule, rule.judge(situation));
            } catch (RuntimeException failure) {
                findings.addFailure(rule, failure);
            }
        }
        return findings.assessment();
    }

    private <R extends Rule> List<R> only(Class<R> kind) {
        return rules.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
