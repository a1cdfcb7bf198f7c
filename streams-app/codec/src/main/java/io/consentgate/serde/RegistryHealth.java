// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Whether the registry answers, as seen by this process's requests. Thread-safe. */
public final class RegistryHealth {

    /**
     * The status at one moment.
     *
     * @param since start of the current status
     * @param problem message of the last failed attempt, null while available
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

    /** How often a schema was found to be permanently missing; see {@link SchemaDoubts}. */
    public long parkedSchemas() {
        return parkedSchemas.sum();
    }

    /**
     * Number of records with a missing schema that were not waited for, because their thread had used up its waiting
     * time.
     */
    public long schemaWaitsCutShort() {
        return schemaWaitsCutShort.sum();
    }

    void schemaParked() {
        parkedSchemas.increment();
    }

    void schemaWaitCutShort() {
        schemaWaitsCutShort.increment();
    }

    /** Returns the previous status, so that exactly one of several threads sees the change. */
    synchronized Status failed(RegistryUnavailable problem) {
        Status before = status;
        status = new Status(false, before.available() ? clock.instant() : before.since(), problem.getMessage());
        return before;
    }

    /** Returns the previous status, so that exactly one of several threads sees the change. */
    synchronized Status answered() {
        Status before = status;
        if (!before.available()) {
            status = new Status(true, clock.instant(), null);
        }
        return before;
    }
}
