// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import java.util.List;
import java.util.Optional;

/** How far the stream threads of a process are. Thread-safe. */
@FunctionalInterface
public interface WorkingThreads {

    /** For when nobody says. */
    WorkingThreads NONE = List::of;

    /** Those that have polled, and have not ended. */
    List<WorkingThread> threads();

    /**
     * One of them.
     *
     * @param name the thread's
     * @param steps another number than before whenever it has come to a poll, or begun or finished a record
     * @param waits whether it waits for the schema registry, which has an end of its own
     * @param at the record that it works on, for a human
     */
    record WorkingThread(String name, long steps, boolean waits, Optional<String> at) {}
}
