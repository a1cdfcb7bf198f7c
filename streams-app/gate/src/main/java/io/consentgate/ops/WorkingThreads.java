// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import java.util.List;
import java.util.Optional;

/** The progress of the process's stream threads. Thread-safe. */
@FunctionalInterface
public interface WorkingThreads {

    /** Knows no threads. */
    WorkingThreads NONE = List::of;

    /** The threads that have polled and not ended. */
    List<WorkingThread> threads();

    /**
     * One thread's progress.
     *
     * @param name the thread's name
     * @param steps changes at each poll, and when a record begins or ends
     * @param waits whether the thread waits for the schema registry; this wait has its own limit
     * @param at the record being processed, for display
     */
    record WorkingThread(String name, long steps, boolean waits, Optional<String> at) {}
}
