// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.time.Duration;

/** The bench's end of a {@link ContenderProcess}. Runs one contender at a time; closing it stops that, too. */
final class ContenderJvm implements AutoCloseable {

    private final ChildJvm jvm;

    ContenderJvm(ChildJvm jvm) {
        this.jvm = jvm;
    }

    /** Starts a contender, and does not wait for it. */
    void start(Application application) {
        jvm.writeLine(application.contender().name() + " " + application.id());
    }

    /**
     * Stops the contender that runs, and waits until it has left its group and its garbage is collected.
     *
     * @throws IllegalStateException when the JVM ended instead
     */
    void stop() {
        jvm.writeLine(ContenderProcess.STOP);
        String answer = answer();
        if (!answer.equals(ContenderProcess.STOPPED)) {
            throw new IllegalStateException("A contender that was to stop said: " + answer);
        }
    }

    private String answer() {
        String line = jvm.readLine();
        while (!line.startsWith(ContenderProcess.ANSWER)) {
            line = jvm.readLine();
        }
        return line.substring(ContenderProcess.ANSWER.length());
    }

    /** User and system time so far of the stream threads of the contender that runs. */
    Duration streamThreadsCpuTime() {
        jvm.writeLine(ContenderProcess.STREAM_THREADS_CPU);
        return Duration.ofNanos(Long.parseLong(answer()));
    }

    /** User and system time so far of the whole JVM, all contenders that ran in it included. */
    Duration cpuTime() {
        return jvm.cpuTime();
    }

    void requireAlive() {
        jvm.requireAlive();
    }

    @Override
    public void close() {
        jvm.close();
    }
}
