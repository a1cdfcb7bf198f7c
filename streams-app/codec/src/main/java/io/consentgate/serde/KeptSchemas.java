// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * Limits cached schemas by size, not by number: an attacker may register schemas of the largest accepted size, and use
 * them one after the other. A parsed schema takes about twenty bytes per character of its text.
 */
final class KeptSchemas {

    /** For all schemas in one cache; a hundred times the size of the contract's longest schema. */
    private static final long MOST_CHARACTERS = 2_000_000;

    private KeptSchemas() {}

    /**
     * A cache of values that each hold a schema.
     *
     * @param schema returns the schema of a value
     */
    static <V> Caffeine<Object, V> of(Function<V, Schema> schema) {
        return Caffeine.newBuilder()
                .maximumWeight(MOST_CHARACTERS)
                .weigher((Object key, V value) -> sizeOf(schema.apply(value)));
    }

    /** A cache keyed by schema object identity. */
    static Caffeine<Schema, Object> byIdentity() {
        return Caffeine.newBuilder()
                .weakKeys()
                .maximumWeight(MOST_CHARACTERS)
                .weigher((Schema schema, Object value) -> sizeOf(schema));
    }

    private static int sizeOf(Schema schema) {
        return schema.toString().length();
    }
}
