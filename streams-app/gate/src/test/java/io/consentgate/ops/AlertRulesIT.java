// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alerts that come with the gate are such as Prometheus takes, and each fires on what its tests say. Needs promtool. */
class AlertRulesIT {

    private static final Path FOLDER = Path.of("../../deploy/prometheus");
    private static final String PROMTOOL = System.getProperty("promtool", "promtool");
    private static final Pattern NAMED = Pattern.compile("alertname=~?\"([^\"]*)\"");

    @Test
    void shouldBeRulesThatPrometheusTakes() throws Exception {
        promtool(List.of("check", "rules", "--lint=all", "--lint-fatal"), rules());
    }

    @Test
    void shouldFireOnWhatTheirTestsSayAndOnNothingElse() throws Exception {
        promtool(List.of("test", "rules"), tests());
    }

    private static void promtool(List<String> arguments, List<Path> files) throws Exception {
        List<String> command = new ArrayList<>(List.of(PROMTOOL));
        command.addAll(arguments);
        files.forEach(file -> command.add(file.toString()));

        Process promtool = start(command);
        String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);

        assertThat(promtool.waitFor()).as(said).isZero();
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new AssertionError(
                    "The test of the alerts needs Prometheus' promtool: apt-get install prometheus, or name it with"
                            + " -Dpromtool=/path",
                    e);
        }
    }

    /** An alert without a test may be one that never fires, or always. */
    @Test
    void shouldEachHaveATestInWhichItFiresAndOneInWhichItDoesNot() throws IOException {
        Set<String> alerts = new HashSet<>();
        for (Path file : rules()) {
            alerts.addAll(yaml(file).findValuesAsText("alert"));
        }
        Set<String> fire = new HashSet<>();
        Set<String> stay = new HashSet<>();
        for (Path file : tests()) {
            for (JsonNode test : yaml(file).findValues("promql_expr_test")) {
                test.forEach(expectation -> note(expectation, fire, stay));
            }
        }

        assertThat(alerts).isNotEmpty();
        assertThat(fire).as("alerts that fire in a test").isEqualTo(alerts);
        assertThat(stay).as("alerts that do not fire in a test").isEqualTo(alerts);
    }

    private static void note(JsonNode expectation, Set<String> fire, Set<String> stay) {
        Set<String> expected = new HashSet<>();
        for (JsonNode sample : expectation.path("exp_samples")) {
            String labels = sample.path("labels").asText();
            if (labels.contains("alertstate=\"firing\"")) {
                expected.addAll(named(labels));
            }
        }
        fire.addAll(expected);
        named(expectation.path("expr").asText()).stream()
                .filter(alert -> !expected.contains(alert))
                .forEach(stay::add);
    }

    private static List<String> named(String selector) {
        Matcher names = NAMED.matcher(selector);
        return names.find() ? List.of(names.group(1).split("\\|", -1)) : List.of();
    }

    private static List<Path> rules() throws IOException {
        return files(".rules.yml");
    }

    private static List<Path> tests() throws IOException {
        return files(".rules.test.yml");
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
            assertThat(found).as("*" + ending + " in " + FOLDER).isNotEmpty();
            return found;
        }
    }

    private static JsonNode yaml(Path file) throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
    }
}
