// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
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
    private final AtomicReference<Status> status;

    public RegistryHealth(Clock clock) {
        this.clock = clock;
        this.status = new AtomicReference<>(new Status(true, clock.instant(), null));
    }

    public Status status() {
        return status.get();
    }

    /** Returns the status before, so that exactly one of several threads sees the change. */
    Status failed(RegistryUnavailable problem) {
        return status.getAndUpdate(before ->
                new Status(false, before.available() ? clock.instant() : before.since(), problem.getMessage()));
    }

    /** Returns the status before, so that exactly one of several threads sees the change. */
    Status answered() {
        return status.getAndUpdate(before -> before.available() ? before : new Status(true, clock.instant(), null));
    }
}
