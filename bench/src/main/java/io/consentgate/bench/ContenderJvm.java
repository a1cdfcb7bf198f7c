// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.bench.ContenderProcess.Order;
import java.time.Duration;

/** The bench's end of a {@link ContenderProcess}. Closing it stops what runs in it, too. Used by one thread. */
final class ContenderJvm implements AutoCloseable {

    private final ChildJvm jvm;

    ContenderJvm(ChildJvm jvm) {
        this.jvm = jvm;
    }

    /** Starts an application, and does not wait until it works. */
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
     * Lets an application wait in its next poll that brings records.
     *
     * @return whether it waits; false when there was no such poll for a second, after which it still is to wait
     */
    boolean hold(Application application) {
        return order(Order.HOLD, application).equals("1");
    }

    /** Lets an application that was held go on. */
    void let(Application application) {
        order(Order.LET, application);
    }

    /** How many records an application's consumers have been given so far. */
    long passed(Application application) {
        return Long.parseLong(order(Order.PASSED, application));
    }

    /** User and system time so far of an application's stream threads. */
    Duration streamThreadsCpuTime(Application application) {
        return Duration.ofNanos(Long.parseLong(order(Order.STREAM_THREADS_CPU, application)));
    }

    /** User and system time so far of the whole JVM, all applications that ran in it included. */
    Duration cpuTime() {
        return jvm.cpuTime();
    }

    /** Stops all of its threads where they are. It answers nothing until {@link #resume}. */
    void suspend() {
        jvm.suspend();
    }

    /** Lets it go on; does nothing if it is not suspended. */
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
        // The JVM itself writes to standard output, too, when it records a flight or logs.
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
