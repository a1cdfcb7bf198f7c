// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.util.HashMap;
import java.util.Map;

/** The symbols of one enum, as this version knows them; any other is {@code UNKNOWN}. */
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

    /** Takes Avro's symbols, generated enums and strings alike. */
    E of(Object symbol) {
        String name = symbol instanceof Enum<?> constant ? constant.name() : symbol.toString();
        return byName.getOrDefault(name, unknown);
    }
}
