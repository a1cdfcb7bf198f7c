// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields that decided a finding, in the order of {@link Fact}. Immutable.
 *
 * <p>Values are codes, ids, counts and times. A contact reference is a pseudonym of a number, so of it is only said
 * whether it is there and whether it differs. What a publisher wrote is cut after {@value #LONGEST} characters: its
 * record repeats the facts several times, and has to fit into the quarantine whatever the length of a field.
 */
public final class Facts {
    /** The value of a field that is not there. */
    public static final String ABSENT = "absent";
    /** The value of a field that is there, is not what it has to be, and is not to be repeated. */
    public static final String DIFFERS = "differs";

    /** Most characters of a value that are repeated; what was cut is told by its length. */
    private static final int LONGEST = 200;

    /** No facts: the rule's code says all. */
    public static final Facts NONE = new Facts(Collections.emptyMap());

    private final Map<Fact, String> values;

    private Facts(Map<Fact, String> values) {
        this.values = values;
    }

    /** One fact. */
    public static Facts of(Fact fact, @Nullable Object value) {
        return NONE.and(fact, value);
    }

    /** These facts and one more. A null value is stated as absent. */
    public Facts and(Fact fact, @Nullable Object value) {
        Map<Fact, String> more = new EnumMap<>(Fact.class);
        more.putAll(values);
        more.put(fact, shortened(render(value)));
        return new Facts(Collections.unmodifiableMap(more));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The facts by name, in order. */
    public Map<Fact, String> values() {
        return values;
    }

    private static String render(@Nullable Object value) {
        if (value == null) {
            return ABSENT;
        }
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        if (value instanceof Set<?> set) {
            // Sets of enums arrive in no order; the case digest is taken over this text.
            Set<String> sorted = new TreeSet<>();
            set.forEach(element -> sorted.add(String.valueOf(element)));
            return sorted.isEmpty() ? ABSENT : String.join(" ", sorted);
        }
        return value.toString();
    }

    private static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "… (" + text.length() + " characters)";
    }
}
