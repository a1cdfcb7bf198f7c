// SPDX-License-Identifier: Apache-2.0
package io.consentgate.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What one record may cost the thread that handles it. Time of the processor and not of the clock, so that a machine with
 * other work on it fails nothing; generous, since instrumented code takes several times its time. A record for which classes
 * are loaded, and instrumented, is not judged.
 */
public final class Budget {

    private static final ClassLoadingMXBean CLASSES = ManagementFactory.getClassLoadingMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final Duration LONGEST = Duration.ofSeconds(4);
    private static final long MOST_BYTES = 256L << 20;
    private static final long MOST_BYTES_FOR_EACH = 64;

    private Budget() {}

    /** Something that handles a record. */
    @FunctionalInterface
    public interface Work<X extends Exception> {
        void run() throws X;
    }

    /**
     * Does it, and fails if it took too much, whether or not it ended well.
     *
     * @param bytes of the input
     */
    public static <X extends Exception> void of(long bytes, Work<X> work) throws X {
        long classes = CLASSES.getTotalLoadedClassCount();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        try {
            work.run();
        } finally {
            cpu = THREADS.getCurrentThreadCpuTime() - cpu;
            allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
            if (CLASSES.getTotalLoadedClassCount() == classes) {
                require("nanoseconds", cpu, LONGEST.toNanos());
                require("bytes allocated", allocated, MOST_BYTES + MOST_BYTES_FOR_EACH * bytes);
            }
        }
    }

    private static void require(String what, long spent, long most) {
        if (spent > most) {
            throw new AssertionError(spent + " " + what + ", where one record may cost " + most);
        }
    }
}
