// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.bench.ContenderProcess.Order;
import java.time.Duration;

/**
 * The bench's handle for a {@link ContenderProcess}. Closing it also stops the applications in it. Used by one thread.
 */
final class ContenderJvm implements AutoCloseable {

    private final ChildJvm jvm;

    ContenderJvm(ChildJvm jvm) {
        this.jvm = jvm;
    }

    /** Starts an application, without waiting until it works. */
    void start(Application application) {
        order(Order.START, application);
    }

    /**
     * Stops an application, and waits until it has left its group and its garbage is collected.
     *
     * @throws IllegalStateException when the JVM ended instead
     */
    void stop(Application application) {
        order(Order.STOP, application);
    }

    /**
     * Holds an application in its next poll that returns records.
     *
     * @return whether it is held; false when no such poll came within a second, after which the order still stands
     */
    boolean hold(Application application) {
        return order(Order.HOLD, application).equals("1");
    }

    /** Releases a held application. */
    void let(Application application) {
        order(Order.LET, application);
    }

    /** Number of records that an application's consumers have received so far. */
    long passed(Application application) {
        return Long.parseLong(order(Order.PASSED, application));
    }

    /** User and system time so far of an application's stream threads. */
    Duration streamThreadsCpuTime(Application application) {
        return Duration.ofNanos(Long.parseLong(order(Order.STREAM_THREADS_CPU, application)));
    }

    /** User and system time so far of the whole JVM, of all applications that ran in it. */
    Duration cpuTime() {
        return jvm.cpuTime();
    }

    /** Freezes all its threads. The JVM answers nothing until {@link #resume}. */
    void suspend() {
        jvm.suspend();
    }

    /** Continues the JVM; does nothing if it is not suspended. */
    void resume() {
        jvm.resume();
    }

    void requireAlive() {
        jvm.requireAlive();
    }

    private String order(Order order, Application application) {
        jvm.writeLine(
                String.join(" ", order.name(), application.contender().ordered().name(), application.id()));
        String line = jvm.readLine();
        // The JVM itself also writes to standard output, during flight recording or logging.
        while (!line.startsWith(ContenderProcess.ANSWER)) {
            line = jvm.readLine();
        }
        return line.substring(ContenderProcess.ANSWER.length());
    }

    @Override
    public void close() {
        jvm.close();
    }
}
