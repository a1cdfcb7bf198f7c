// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.cli.GateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A gate in a process of its own, run by its command line as an operator runs it, so that it can be killed as the kernel
 * kills one. Not thread-safe.
 */
final class GateProcess implements AutoCloseable {

    private static final long STOP_PATIENCE_SECONDS = 60;

    private final Path log;
    private final ProcessBuilder builder;
    private Process process;

    /**
     * Describes a gate; nothing runs yet.
     *
     * @param folder for its configuration, its state and its log
     * @param settings by their names in the environment, without the prefix
     */
    GateProcess(Path folder, Cluster cluster, Map<String, String> settings) {
        Path config = folder.resolve("gate.yaml");
        this.log = folder.resolve("gate.log");
        List<String> lines = new ArrayList<>();
        lines.add("instance-id: gate-1");
        lines.add("state-dir: " + folder.resolve("state"));
        lines.add("threads: 2");
        lines.add("kafka:");
        lines.add("  bootstrap.servers: " + cluster.bootstrapServers());
        lines.add("registry:");
        lines.add("  urls: [" + cluster.registryUrl() + "]");
        try {
            Files.write(config, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the gate's configuration", e);
        }
        this.builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        // What production logs with; tests have quieter settings on the same class path.
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GateCommand.class.getName(),
                        "run",
                        "--config",
                        config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("CONSENT_GATE_"));
        builder.environment().put("GATE_LOG_LEVEL", "DEBUG");
        // Another test's gate may run at the same time.
        builder.environment().put("CONSENT_GATE_OPS_PORT", "0");
        settings.forEach((name, value) -> builder.environment().put("CONSENT_GATE_" + name, value));
    }

    void start() {
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the gate", e);
        }
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** SIGKILL: no shutdown hook runs, nothing is flushed. Returns when the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * SIGTERM, as a supervisor stops it.
     *
     * @return its exit code; TERMINATED is the JVM's for a SIGTERM that was obeyed
     */
    int stop() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    /** Its exit code, when it ends by itself. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the gate did not end within " + STOP_PATIENCE_SECONDS + " s; its log: " + log());
        }
        return process.exitValue();
    }

    /** All that it has written to standard output and standard error so far, over all its lives. */
    String log() {
        try {
            return Files.exists(log) ? Files.readString(log, UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the gate's log", e);
        }
    }

    @Override
    public void close() {
        if (isAlive()) {
            process.destroyForcibly();
        }
    }
}
