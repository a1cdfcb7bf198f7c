// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A JVM of the bench. Its errors and logs go to a file; the end of its standard input stops it. */
final class ChildJvm implements AutoCloseable {

    private static final long PATIENCE_S = 60;

    /** Ids of suspended processes, which would not notice the end of the bench. */
    private static final Set<Long> SUSPENDED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> SUSPENDED.forEach(ChildJvm::resume)));
    }

    private final Process process;
    private final BufferedReader output;
    private final Writer input;
    private final Path log;

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        this.log = log;
    }

    static ChildJvm start(
            Class<?> main, List<String> jvmOptions, List<String> arguments, Map<String, String> environment, Path log) {
        return start(System.getProperty("java.class.path"), main, jvmOptions, arguments, environment, log);
    }

    /** The same with another class path. */
    static ChildJvm start(
            String classPath,
            Class<?> main,
            List<String> jvmOptions,
            List<String> arguments,
            Map<String, String> environment,
            Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(classPath);
        command.add(main.getName());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        try {
            return new ChildJvm(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("Starting " + main.getSimpleName(), e);
        }
    }

    /** Waits for the JVM's next line of output. */
    String readLine() {
        try {
            String line = output.readLine();
            if (line == null) {
                throw new IllegalStateException("A child process ended before it answered. Its log is " + log);
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a line to its standard input. */
    void writeLine(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("A child process takes no input. Its log is " + log, e);
        }
    }

    /** User and system time so far, of all its threads, JIT compiler and garbage collector included. */
    Duration cpuTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /**
     * Freezes all its threads until {@link #resume}, by SIGSTOP. Needs a POSIX shell.
     *
     * @throws IllegalStateException when the signal could not be sent
     */
    void suspend() {
        SUSPENDED.add(process.pid());
        signal("STOP", process.pid());
    }

    /**
     * Continues the process. Does nothing if it is not suspended, or has ended.
     *
     * @throws IllegalStateException when the signal could not be sent
     */
    void resume() {
        resume(process.pid());
    }

    private static void resume(long pid) {
        if (SUSPENDED.remove(pid) && ProcessHandle.of(pid).isPresent()) {
            signal("CONT", pid);
        }
    }

    private static void signal(String name, long pid) {
        try {
            int result = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                    .inheritIO()
                    .start()
                    .waitFor();
            if (result != 0) {
                throw new IllegalStateException(
                        "No signal " + name + " could be sent to a child process; has it ended?");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Sending a signal needs a POSIX shell", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "A child process ended with exit code " + process.exitValue() + ". Its log is " + log);
        }
    }

    @Override
    public void close() {
        try {
            resume();
            input.close();
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
