// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.cli.Samples.Expected;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.rules.Catalogue;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SamplesTest {

    /**
     * Nothing that a publisher can send makes the policy itself fail; a human's pattern takes fifty decisions; samples are judged
     * by the default settings, by which hours and numbers of contacts are free.
     */
    private static final Set<RuleCode> WITHOUT_SAMPLE = Set.of(
            RuleCode.GATE_POLICY_ERROR,
            RuleCode.ADM_HUMAN_PATTERN,
            RuleCode.ADM_CREDIT_DATA,
            RuleCode.MSG_CONTACT_HOURS,
            RuleCode.MSG_CONTACT_FREQUENCY);

    @ParameterizedTest
    @EnumSource
    void shouldBeOfTheContract(PublishableTopic topic) {
        CommandRun run = CommandRun.of(
                "publish",
                "--dry-run",
                topic.toString(),
                Samples.file(topic.toString()).toString());

        assertThat(run.err()).endsWith("valid, 0 invalid" + System.lineSeparator());
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldHaveAReaderOfWhatIsClearedThatSeesNoAbortedClearance() throws IOException {
        Properties options = new Properties();
        try (Reader file = Files.newBufferedReader(Samples.FOLDER.resolve("cleared-reader.properties"))) {
            options.load(file);
        }

        assertThat(ConsumerConfig.configNames()).containsAll(options.stringPropertyNames());
        assertThat(new ConsumerConfig(options).getString(ConsumerConfig.ISOLATION_LEVEL_CONFIG))
                .isEqualTo("read_committed");
    }

    @Test
    void shouldStateAVerdictForEachEventOnce() throws IOException {
        List<Expected> expected = Samples.expected();

        assertThat(eventsOf(expected, "outbound-messages"))
                .isEqualTo(Samples.ids("outbound-messages", "messageId"))
                .doesNotHaveDuplicates();
        assertThat(eventsOf(expected, "offer-decisions"))
                .isEqualTo(Samples.ids("offer-decisions", "decisionId"))
                .doesNotHaveDuplicates();
    }

    @TestFactory
    List<DynamicTest> shouldShowEachRuleKeptAndBroken() throws IOException {
        List<Expected> expected = Samples.expected();
        return Catalogue.rules().stream()
                .filter(rule -> !WITHOUT_SAMPLE.contains(rule.code()))
                .map(rule -> DynamicTest.dynamicTest(rule.code().code(), () -> {
                    String code = rule.code().code();
                    List<Expected> examples = expected.stream()
                            .filter(sample -> sample.shows().contains(code))
                            .toList();
                    if (rule.description().kind() == RuleKind.DIVERTS) {
                        assertThat(examples)
                                .anyMatch(sample -> sample.violations().contains(code));
                        assertThat(examples).anyMatch(Expected::cleared);
                    } else {
                        assertThat(examples)
                                .anyMatch(sample ->
                                        sample.cleared() && sample.advice().contains(code));
                        assertThat(examples)
                                .anyMatch(sample ->
                                        sample.cleared() && sample.advice().isEmpty());
                    }
                }))
                .toList();
    }

    @Test
    void shouldShowEachRowOfTheArticle() throws IOException {
        Set<String> shown = Samples.expected().stream()
                .flatMap(sample -> sample.shows().stream())
                .collect(Collectors.toSet());

        assertThat(shown)
                .containsAll(
                        IntStream.rangeClosed(1, 34).mapToObj(row -> "S" + row).toList());
    }

    @Test
    void shouldNameOnlyRulesThatExist() throws IOException {
        Set<String> codes = Arrays.stream(RuleCode.values()).map(RuleCode::code).collect(Collectors.toSet());

        assertThat(Samples.expected()).allSatisfy(sample -> {
            assertThat(codes).containsAll(sample.violations()).containsAll(sample.advice());
            assertThat(sample.cleared()).isEqualTo(sample.violations().isEmpty());
        });
    }

    private static List<String> eventsOf(List<Expected> expected, String topic) {
        return expected.stream()
                .filter(sample -> sample.topic().equals(topic))
                .map(Expected::event)
                .toList();
    }
}
