// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.policy.Policy;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.MessageFacts;
import java.time.Instant;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** What one task remembers of earlier events, for the rules that need it. */
record Memory(Policy policy, Replies replies, Contacts contacts, HumanDecisions humans) {

    static Memory of(ProcessorContext<?, ?> context, GateParts parts) {
        return of(context::getStateStore, parts.policy());
    }

    /** @param stores finds a store of {@link Stores} by name */
    static Memory of(Function<String, KeyValueStore<byte[], byte[]>> stores, Policy policy) {
        return new Memory(
                policy,
                new Replies(stores.apply(Stores.REPLIES_BY_INQUIRY)),
                new Contacts(
                        stores.apply(Stores.CONTACTS_BY_SUBJECT),
                        policy.options().contact()),
                new HumanDecisions(
                        stores.apply(Stores.HUMAN_DECISIONS),
                        policy.options().humanPattern().window()));
    }

    /**
     * The remembered events that matter for this message.
     *
     * @param value the message's bytes
     * @param origin where its publisher wrote it
     */
    GateMemory recall(MessageFacts message, byte[] value, Origin origin) {
        GateMemory replied = replies.recall(message, value);
        return policy.countsContacts(message) ? replied.withContacts(contacts.recall(message, origin)) : replied;
    }

    /** Remembers that this message was cleared, with these bytes and this origin. */
    void remember(MessageFacts message, byte[] value, Origin origin, ConsentView consent, Instant at) {
        if (policy.countsContacts(message)
                && policy.approachesForMarketing(message, consent, replies.recall(message, value), at)) {
            contacts.remember(message, origin, at);
        }
        replies.remember(policy, message, value, consent, at);
    }
}
