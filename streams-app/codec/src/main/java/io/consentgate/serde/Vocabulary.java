// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.util.HashMap;
import java.util.Map;

/** The symbols of one enum known to this version; any other is {@code UNKNOWN}. */
final class Vocabulary<E extends Enum<E>> {

    private final Class<E> type;
    private final Map<String, E> byName = new HashMap<>();
    private final E unknown;

    Vocabulary(Class<E> type) {
        this.type = type;
        for (E constant : type.getEnumConstants()) {
            byName.put(constant.name(), constant);
        }
        this.unknown = Enum.valueOf(type, "UNKNOWN");
    }

    Class<E> type() {
        return type;
    }

    /** The vocabulary of an enum whose type is known only at run time. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    static Vocabulary<?> forType(Class<?> type) {
        return new Vocabulary(type.asSubclass(Enum.class));
    }

    /** Accepts Avro's symbols, generated enums, strings, and this enum's own constants. */
    E of(Object symbol) {
        if (type.isInstance(symbol)) {
            return type.cast(symbol);
        }
        String name = symbol instanceof Enum<?> constant ? constant.name() : symbol.toString();
        return byName.getOrDefault(name, unknown);
    }
}
