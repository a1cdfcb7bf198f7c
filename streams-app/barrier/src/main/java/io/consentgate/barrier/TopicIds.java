// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Which topic has a name: the one that had it first, or another. One answer may come from a broker whose metadata is outdated, so a
 * topic counts as replaced when two answers in a row name the same other id. Thread-safe.
 */
final class TopicIds {

    /** How a topic stands to the one that was known first by its name. */
    enum Standing {
        SAME,
        /** One answer named another id. */
        DOUBTFUL,
        REPLACED
    }

    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    /** An answer of the brokers. */
    void found(String topic, Uuid id) {
        seen.merge(topic, new Seen(id, null, Standing.SAME), (before, first) -> before.then(id));
    }

    /** @throws NullPointerException if no answer named the topic yet */
    Standing standing(String topic) {
        return of(topic).standing;
    }

    /** The id that was named first. */
    Uuid first(String topic) {
        return of(topic).first;
    }

    /** The other id that was named last; the first one where there is no other. */
    Uuid last(String topic) {
        Seen found = of(topic);
        return found.other == null ? found.first : found.other;
    }

    private Seen of(String topic) {
        return Objects.requireNonNull(seen.get(topic), topic);
    }

    private record Seen(Uuid first, @Nullable Uuid other, Standing standing) {

        Seen then(Uuid id) {
            if (standing == Standing.REPLACED) {
                return this;
            }
            if (id.equals(first)) {
                return new Seen(first, null, Standing.SAME);
            }
            return new Seen(first, id, id.equals(other) ? Standing.REPLACED : Standing.DOUBTFUL);
        }
    }
}
