// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How long who reads records waits for what the registry does not give. Every reader of publishers' records decides by the
 * same rule, {@link SchemaDoubts}.
 *
 * @param registry waits, and bounds all waits of a thread for single schemas together; its owner's to close
 * @param whileAway for a registry that gives no schema at all; for all that is read for one record
 * @param perSchema for a schema that the registry does not give while it gives others
 */
public record RegistryPatience(RegistryWait registry, Duration whileAway, Duration perSchema) {

    /** @param givesOthers asks the registry for some other schema */
    SchemaDoubts doubts(BooleanSupplier givesOthers) {
        return new SchemaDoubts(perSchema, registry, givesOthers, Ticker.systemTicker());
    }

    <T> T read(
            SchemaDoubts doubts,
            Headers headers,
            byte @Nullable [] value,
            RegistryWait.Attempt<T, UndecodableException> attempt)
            throws UndecodableException {
        return registry.await(whileAway, () -> doubts.attempt(headers, value, attempt));
    }
}
