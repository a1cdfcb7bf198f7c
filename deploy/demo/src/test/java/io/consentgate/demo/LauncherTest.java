// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code gate}, on a checkout of its own, with a Maven and a Java that only say how they were called. */
class LauncherTest {

    private static final Path LAUNCHER = Path.of("..", "..", "gate");

    @TempDir
    Path folder;

    private record Run(int exitCode, List<String> output) {}

    @BeforeEach
    void checkOut() throws IOException {
        Files.copy(LAUNCHER, folder.resolve("gate"));
        Files.createDirectories(folder.resolve("tools"));
        script("jdk/bin/java", "echo java \"$@\"; printf '%s\\n' \"$@\" > '" + folder.resolve("arguments") + "'");
    }

    private void script(String path, String command) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + command + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Run gate(String path, String... arguments) throws IOException, InterruptedException {
        return gate(Map.of(), path, arguments);
    }

    private Run gate(Map<String, String> environment, String path, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("bash", folder.resolve("gate").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("GATE_JAVA_OPTS");
        builder.environment().putAll(environment);
        builder.environment().put("PATH", path);
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        Process process = builder.start();
        List<String> output = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        return new Run(process.waitFor(), output);
    }

    private String withMaven(String command) throws IOException {
        script("tools/mvn", command);
        return folder.resolve("tools") + ":" + System.getenv("PATH");
    }

    @Test
    void shouldBuildOnceAndHandOverTheCommandLine() throws Exception {
        String path = withMaven("echo built >> \"" + folder.resolve("builds") + "\"");

        Run first = gate(path, "topics", "check");
        Run second = gate(path, "topics", "create");

        assertThat(first.exitCode()).isZero();
        assertThat(first.output()).last().asString().startsWith("java ").endsWith(" topics check");
        assertThat(second.output())
                .singleElement()
                .asString()
                .startsWith("java ")
                .endsWith(" topics create");
        assertThat(folder.resolve("builds")).hasContent("built");
        assertThat(folder.resolve("arguments")).content().contains("-Xmx1g\n");
    }

    @Test
    void shouldStartTheJvmWithTheOptionsThatAreSetForIt() throws Exception {
        Run run = gate(Map.of("GATE_JAVA_OPTS", "-Xmx3g -Dkey=value"), withMaven("true"), "topics", "check");

        assertThat(run.exitCode()).isZero();
        assertThat(Files.readAllLines(folder.resolve("arguments")))
                .startsWith("-Xmx3g", "-Dkey=value", "-XX:+ExitOnOutOfMemoryError", "-cp")
                .endsWith("topics", "check");
    }

    @Test
    void shouldNotCallAFailedBuildAWrongCommandLine() throws Exception {
        Run run = gate(withMaven("echo cannot compile; exit 1"), "run");

        assertThat(run.exitCode()).isEqualTo(ExitCode.CRASHED);
        assertThat(run.output()).contains("cannot compile").last().asString().contains("the build failed");
    }

    @Test
    void shouldBuildByTheWrapperWhereThereIsNoMaven() throws Exception {
        script("mvnw", "echo \"$@\" >> '" + folder.resolve("builds") + "'");
        for (String tool : List.of("cat", "dirname", "find", "grep", "mkdir", "touch")) {
            script("tools/" + tool, "PATH=/usr/bin:/bin exec " + tool + " \"$@\"");
        }

        Run run = gate(folder.resolve("tools").toString(), "run");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).last().asString().startsWith("java ").endsWith(" run");
        assertThat(folder.resolve("builds")).content().contains("-pl deploy/demo -am package");
    }
}
