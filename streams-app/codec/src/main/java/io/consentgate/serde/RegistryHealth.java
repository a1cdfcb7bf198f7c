// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Whether the registry answers, as far as those who needed it could tell. Thread-safe. */
public final class RegistryHealth {

    /**
     * A view of one moment.
     *
     * @param since since when it has been as it is
     * @param problem what the last failed attempt said, null while available
     */
    public record Status(
            boolean available, Instant since, @Nullable String problem) {}

    private final Clock clock;
    private volatile Status status;
    private final LongAdder parkedSchemas = new LongAdder();
    private final LongAdder schemaWaitsCutShort = new LongAdder();

    public RegistryHealth(Clock clock) {
        this.clock = clock;
        this.status = new Status(true, clock.instant(), null);
    }

    public Status status() {
        return status;
    }

    /** How many schemas were found to be missing for good, each time; see {@link SchemaDoubts}. */
    public long parkedSchemas() {
        return parkedSchemas.sum();
    }

    /** How many records of a missing schema were not waited for, since their thread had waited enough. */
    public long schemaWaitsCutShort() {
        return schemaWaitsCutShort.sum();
    }

    void schemaParked() {
        parkedSchemas.increment();
    }

    void schemaWaitCutShort() {
        schemaWaitsCutShort.increment();
    }

    /** Returns the status before, so that exactly one of several threads sees the change. */
    synchronized Status failed(RegistryUnavailable problem) {
        Status before = status;
        status = new Status(false, before.available() ? clock.instant() : before.since(), problem.getMessage());
        return before;
    }

    /** Returns the status before, so that exactly one of several threads sees the change. */
    synchronized Status answered() {
        Status before = status;
        if (!before.available()) {
            status = new Status(true, clock.instant(), null);
        }
        return before;
    }
}
