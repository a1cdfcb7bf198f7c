// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishCommandTest {

    private static final String NOTICE = """
            {"messageId": "m1", "subjectId": "s1", "controllerId": "shop", "channel": "SMS", \
            "purpose": "SERVICE_NOTICE", "commercialContent": "NONE", "basisRef": "account-1", "initiator": "BUSINESS", \
            "createdAt": "2026-11-02T09:00:00Z", "chargedToRecipient": false, "content": "przypomnienie"}""";

    @TempDir
    Path folder;

    @Test
    void shouldCheckWithoutAnyCluster() throws IOException {
        CommandRun run = dryRun("outbound-messages", NOTICE, "", NOTICE);

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.err()).contains("lines.jsonl: 2 valid, 0 invalid");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldPassOverCommentsAsCheckDoes() throws IOException {
        CommandRun run = dryRun("outbound-messages", "# a campaign", NOTICE, "  # its second half", "{}");

        assertThat(run.err()).contains("lines.jsonl:4:").contains("1 valid, 1 invalid");
    }

    @Test
    void shouldNameLineColumnFieldAndAllowedSymbols() throws IOException {
        CommandRun run = dryRun("outbound-messages", NOTICE, NOTICE.replace("\"SMS\"", "\"TELEGRAM\""));

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .containsPattern("lines\\.jsonl:2:\\d+: field channel must be one of \\[.*SMS, MMS, EMAIL.*]")
                .contains("1 valid, 1 invalid")
                .doesNotContain("TELEGRAM");
    }

    @Test
    void shouldNameAnUnknownAndAMissingField() throws IOException {
        CommandRun run = dryRun(
                "outbound-messages",
                NOTICE.replace("chargedToRecipient", "chargedToReceiver"),
                NOTICE.replace("\"subjectId\": \"s1\", ", ""));

        assertThat(run.err())
                .containsPattern("lines\\.jsonl:1:\\d+: .*no field chargedToReceiver")
                .containsPattern("lines\\.jsonl:2:\\d+: required field subjectId is missing");
    }

    @Test
    void shouldHoldEachTopicToItsOwnContract() throws IOException {
        CommandRun run = dryRun("offer-decisions", NOTICE);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("OfferDecision has no field messageId");
    }

    @Test
    void shouldEraseOnTheTableOnly() throws IOException {
        String erasure = "{\"erase\": \"subject-1\"}";

        assertThat(dryRun("consent-state", erasure).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(dryRun("outbound-messages", erasure).exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void shouldEraseNobodyByAccident() throws IOException {
        CommandRun run = dryRun(
                "consent-state",
                "null",
                "{}",
                "{\"erase\": null}",
                "{\"erase\": \" \"}",
                "{\"erase\": \"s1\", \"version\": 3}",
                "{\"erase\": \"s1\"} {\"erase\": \"s2\"}",
                "{\"erase\": \"s1\", \"erase\": \"s2\"}");

        assertThat(run.err()).contains("0 valid, 7 invalid");
    }

    @Test
    void shouldPassOverInvalidLinesWhenTold() throws IOException {
        CommandRun run =
                CommandRun.of("publish", "--dry-run", "--skip-invalid", "outbound-messages", file("{", NOTICE));

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.err()).contains("lines.jsonl:1:").contains("1 valid, 1 invalid");
    }

    @Test
    void shouldNotDrownTheReaderInProblems() throws IOException {
        String[] lines = new String[250];
        Arrays.fill(lines, "{}");

        CommandRun run = dryRun("outbound-messages", lines);

        assertThat(run.err().lines()).hasSize(102);
        assertThat(run.err()).contains("... and 150 more invalid lines");
    }

    @Test
    void shouldSayWhichTopicsThereAre() throws IOException {
        CommandRun run = dryRun("outbound-mesages", NOTICE);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("outbound-messages, offer-decisions, consent-state");
    }

    @Test
    void shouldSayThatTheFileIsNotThere() {
        CommandRun run = CommandRun.of("publish", "--dry-run", "consent-state", "nowhere.jsonl");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("there is no file nowhere.jsonl").doesNotContain("\tat ");
    }

    @Test
    void shouldSayThatTheFileIsNotUtf8() throws IOException {
        Path file = Files.writeString(folder.resolve("latin.jsonl"), NOTICE.replace("ó", "o") + "\u00f3\n", ISO_8859_1);

        CommandRun run = CommandRun.of("publish", "--dry-run", "outbound-messages", file.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("latin.jsonl is not UTF-8");
    }

    private CommandRun dryRun(String topic, String... lines) throws IOException {
        return CommandRun.of("publish", "--dry-run", topic, file(lines));
    }

    private String file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("lines.jsonl"), String.join("\n", lines) + "\n")
                .toString();
    }
}
