// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How long readers wait for what the registry does not return. All readers of publishers' records follow the same rule,
 * {@link SchemaDoubts}.
 *
 * @param registry waits, and limits a thread's total waiting time for single schemas; its owner must close it
 * @param whileAway waiting time for a registry that returns no schema at all; covers all reads for one record
 * @param whilePartlyAway waiting time while some address returns no schema; afterwards, the other addresses count as
 *     the registry
 * @param perSchema waiting time for a schema that the registry does not return, while it returns others
 */
public record RegistryPatience(
        RegistryWait registry, Duration whileAway, Duration whilePartlyAway, Duration perSchema) {

    /**
     * Long enough for a node's restart or a new leader. This time counts as patience for the schema, so that the wait
     * ends well within the minute for which brokers keep the thread's transaction open.
     */
    public static final Duration LONGEST_WHILE_PARTLY_AWAY = Duration.ofSeconds(30);

    /**
     * Limits {@code whilePartlyAway} to half of {@code whileAway}, so that no record is given up while the registry is
     * only partly away.
     */
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
