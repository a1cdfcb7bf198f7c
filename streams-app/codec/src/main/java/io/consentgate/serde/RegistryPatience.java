// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How long who reads records waits for what the registry does not give. Every reader of publishers' records decides by the
 * same rule, {@link SchemaDoubts}.
 *
 * @param registry waits, and bounds all waits of a thread for single schemas together; its owner's to close
 * @param whileAway for a registry that gives no schema at all; for all that is read for one record
 * @param whilePartlyAway for one of which some address gives none, before the others are taken to be the registry
 * @param perSchema for a schema that the registry does not give while it gives others
 */
public record RegistryPatience(
        RegistryWait registry, Duration whileAway, Duration whilePartlyAway, Duration perSchema) {

    /**
     * A node that restarts is back by then, or another is its leader. It counts as patience for the schema that was waited for,
     * so that it ends well within the minute for which brokers keep the thread's transaction open.
     */
    public static final Duration LONGEST_WHILE_PARTLY_AWAY = Duration.ofSeconds(30);

    /** As the other constructor. Who gives up on a registry that is away never does so for one that is partly away. */
    public RegistryPatience(RegistryWait registry, Duration whileAway, Duration perSchema) {
        this(registry, whileAway, shorter(LONGEST_WHILE_PARTLY_AWAY, whileAway.dividedBy(2)), perSchema);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** @param giving asks each address of the registry for some other schema */
    SchemaDoubts doubts(Supplier<SchemaSource.Giving> giving) {
        return new SchemaDoubts(perSchema, whilePartlyAway, registry, giving, Ticker.systemTicker());
    }

    <T> T read(
            SchemaDoubts doubts,
            Headers headers,
            byte @Nullable [] value,
            RegistryWait.Attempt<T, UndecodableException> attempt)
            throws UndecodableException {
        return registry.await(whileAway, () -> doubts.attempt(headers, value, attempt));
    }

    /** The same for a record that was read before. */
    <T> T readOnceMore(
            SchemaDoubts doubts,
            Headers headers,
            byte @Nullable [] value,
            RegistryWait.Attempt<T, UndecodableException> attempt)
            throws UndecodableException {
        return registry.await(whileAway, () -> doubts.attemptOnceMore(headers, value, attempt));
    }
}
