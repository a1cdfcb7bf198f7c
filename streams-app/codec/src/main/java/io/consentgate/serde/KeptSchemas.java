// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * Bounds what is kept of schemas by how large they are and not by how many: who may register schemas registers the largest that
 * are taken, and names one after the other. A parsed schema takes some twenty bytes for each character of its text.
 */
final class KeptSchemas {

    /** Of all that one cache keeps, a hundred times what one of the contract's has. */
    private static final long MOST_CHARACTERS = 2_000_000;

    private KeptSchemas() {}

    /**
     * A cache of values that each hold a schema.
     *
     * @param schema the one that a value holds
     */
    static <V> Caffeine<Object, V> of(Function<V, Schema> schema) {
        return Caffeine.newBuilder()
                .maximumWeight(MOST_CHARACTERS)
                .weigher((Object key, V value) -> sizeOf(schema.apply(value)));
    }

    /** A cache of what is known of each schema, by the very object. */
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
