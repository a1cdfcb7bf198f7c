// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.consentgate.serde.RegistryWait.Attempt;
import io.consentgate.serde.UndecodableException.Reason;
import java.time.Duration;
import java.util.function.BooleanSupplier;
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
 *   <li>The thread has waited as long for such schemas as it may in a minute: the first answer counts, else a flood of
 *       invented ids would stop it.
 * </ul>
 *
 * <p>What was found out is kept for a bounded number of schemas and for a while. The registry is asked about each of them
 * once in {@link #ASK_AGAIN_AFTER}, so that a schema that it gives after all ends the doubt. For one reader; thread-safe.
 */
final class SchemaDoubts {

    /** For as long, records that come after the registry has the schema may still be called bad. */
    static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(10);

    /** Since the registry was asked last. Whoever uses an id before it exists must not take the patience from those after. */
    static final Duration FORGET_AFTER = Duration.ofMinutes(5);

    /** So that a flood of schemas in doubt does not double the number of questions. */
    private static final Duration PROOF_HOLDS = Duration.ofSeconds(1);

    private static final long MOST_SCHEMAS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(SchemaDoubts.class);

    /**
     * That the registry did not give a schema, so far.
     *
     * @param since when it was asked first
     * @param asked when it was asked last
     * @param meaning what the record is if it stays so
     */
    private record Doubt(long since, long asked, UndecodableException meaning) {
        boolean hasLasted(Duration patience) {
            return asked - since >= patience.toNanos();
        }
    }

    private final Duration patience;
    private final RegistryWait wait;
    private final BooleanSupplier givesOthers;
    private final Ticker clock;
    private final Cache<SchemaRef, Doubt> doubts;
    private volatile long provenAt;
    private volatile boolean proven;

    /**
     * @param patience how long it has to last
     * @param wait says whether the calling thread may wait, and counts
     * @param givesOthers asks the registry for some other schema: whether each of its addresses gives one
     */
    SchemaDoubts(Duration patience, RegistryWait wait, BooleanSupplier givesOthers, Ticker clock) {
        this.patience = patience;
        this.wait = wait;
        this.givesOthers = givesOthers;
        this.clock = clock;
        this.doubts = Caffeine.newBuilder()
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
        // Most of the time there is none, and no record pays for it.
        SchemaRef inDoubt = doubts.asMap().isEmpty() ? null : schemaOf(headers, value);
        Doubt doubt = inDoubt == null ? null : doubts.getIfPresent(inDoubt);
        if (doubt != null) {
            requireOpen(doubt);
        }
        T result;
        try {
            result = attempt.run();
        } catch (UndecodableException e) {
            SchemaRef schema = e.reason() == Reason.UNKNOWN_SCHEMA ? schemaOf(headers, value) : null;
            if (schema == null) {
                throw e;
            }
            throw withheld(schema, e, null);
        } catch (RegistryUnavailable e) {
            SchemaRef schema = e.kind().mayConcernOneSchema() ? schemaOf(headers, value) : null;
            if (schema == null) {
                throw e;
            }
            throw notGiven(schema, e);
        }
        if (inDoubt != null && doubt != null) {
            doubts.invalidate(inDoubt);
        }
        return result;
    }

    private void requireOpen(Doubt doubt) throws UndecodableException {
        if (clock.read() - doubt.asked() >= ASK_AGAIN_AFTER.toNanos()) {
            return;
        }
        if (doubt.hasLasted(patience)) {
            throw doubt.meaning();
        }
        if (!wait.mayWaitForASchema()) {
            wait.health().schemaWaitCutShort();
            throw doubt.meaning();
        }
    }

    private RegistryUnavailable notGiven(SchemaRef schema, RegistryUnavailable answer) throws UndecodableException {
        if (!registryGivesOthers()) {
            doubts.invalidate(schema);
            return answer;
        }
        return withheld(
                schema,
                new UndecodableException(
                        Reason.UNRESOLVABLE_SCHEMA,
                        "the registry gives others, but not " + schema + ". " + answer.getMessage()),
                answer);
    }

    private RegistryUnavailable withheld(
            SchemaRef schema, UndecodableException meaning, @Nullable RegistryUnavailable answer)
            throws UndecodableException {
        long now = clock.read();
        Doubt before = doubts.getIfPresent(schema);
        Doubt doubt = new Doubt(before == null ? now : before.since(), now, meaning);
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
            wait.health().schemaWaitCutShort();
            throw meaning;
        }
        return new RegistryUnavailable(RegistryUnavailable.Kind.WITHHELD, String.valueOf(meaning.getMessage()), answer);
    }

    private boolean registryGivesOthers() {
        if (!proven || clock.read() - provenAt >= PROOF_HOLDS.toNanos()) {
            proven = givesOthers.getAsBoolean();
            provenAt = clock.read();
        }
        return proven;
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
