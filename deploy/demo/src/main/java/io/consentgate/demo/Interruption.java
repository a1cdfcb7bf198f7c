// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import io.consentgate.cli.ExitCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C end the command in order, with the command's own exit code. The JVM's shutdown waits for the command to
 * finish, and then halts with this code instead of 130.
 */
final class Interruption implements AutoCloseable {

    private static final long PATIENCE_MINUTES = 3;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;
    private volatile int exitCode = ExitCode.CRASHED;

    private Interruption(Runnable stop) {
        this.hook = new Thread(() -> end(stop), "interruption");
    }

    /** Until it is closed, a request to end the JVM runs {@code stop}. */
    static Interruption callsWhenAsked(Runnable stop) {
        Interruption interruption = new Interruption(stop);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Sets the exit code, and returns it. */
    int endsWith(int code) {
        exitCode = code;
        return code;
    }

    private void end(Runnable stop) {
        stop.run();
        try {
            if (!finished.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                exitCode = ExitCode.CRASHED;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException underWay) {
            // The hook already runs, and ends the JVM with this code.
        }
    }
}
