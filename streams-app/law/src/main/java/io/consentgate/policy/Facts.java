// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields that decided a finding, in the order of {@link Fact}. Immutable.
 *
 * <p>Values are codes, ids, counts and times. A contact reference is a pseudonym of a number, so the facts only say
 * whether it is present and whether it differs. What a publisher wrote is cut after 200 characters: its record repeats
 * the facts several times, and must fit into the quarantine with fields of any length.
 */
public final class Facts {
    /** For findings that the rule's code explains fully. */
    public static final Facts NONE = new Facts();

    private final Stated[] stated;

    private Facts(Stated... stated) {
        this.stated = stated;
    }

    private record Stated(Fact fact, FactValue value) {}

    public static Facts of(Fact fact, @Nullable Object value) {
        return new Facts(new Stated(fact, FactValue.of(value)));
    }

    /**
     * These facts and one more; a new value replaces an earlier value of the same fact. A null value is stated as
     * absent, a {@link Word} in the reader's language.
     */
    public Facts and(Fact fact, @Nullable Object value) {
        int place = 0;
        while (place < stated.length && stated[place].fact.compareTo(fact) < 0) {
            place++;
        }
        int rest = place < stated.length && stated[place].fact == fact ? place + 1 : place;
        Stated[] more = Arrays.copyOf(stated, stated.length + 1 + place - rest);
        more[place] = new Stated(fact, FactValue.of(value));
        System.arraycopy(stated, rest, more, place + 1, stated.length - rest);
        return new Facts(more);
    }

    public boolean isEmpty() {
        return stated.length == 0;
    }

    /** The facts by name, in order. */
    public Map<Fact, FactValue> values() {
        Map<Fact, FactValue> values = new LinkedHashMap<>();
        for (Stated each : stated) {
            values.put(each.fact, each.value);
        }
        return Collections.unmodifiableMap(values);
    }
}
