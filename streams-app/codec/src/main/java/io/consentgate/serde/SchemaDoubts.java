// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.consentgate.serde.RegistryWait.Attempt;
import io.consentgate.serde.UndecodableException.Reason;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about a record whose schema the registry does not return.
 *
 * <ul>
 *   <li>The registry refuses, fails or answers nonsense, for other schemas too: it is away. This proves nothing about
 *       the data, and the time does not count against the schema.
 *   <li>The registry denies this schema, or does not return it while it returns others. The record waits, because a
 *       follower may lag behind its leader. If this lasts as long as the patience, the record is proven bad.
 *   <li>The registry does not return this schema, and only some of its addresses return others. At first it counts as
 *       away, for as long as a node takes to come back. After that the second case applies, and the time before counts.
 *       A schema that only some addresses deny is never called unknown.
 *   <li>The thread has used up its time in this minute for waiting or asking for such schemas. The record then counts
 *       as one without a schema. Otherwise, a flood of invented ids would stop the thread. Schemas that were returned
 *       before are not affected.
 * </ul>
 *
 * <p>Findings are kept for a limited number of schemas and a limited time. For each of them, the registry is asked once
 * per {@link #ASK_AGAIN_AFTER}, or less often if it answers slowly. A schema that the registry then returns ends the
 * doubt. For one reader; thread-safe.
 */
final class SchemaDoubts {

    /** For this long, records may still be called bad after the registry has the schema. */
    static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(10);

    /** Longest interval, for a registry that answers slowly. */
    static final Duration ASK_AGAIN_AT_LAST = Duration.ofMinutes(4);

    /** Requests for one given-up schema take at most one part in this many of the time. */
    private static final int SHARE_OF_ASKING = 20;

    /**
     * Counts from the last request. An id used before its registration must not use up the patience of later records.
     */
    static final Duration FORGET_AFTER = Duration.ofMinutes(5);

    /**
     * Two partial outages within this time count as one, since requests are rare between them. Otherwise, a record with
     * an invented schema every few minutes would block its thread for much of a long outage.
     */
    private static final Duration PARTLY_AWAY_STILL = Duration.ofHours(1);

    /** Limits the number of additional requests during a flood of schemas in doubt. */
    private static final Duration PROOF_HOLDS = Duration.ofSeconds(1);

    private static final long MOST_SCHEMAS = 10_000;

    private static final long NOT_MEASURED = Long.MIN_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(SchemaDoubts.class);

    /**
     * The registry has not returned a schema so far.
     *
     * @param since time of the first request
     * @param asked time of the last request
     * @param took duration of the last request
     * @param meaning the verdict on the record if this lasts
     */
    private record Doubt(long since, long asked, long took, UndecodableException meaning) {
        boolean hasLasted(Duration patience) {
            return asked - since >= patience.toNanos();
        }

        boolean isDue(long now) {
            long pause = Math.max(ASK_AGAIN_AFTER.toNanos(), SHARE_OF_ASKING * took);
            return now - asked >= Math.min(ASK_AGAIN_AT_LAST.toNanos(), pause);
        }
    }

    /** First and last time when only some of the addresses returned schemas. */
    private record PartlyAway(long since, long seen) {}

    private final Duration patience;
    private final Duration whilePartlyAway;
    private final RegistryWait wait;
    private final Supplier<SchemaSource.Giving> asking;
    private final Ticker clock;
    private final Cache<SchemaRef, Doubt> doubts;
    /**
     * Time at which a schema was first missing while only some addresses returned others. If the partial outage lasts,
     * the wait since this time counts as patience for the schema.
     */
    private final Cache<SchemaRef, Long> awaited;
    /** Schemas that were returned, or found to be unusable. Each record looks here, so this is a plain set. */
    private final Set<SchemaRef> settled = ConcurrentHashMap.newKeySet();

    private volatile long askedAt;
    private volatile SchemaSource.@Nullable Giving giving;
    private volatile @Nullable PartlyAway partlyAway;

    /**
     * @param patience how long a schema must be missing
     * @param whilePartlyAway how long a registry counts as away while only some addresses return schemas
     * @param wait tells whether the calling thread may wait, and counts its time
     * @param asking asks the registry for some other schema
     */
    SchemaDoubts(
            Duration patience,
            Duration whilePartlyAway,
            RegistryWait wait,
            Supplier<SchemaSource.Giving> asking,
            Ticker clock) {
        this.patience = patience;
        this.whilePartlyAway = whilePartlyAway;
        this.wait = wait;
        this.asking = asking;
        this.clock = clock;
        this.doubts = remembering(clock);
        this.awaited = remembering(clock);
    }

    private static <V> Cache<SchemaRef, V> remembering(Ticker clock) {
        return Caffeine.newBuilder()
                .maximumSize(MOST_SCHEMAS)
                .expireAfterWrite(FORGET_AFTER)
                .ticker(clock)
                .build();
    }

    /**
     * Reads a record once, unless its schema is known to be missing.
     *
     * @throws UndecodableException if the record is bad
     * @throws RegistryUnavailable if this is undecided, of kind WITHHELD if only its schema is missing; callers should
     *     retry
     */
    <T> T attempt(Headers headers, byte @Nullable [] value, Attempt<T, UndecodableException> attempt)
            throws UndecodableException {
        return attempt(headers, value, false, attempt);
    }

    /**
     * The same for a record that was read before. Its schema is not invented, so its first request is always allowed.
     */
    <T> T attemptOnceMore(Headers headers, byte @Nullable [] value, Attempt<T, UndecodableException> attempt)
            throws UndecodableException {
        return attempt(headers, value, true, attempt);
    }

    private <T> T attempt(
            Headers headers, byte @Nullable [] value, boolean wasRead, Attempt<T, UndecodableException> attempt)
            throws UndecodableException {
        SchemaRef schema = schemaOf(headers, value);
        if (schema == null) {
            return attempt.run();
        }
        Doubt doubt = doubts.asMap().isEmpty() ? null : doubts.getIfPresent(schema);
        boolean isSettled = settled.contains(schema);
        if (doubt != null) {
            requireOpen(schema, doubt);
        } else if (!isSettled && !wasRead) {
            requireTimeToAsk(schema);
        }
        // Nearly every record's schema is settled, and needs no clock.
        long begun = isSettled ? NOT_MEASURED : clock.read();
        try {
            T result = attempt.run();
            if (!isSettled || doubt != null) {
                settle(schema);
            }
            return result;
        } catch (UndecodableException e) {
            if (e.reason() != Reason.UNKNOWN_SCHEMA) {
                if (!isSettled || doubt != null) {
                    settle(schema);
                }
                throw e;
            }
            // Only now do all addresses answer for this schema.
            awaited.invalidate(schema);
            throw withheld(schema, e, null, begun);
        } catch (RegistryUnavailable e) {
            if (!e.kind().mayConcernOneSchema()) {
                throw e;
            }
            throw notGiven(schema, e, begun);
        }
    }

    private void settle(SchemaRef schema) {
        doubts.invalidate(schema);
        awaited.invalidate(schema);
        if (settled.size() >= MOST_SCHEMAS) {
            settled.clear();
        }
        settled.add(schema);
    }

    private void requireOpen(SchemaRef schema, Doubt doubt) throws UndecodableException {
        boolean mayAsk = wait.mayAskForASchema();
        boolean isDue = doubt.isDue(clock.read());
        if (doubt.hasLasted(patience)) {
            if (!mayAsk || !isDue) {
                throw doubt.meaning();
            }
        } else if (!mayAsk || !(isDue || wait.mayWaitForASchema())) {
            throw cutShort(schema, doubt.meaning());
        }
    }

    private void requireTimeToAsk(SchemaRef schema) throws UndecodableException {
        if (!wait.mayAskForASchema()) {
            wait.health().schemaWaitCutShort();
            throw new UndecodableException(
                    Reason.UNRESOLVABLE_SCHEMA,
                    "the registry was not asked for " + schema
                            + ", since it takes too long over others that it does not give");
        }
    }

    /** A short absence proves nothing. */
    private UndecodableException cutShort(SchemaRef schema, UndecodableException meaning) {
        wait.health().schemaWaitCutShort();
        if (meaning.reason() == Reason.UNRESOLVABLE_SCHEMA) {
            return meaning;
        }
        return new UndecodableException(
                Reason.UNRESOLVABLE_SCHEMA,
                "the registry did not have " + schema + ", and too many others were waited for to ask again");
    }

    private RegistryUnavailable notGiven(SchemaRef schema, RegistryUnavailable answer, long begun)
            throws UndecodableException {
        switch (giving()) {
            case NO_ADDRESS -> {
                doubts.invalidate(schema);
                awaited.invalidate(schema);
                return answer;
            }
            case SOME_ADDRESSES -> {
                long now = clock.read();
                if (!isPartlyAwayForLong(now)) {
                    doubts.invalidate(schema);
                    awaited.asMap().putIfAbsent(schema, now);
                    return answer;
                }
            }
            case EVERY_ADDRESS -> {
                partlyAway = null;
                awaited.invalidate(schema);
            }
        }
        return withheld(
                schema,
                new UndecodableException(
                        Reason.UNRESOLVABLE_SCHEMA,
                        "the registry gives others, but not " + schema + ". " + answer.getMessage()),
                answer,
                begun);
    }

    private RegistryUnavailable withheld(
            SchemaRef schema, UndecodableException meaning, @Nullable RegistryUnavailable answer, long begun)
            throws UndecodableException {
        long now = clock.read();
        long took = begun == NOT_MEASURED ? 0 : now - begun;
        wait.askedForASchema(took);
        settled.remove(schema);
        Doubt before = doubts.getIfPresent(schema);
        Doubt doubt =
                new Doubt(before == null ? now - waitedForAddresses(schema, now) : before.since(), now, took, meaning);
        doubts.put(schema, doubt);
        if (doubt.hasLasted(patience)) {
            if (before == null || !before.hasLasted(patience)) {
                wait.health().schemaParked();
                LOG.atWarn()
                        .addKeyValue("reason", meaning.reason())
                        .log(
                                "Records of {} are bad from now on, until the registry gives it. {}",
                                schema,
                                meaning.getMessage());
            }
            throw meaning;
        }
        if (!wait.mayWaitForASchema()) {
            throw cutShort(schema, meaning);
        }
        return new RegistryUnavailable(RegistryUnavailable.Kind.WITHHELD, String.valueOf(meaning.getMessage()), answer);
    }

    /** How long the schema was awaited from unavailable addresses. During all this time it was requested. */
    private long waitedForAddresses(SchemaRef schema, long now) {
        Long since = awaited.asMap().remove(schema);
        if (since == null) {
            return 0;
        }
        wait.waitedForASchema(now - since);
        return now - since;
    }

    private SchemaSource.Giving giving() {
        SchemaSource.Giving known = giving;
        if (known == null || clock.read() - askedAt >= PROOF_HOLDS.toNanos()) {
            known = asking.get();
            giving = known;
            askedAt = clock.read();
        }
        return known;
    }

    private boolean isPartlyAwayForLong(long now) {
        PartlyAway before = partlyAway;
        long since = before == null || now - before.seen() >= PARTLY_AWAY_STILL.toNanos() ? now : before.since();
        partlyAway = new PartlyAway(since, now);
        return now - since >= whilePartlyAway.toNanos();
    }

    /** Null when the value names no schema. */
    private static @Nullable SchemaRef schemaOf(Headers headers, byte @Nullable [] value) {
        try {
            return WireFormat.read(headers, value).schema();
        } catch (UndecodableException e) {
            return null;
        }
    }
}
