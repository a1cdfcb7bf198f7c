// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.cli.GateCommand;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types what the pages for newcomers say, in their order: each line of each block marked {@code bash}, in a folder with the
 * samples and a {@code gate}. Only the ports are others, since the usual ones may be taken. A line that begins a stack, a gate or a
 * console goes on in the background, as in a terminal of its own.
 */
class DocsIT {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final List<String> PAGES =
            List.of("README.md", "docs/start.md", "docs/publishing.md", "docs/reviewing.md");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```bash\\n(.*?)^```");
    private static final Pattern COMMENT = Pattern.compile("\\s+#.*$");
    private static final Pattern EXIT_CODE = Pattern.compile("# exits with (\\d+)");
    private static final Pattern LASTING = Pattern.compile("\\./gate (stack|run|review)\\b");

    /** What a person looks at again a moment later when nothing is there yet. */
    private static final Pattern LOOKED_AT_AGAIN = Pattern.compile("\\./gate (read|cases show) ");

    /** What the pages say comes of a command, by a part of it. */
    private static final Map<String, String> COMES_OF = Map.of(
            "demo --for", "RECONCILED",
            "publish consent-state", "published to consent-state",
            "read quarantine", "consent-gate-rules",
            "cases list --rule MSG-CONSENT-WITHDRAWN", "outbound-messages.3.3",
            "decide outbound-messages.3.3", "APPLIED",
            "decide outbound-messages.2.10", "goes on",
            "read review-outcomes", "\"result\"",
            "check case.jsonl", "MSG-CONSENT-WITHDRAWN");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> lasting = new ArrayList<>();
    private final List<String> exports = new ArrayList<>();
    private int opsPort;
    private int consolePort;

    private record Run(int exitCode, String output) {}

    @BeforeEach
    void checkOut() throws IOException {
        opsPort = freePort();
        consolePort = freePort();
        Files.createSymbolicLink(folder.resolve("deploy"), ROOT.resolve("deploy"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path gate = Files.writeString(folder.resolve("gate"), """
                #!/usr/bin/env bash
                [ "$1" = stack ] && set -- "$@" --kafka-port 0 --registry-port 0
                exec '%s' -Xmx512m -XX:TieredStopAtLevel=1 -cp '%s' %s "$@"
                """.formatted(
                        java, System.getProperty("java.class.path"), GateCommand.class.getName()));
        Files.setPosixFilePermissions(gate, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        for (Process process : lasting) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        for (Process process : lasting) {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
        Files.delete(folder.resolve("deploy"));
    }

    @Test
    void shouldDoAsThePagesForNewcomersSay() throws Exception {
        Set<String> typed = new HashSet<>();

        for (String page : PAGES) {
            for (String line : lines(page)) {
                String command = COMMENT.matcher(line).replaceAll("");
                if (command.startsWith("export ")) {
                    exports.add(command);
                } else if (typed.add(command)) {
                    type(page, line, command);
                }
            }
        }

        assertThat(lasting).as("a stack, a gate and a console").hasSize(3);
        assertThat(COMES_OF.keySet()).allSatisfy(part -> assertThat(typed).anyMatch(command -> command.contains(part)));
    }

    private void type(String page, String line, String command) throws Exception {
        Matcher keeps = LASTING.matcher(command);
        if (keeps.find()) {
            lasting.add(begin(command, folder.resolve(keeps.group(1) + ".log")));
            awaitBegun(keeps.group(1));
        } else if (LOOKED_AT_AGAIN.matcher(command).find()) {
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .untilAsserted(() -> assertThatItDoes(page, line, command));
        } else {
            assertThatItDoes(page, line, command);
        }
    }

    private void assertThatItDoes(String page, String line, String command) throws Exception {
        Matcher code = EXIT_CODE.matcher(line);
        int expected = code.find() ? Integer.parseInt(code.group(1)) : 0;

        Run run = run(command);

        assertThat(run.exitCode()).as("%s: %s%n%s", page, command, run.output()).isEqualTo(expected);
        COMES_OF.forEach((part, output) -> {
            if (command.contains(part)) {
                assertThat(run.output()).as("%s: %s", page, command).contains(output);
            }
        });
    }

    private void awaitBegun(String what) {
        await().atMost(PATIENCE).ignoreException(ConnectException.class).until(() -> switch (what) {
            case "stack" ->
                Files.readString(folder.resolve("consent-gate.yaml")).contains("state-dir:");
            case "run" -> isWell(opsPort, "/health/ready");
            default -> isWell(consolePort, "/health");
        });
    }

    private boolean isWell(int port, String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + port + path);
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    private Run run(String command) throws IOException, InterruptedException {
        Process process = shell(command).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), output);
    }

    private Process begin(String command, Path log) throws IOException {
        return shell(command)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
                .start();
    }

    private ProcessBuilder shell(String command) {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", String.join("\n", exports) + "\n" + command)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("CONSENT_GATE_"));
        builder.environment().put("CONSENT_GATE_OPS_PORT", "" + opsPort);
        builder.environment().put("CONSENT_GATE_REVIEW_CONSOLE_PORT", "" + consolePort);
        builder.environment().put("CONSENT_GATE_REVIEW_URL", "http://127.0.0.1:" + consolePort);
        return builder;
    }

    /** Each command of the page, also one that goes on in the next line. */
    private static List<String> lines(String page) throws IOException {
        return BLOCK.matcher(Files.readString(ROOT.resolve(page)))
                .results()
                .flatMap(block -> block.group(1).replace("\\\n", " ").lines())
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
