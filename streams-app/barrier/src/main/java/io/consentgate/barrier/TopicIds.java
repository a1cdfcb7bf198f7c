// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Whether a name still belongs to the topic that had it first. An answer may come from a broker with outdated metadata, so
 * a topic counts as replaced only when two answers in a row name the same other id. Thread-safe.
 */
final class TopicIds {

    /** How the topic of a name compares with the first one of that name. */
    enum Standing {
        SAME,
        /** One answer named another id. */
        DOUBTFUL,
        REPLACED
    }

    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    /** Takes in an answer of a broker. */
    void found(String topic, Uuid id) {
        seen.merge(topic, new Seen(id, null, Standing.SAME), (before, first) -> before.then(id));
    }

    /** @throws NullPointerException if no answer has named the topic yet */
    Standing standing(String topic) {
        return of(topic).standing;
    }

    /** The id that the first answer named. */
    Uuid first(String topic) {
        return of(topic).first;
    }

    /** The other id that the last answer named, or the first id if there is no other. */
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
