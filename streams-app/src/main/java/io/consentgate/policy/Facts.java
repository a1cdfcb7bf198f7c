// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields that decided a finding, in the order of {@link Fact}. Immutable.
 *
 * <p>Values are codes, ids, counts and times. A contact reference is a pseudonym of a number, so of it is only said
 * whether it is there and whether it differs. What a publisher wrote is cut after 200 characters: its
 * record repeats the facts several times, and has to fit into the quarantine whatever the length of a field.
 */
public final class Facts {
    /** No facts: the rule's code says all. */
    public static final Facts NONE = new Facts(Collections.emptyMap());

    private final Map<Fact, FactValue> values;

    private Facts(Map<Fact, FactValue> values) {
        this.values = values;
    }

    /** One fact. */
    public static Facts of(Fact fact, @Nullable Object value) {
        return NONE.and(fact, value);
    }

    /** These facts and one more. A null value is stated as absent, a {@link Word} in the reader's language. */
    public Facts and(Fact fact, @Nullable Object value) {
        // Not an EnumMap, which has a place for each of the hundred facts there are.
        Map<Fact, FactValue> more = new TreeMap<>(values);
        more.put(fact, FactValue.of(value));
        return new Facts(Collections.unmodifiableMap(more));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The facts by name, in order. */
    public Map<Fact, FactValue> values() {
        return values;
    }
}
