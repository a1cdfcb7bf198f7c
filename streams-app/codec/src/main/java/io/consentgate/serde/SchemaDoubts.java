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
 * Decides what it means for a record that the registry does not give its schema.
 *
 * <ul>
 *   <li>It refuses, fails or answers what means nothing, and gives no other schema either: it is away. That proves nothing
 *       about the data, and no such time counts against a schema.
 *   <li>It says that it does not have this one, or it does not give this one while it gives others: the record waits, for a
 *       follower may not have read yet what its leader took. What lasts as long as the patience is proof: the record is bad.
 *   <li>It does not give this one, and others only by some of its addresses: it is away, as in the first case, for as long as
 *       a node takes to come back; after that as in the second, where the time before counts. What only some of them deny is
 *       never called unknown.
 *   <li>The thread has waited, or asked, as long for such schemas as it may in a minute: the record is one whose schema cannot
 *       be had, else a flood of invented ids would stop the thread. Schemas that were given before do not suffer from it.
 * </ul>
 *
 * <p>What was found out is kept for a bounded number of schemas and for a while. The registry is asked about each of them
 * once in {@link #ASK_AGAIN_AFTER}, or less often where it takes its time to answer, so that a schema that it gives after all
 * ends the doubt. For one reader; thread-safe.
 */
final class SchemaDoubts {

    /** For as long, records that come after the registry has the schema may still be called bad. */
    static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(10);

    /** For where each question takes long. */
    static final Duration ASK_AGAIN_AT_LAST = Duration.ofMinutes(4);

    /** Of the time, what questions about one schema may take once it is given up. */
    private static final int SHARE_OF_ASKING = 20;

    /** Since the registry was asked last. Whoever uses an id before it exists must not take the patience from those after. */
    static final Duration FORGET_AFTER = Duration.ofMinutes(5);

    /**
     * Two outages of an address within it count as one, for nobody asks in between: else a record in some minutes that names
     * an invented schema would hold up its thread for much of a long one.
     */
    private static final Duration PARTLY_AWAY_STILL = Duration.ofHours(1);

    /** So that a flood of schemas in doubt does not double the number of questions. */
    private static final Duration PROOF_HOLDS = Duration.ofSeconds(1);

    private static final long MOST_SCHEMAS = 10_000;

    private static final long NOT_MEASURED = Long.MIN_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(SchemaDoubts.class);

    /**
     * That the registry did not give a schema, so far.
     *
     * @param since when it was asked first
     * @param asked when it was asked last
     * @param took how long it took to answer then
     * @param meaning what the record is if it stays so
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

    /** When it was first seen, and last, that some of the addresses give no schema while others do. */
    private record PartlyAway(long since, long seen) {}

    private final Duration patience;
    private final Duration whilePartlyAway;
    private final RegistryWait wait;
    private final Supplier<SchemaSource.Giving> asking;
    private final Ticker clock;
    private final Cache<SchemaRef, Doubt> doubts;
    /** When a schema was first not given while only some addresses gave others, for as long as that may pass. */
    private final Cache<SchemaRef, Long> awaited;
    /** Schemas that were given, or found to be of no use. Each record looks here, so it is a plain set. */
    private final Set<SchemaRef> settled = ConcurrentHashMap.newKeySet();

    private volatile long askedAt;
    private volatile SchemaSource.@Nullable Giving giving;
    private volatile @Nullable PartlyAway partlyAway;

    /**
     * @param patience how long it has to last
     * @param whilePartlyAway how long a registry counts as away of which some addresses give schemas
     * @param wait says whether the calling thread may wait, and counts
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
     * Reads a record, once, if its schema is not known to be missing.
     *
     * @throws UndecodableException if the record is bad
     * @throws RegistryUnavailable if that is open: of kind WITHHELD where only its schema is missing; to be tried again
     */
    <T> T attempt(Headers headers, byte @Nullable [] value, Attempt<T, UndecodableException> attempt)
            throws UndecodableException {
        return attempt(headers, value, false, attempt);
    }

    /** The same for a record that was read before: its schema is not invented, and is asked for however many others are. */
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
        // Nearly every record's is, and need not pay for a clock.
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
            // Whether the addresses that were away have it is known only now.
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

    /** An absence that has not lasted proves nothing. */
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

    /** How long the schema was awaited from addresses that were away; it was asked for all the while. */
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

    /** Null for what names none. */
    private static @Nullable SchemaRef schemaOf(Headers headers, byte @Nullable [] value) {
        try {
            return WireFormat.read(headers, value).schema();
        } catch (UndecodableException e) {
            return null;
        }
    }
}
