// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.law.LawBook;
import io.consentgate.policy.law.LawInForce;
import io.consentgate.policy.law.LawInForce.Binding;
import io.consentgate.policy.messages.Confirmations;
import io.consentgate.policy.messages.Conversations;
import io.consentgate.policy.messages.Inquiries;
import java.time.Instant;
import java.util.List;

/**
 * The rule catalogue as one function. Immutable, thread-safe, and silent: no clock, no I/O, no log.
 *
 * <p>For any input the answer is exactly one of cleared and diverted. An exception in a rule becomes a violation of
 * GATE-POLICY-ERROR and never escapes.
 */
public final class Policy {
    private static final String VERSION = "2026-12.1";

    private final LawBook laws;
    private final PolicyOptions options;

    private Policy(LawBook laws, PolicyOptions options) {
        this.laws = laws;
        this.options = options;
        laws.requireLawOf(options.jurisdictions());
    }

    /**
     * The rules of the whole catalogue.
     *
     * @throws IllegalArgumentException if the options accept a jurisdiction whose law the gate does not know
     */
    public static Policy standard(PolicyOptions options) {
        return of(LawBook.standard(), options);
    }

    /**
     * The rules of a book of law.
     *
     * @throws IllegalArgumentException if the options accept a jurisdiction whose law is not in the book
     */
    public static Policy of(LawBook laws, PolicyOptions options) {
        return new Policy(laws, options);
    }

    /** The version of the rules; it changes whenever a rule may say something else. */
    public String version() {
        return VERSION;
    }

    public PolicyOptions options() {
        return options;
    }

    public LawBook laws() {
        return laws;
    }

    /**
     * The inquiries whose one reply a cleared message uses up, by the keys of {@link Inquiries#keysOf}, so that the
     * gate remembers it. A turn of a conversation that the person opened does not count.
     *
     * @param at when the message was cleared
     */
    public List<String> inquiriesUsedUp(MessageFacts message, ConsentView consent, Instant at) {
        boolean counted = repliesToInquiry(message)
                && !Conversations.isContinuedBy(
                        message,
                        at,
                        at.plus(options.clockSkew()),
                        options.messages().conversationWindow());
        return counted ? Inquiries.keysOf(message, consent) : List.of();
    }

    /** Whether the message may be the one reply to an inquiry, so that the gate's memory of replies matters. */
    public static boolean repliesToInquiry(MessageFacts message) {
        return message.purpose() == Purpose.INQUIRY_RESPONSE && Text.isPresent(message.inquiryId());
    }

    /**
     * The consents that a cleared message asks the person to confirm, by the keys of {@link Confirmations#keysOf}, so
     * that the gate remembers it: a reminder is not allowed.
     *
     * @param at when the message was cleared
     */
    public List<String> confirmable(MessageFacts message, ConsentView consent, Instant at) {
        if (!Confirmations.isClaimed(message)) {
            return List.of();
        }
        return Confirmations.askedFor(
                        message, consent, at, at.plus(options.clockSkew()), options.acceptedRecordingBases())
                .stream()
                .map(Confirmations::keysOf)
                .flatMap(List::stream)
                .toList();
    }

    /** Whether the message may ask to confirm a consent, so that the gate's memory of such requests matters. */
    public static boolean mayAskToConfirm(MessageFacts message) {
        return Confirmations.isClaimed(message);
    }

    /**
     * Whether earlier contacts matter, so that the gate must look them up: the channel has a limit, and the message may
     * be marketing.
     */
    public boolean countsContacts(MessageFacts message) {
        return !options.contact().limitsOf(message.channel()).isEmpty()
                && (message.purpose() == Purpose.DIRECT_MARKETING
                        || message.purpose() == Purpose.CONSENT_REQUEST
                        || message.commercialContent() != CommercialContent.NONE);
    }

    /**
     * Whether a cleared message approaches the person for marketing, so that the gate remembers it where contacts
     * count.
     *
     * @param memory the memory by which the message was judged
     * @param at when the message was cleared
     */
    public boolean approachesForMarketing(MessageFacts message, ConsentView consent, GateMemory memory, Instant at) {
        LawInForce law = laws.at(message.jurisdiction(), LawBook.governing(message.sentAt(), at));
        return new MessageSituation(message, consent, memory, at, law, options).approachesForMarketing();
    }

    /**
     * Judges a message.
     *
     * @param memory what the gate remembers that bears on the message
     * @param at when the gate judges; the same arguments always give the same answer
     */
    public Assessment assess(MessageFacts message, ConsentView consent, GateMemory memory, Instant at) {
        LawInForce law = laws.at(message.jurisdiction(), LawBook.governing(message.sentAt(), at));
        MessageSituation situation = new MessageSituation(message, consent, memory, at, law, options);
        Findings findings = new Findings(options, false);
        List<Binding<MessageRule>> rules = law.messageRules();
        for (int i = 0; i < rules.size(); i++) {
            Binding<MessageRule> binding = rules.get(i);
            try {
                findings.add(binding, binding.rule().judge(situation));
            } catch (RuntimeException failure) {
                findings.addFailure(binding.rule(), failure);
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
        LawInForce law = laws.at(decision.jurisdiction(), LawBook.governing(decision.decidedAt(), at));
        DecisionSituation situation = new DecisionSituation(decision, consent, history, at, law, options);
        Findings findings = new Findings(options, true);
        List<Binding<DecisionRule>> rules = law.decisionRules();
        for (int i = 0; i < rules.size(); i++) {
            Binding<DecisionRule> binding = rules.get(i);
            try {
                findings.add(binding, binding.rule().judge(situation));
            } catch (RuntimeException failure) {
                findings.addFailure(binding.rule(), failure);
            }
        }
        return findings.assessment();
    }
}
