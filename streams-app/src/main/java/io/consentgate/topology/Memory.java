// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.streams.processor.api.ProcessorContext;

/** What one task remembers of events before this one, for rules that ask for it. */
record Memory(Replies replies, HumanDecisions humans) {

    static Memory of(ProcessorContext<?, ?> context, GateParts parts) {
        return new Memory(
                new Replies(context.getStateStore(Stores.REPLIES_BY_INQUIRY)),
                new HumanDecisions(
                        context.getStateStore(Stores.HUMAN_DECISIONS),
                        parts.policy().options().humanPattern().window()));
    }
}
