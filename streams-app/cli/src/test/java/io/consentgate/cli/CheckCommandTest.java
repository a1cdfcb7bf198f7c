// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consentgate.cli.Samples.Expected;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class CheckCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NUMBER = "3e179b11b6b1b03a675142e8f53c5a375367eafeea4cf2a03db5b7a93c2e592b";

    private static final String ADVERT = """
            {"messageId": "advert", "subjectId": "s1", "controllerId": "shop", "channel": "SMS", \
            "purpose": "DIRECT_MARKETING", "commercialContent": "PRIMARY", "initiator": "BUSINESS", \
            "optOut": "STOP_REPLY", "senderIdentified": true, \
            "createdAt": "2026-11-02T08:00:00Z", "contactRef": "%s", "contactKeyId": "k1", \
            "chargedToRecipient": false, "content": "tajna oferta"}""".formatted(NUMBER);

    private static final String LOAN = """
            {"decisionId": "loan", "subjectId": "s1", "subjectKind": "NATURAL", "minor": "NO", "controllerId": "bank", \
            "decidedAt": "2026-11-02T08:00:00Z", "role": "DECISION", "automation": {"mode": "FULLY_AUTOMATED"}, \
            "effects": ["CREDIT"], "termsIndividualised": false, "ground": "NONE", "content": ""}""";

    private static final String GRANT = """
            {"subjectId": "s1", "version": 1, "updatedAt": "2026-03-01T10:00:00Z", "consents": [{"consentId": "c1", \
            "controllerId": "shop", "channel": "SMS", "purpose": "DIRECT_MARKETING", "status": "GRANTED", \
            "explicit": true, "grantedAt": "2026-03-01T10:00:00Z", "contactRef": "%s", "contactKeyId": "k1", \
            "evidence": {"kind": "WEB_FORM", "reference": "e1", "capturedAt": "2026-03-01T10:00:00Z", \
            "wordingId": "w1", "statedPurposes": ["DIRECT_MARKETING"], "statedChannels": ["SMS"]}}], "objections": [], "inquiries": []}""".formatted(NUMBER);

    private static final String WITHDRAWAL = GRANT.replace("\"version\": 1", "\"version\": 2")
            .replace("\"GRANTED\"", "\"WITHDRAWN\", \"withdrawnAt\": \"2026-10-01T10:00:00Z\"");

    private static final String OLD_GRANT = GRANT.replace("2026-03-01", "2024-03-01");

    private static final String AT = "2026-11-02T09:00:00Z";

    @TempDir
    Path folder;

    @Test
    void shouldClearWhatTheGateClears() throws IOException {
        CommandRun run = check("--consent", file("consents.jsonl", GRANT), file("events.jsonl", ADVERT));

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("line 1  advert  cleared").contains("events 1; cleared 1");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void shouldSayWhyAndByWhichLawAnEventIsDiverted() throws IOException {
        CommandRun run = check(file("events.jsonl", ADVERT));

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out())
                .contains("1  advert  diverted")
                .contains("MSG-CONSENT-MISSING")
                .contains("PKE")
                .contains("consent record: none");
    }

    @Test
    void shouldSayItInPolish() throws IOException {
        CommandRun run = check("--lang", "pl", file("events.jsonl", ADVERT));

        assertThat(run.out())
                .contains("wiersz 1  advert  zatrzymane")
                .contains("zgody")
                .contains("wersja reguł");
    }

    @Test
    void shouldTakeAdviceForNoFailure() throws IOException {
        CommandRun run = check(file("events.jsonl", OLD_GRANT, ADVERT));

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("2  advert  cleared with advice").contains("MSG-CONSENT-LEGACY  advice: ");
    }

    @Test
    void shouldTakeConsentsInTheOrderOfTheirLines() throws IOException {
        CommandRun run = check(file("events.jsonl", GRANT, ADVERT, WITHDRAWAL, ADVERT, GRANT, ADVERT));

        assertThat(run.out())
                .contains("2  advert  cleared", "4  advert  diverted", "6  advert  diverted")
                .contains("MSG-CONSENT-WITHDRAWN");
    }

    @Test
    void shouldForgetAPersonWhoIsErased() throws IOException {
        CommandRun run = check(file("events.jsonl", GRANT, "{\"erase\": \"s1\"}", ADVERT));

        assertThat(run.out()).contains("3  advert  diverted").contains("MSG-CONSENT-MISSING");
    }

    @Test
    void shouldRememberTheOneReplyToAnInquiry() throws IOException {
        String inquiry = """
                {"subjectId": "s1", "version": 1, "updatedAt": "2026-11-02T08:00:00Z", "inquiries": [{"inquiryId": "i1", \
                "kind": "CALLBACK", "controllerId": "shop", "channel": "VOICE", "contactRef": "%s", \
                "openedAt": "2026-11-02T07:30:00Z"}], "consents": [], "objections": []}""".formatted(NUMBER);
        String call = ADVERT.replace("SMS", "VOICE")
                .replace("DIRECT_MARKETING", "INQUIRY_RESPONSE")
                .replace("PRIMARY", "NONE")
                .replace(
                        "\"contactRef\"",
                        "\"call\": {\"recorded\": false, \"recordingAnnounced\": false}, \"inquiryId\": \"i1\","
                                + " \"contactRef\"");

        CommandRun run = check(file("events.jsonl", inquiry, call, call.replace("advert", "again")));

        assertThat(run.out()).contains("2  advert  cleared", "3  again  diverted", "MSG-CALLBACK-MISUSE");
    }

    @Test
    void shouldJudgeAtTheInstantAskedFor() throws IOException {
        String file = file(
                "events.jsonl",
                ADVERT.replace("\"contactRef\"", "\"expiresAt\": \"2026-11-02T10:00:00Z\", \"contactRef\""),
                GRANT);

        assertThat(CommandRun.of("check", file, "--at", "2026-11-02T10:00:00Z").out())
                .contains("MSG-EXPIRED");
        assertThat(CommandRun.of("check", file, "--at", AT).out()).doesNotContain("MSG-EXPIRED");
    }

    @Test
    void shouldTellMessagesFromDecisions() throws IOException {
        CommandRun run = check("--format", "json", file("events.jsonl", GRANT, ADVERT, LOAN));

        assertThat(lines(run))
                .extracting(line -> line.path("kind").asText())
                .containsExactly("message", "decision", "");
        assertThat(lines(run).get(1).path("violations").findValuesAsText("rule"))
                .containsExactly("ADM-AUTOMATED");
    }

    @Test
    void shouldHoldEachLineToTheKindThatIsNamed() throws IOException {
        CommandRun run = check("--kind", "decision", file("events.jsonl", ADVERT, LOAN));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).containsPattern("events\\.jsonl:1:\\d+: OfferDecision has no field messageId");
        assertThat(run.out()).contains("2  loan  diverted");
    }

    @Test
    void shouldNameLineAndFieldOfWhatCannotBeReadAndQuoteNothing() throws IOException {
        CommandRun run = check(file(
                "events.jsonl",
                ADVERT.replace("\"SMS\"", "\"TELEGRAM\""),
                ADVERT.replace("}", ""),
                ADVERT,
                "{\"content\": \"tajna\"}"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .containsPattern("events\\.jsonl:1:\\d+: field channel must be one of")
                .containsPattern("events\\.jsonl:2:\\d+: not well-formed JSON")
                .contains("events.jsonl:4:1: this is no object that has a messageId or a decisionId");
        assertThat(run.out()).contains("3  advert  diverted").contains("unreadable 3");
        assertThat(run.err() + run.out()).doesNotContain("TELEGRAM").doesNotContain("tajna");
    }

    @Test
    void shouldJudgeNothingOnConsentsThatItCannotRead() throws IOException {
        CommandRun run = check(
                "--consent", file("consents.jsonl", GRANT, "{\"subjectId\": \"s1\"}"), file("events.jsonl", ADVERT));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .containsPattern("consents\\.jsonl:2:\\d+: required field version is missing")
                .contains("nothing was judged");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldStopAtAConsentThatItCannotRead() throws IOException {
        CommandRun run = check(file("events.jsonl", GRANT, "{\"subjectId\": \"s1\", \"consents\": 1}", ADVERT));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("stopped at line 2");
        assertThat(run.out()).doesNotContain("advert");
    }

    @Test
    void shouldPassOverComments() throws IOException {
        CommandRun run = check(file("events.jsonl", "\uFEFF# Zgoda", GRANT, "", "# SMS", ADVERT));

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("5  advert  cleared");
    }

    @Test
    void shouldReadStandardInput() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((GRANT + "\n" + ADVERT).getBytes(UTF_8)));
        try {
            assertThat(check("-").out()).contains("2  advert  cleared").contains("stdin: events 1");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void shouldGoByTheSettingsOfThePolicy() throws IOException {
        String config = file("gate.yaml", "policy: {observe: [MSG-CONSENT-MISSING]}");

        CommandRun run = check("--config", config, file("events.jsonl", ADVERT));

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("MSG-CONSENT-MISSING  observed only: ");
    }

    @ParameterizedTest
    @CsvSource({"policy: {observ: []},policy.observ", "polcy: {},polcy", "policy: {observe: [X]},X"})
    void shouldRefuseSettingsThatItDoesNotKnow(String config, String named) throws IOException {
        CommandRun run = check("--config", file("gate.yaml", config), file("events.jsonl", ADVERT));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(named);
    }

    @Test
    void shouldTellOnlyOfWhatIsDivertedAndCountAll() throws IOException {
        CommandRun run = check(
                "--only-diverted", "--format", "json", file("events.jsonl", GRANT, ADVERT, WITHDRAWAL, ADVERT, "{}"));

        assertThat(lines(run)).extracting(line -> line.path("line").asInt()).containsExactly(4, 5, 0);
        assertThat(lines(run).get(2).path("summary").path("events").asInt()).isEqualTo(3);
    }

    @Test
    void shouldWriteAnObjectALineAndASummary() throws IOException {
        CommandRun run = check("--format", "json", file("events.jsonl", OLD_GRANT, ADVERT, WITHDRAWAL, ADVERT, LOAN));

        assertThat(lines(run))
                .extracting(line -> line.path("verdict").asText())
                .containsExactly("advice", "diverted", "diverted", "");
        JsonNode withdrawn = lines(run).get(1).path("violations").path(0);
        assertThat(withdrawn.path("rule").asText()).isEqualTo("MSG-CONSENT-WITHDRAWN");
        assertThat(withdrawn.path("facts").path("withdrawnAt").asText()).isEqualTo("2026-10-01T10:00:00Z");
        assertThat(withdrawn.path("law").asText()).contains("PKE");
        JsonNode summary = lines(run).get(3).path("summary");
        assertThat(summary.path("at").asText()).isEqualTo(AT);
        assertThat(summary.path("consents").asInt()).isEqualTo(2);
        assertThat(summary.path("diverted").asInt()).isEqualTo(2);
        assertThat(summary.path("rules").path("ADM-AUTOMATED").path("diverted").asInt())
                .isEqualTo(1);
        assertThat(summary.path("rules")
                        .path("MSG-CONSENT-LEGACY")
                        .path("advised")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void shouldWriteXmlThatCiToolsRead() throws Exception {
        String awkward = ADVERT.replace("\"advert\"", "\"<&\\\"'>\\u0000\\u001b\\ud800 żółć 🙂\"");

        CommandRun run = check(
                "--format",
                "junit",
                "--lang",
                "pl",
                file("<&\"'>.jsonl", OLD_GRANT, ADVERT, awkward, "{}", WITHDRAWAL, awkward));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(run.out().getBytes(UTF_8)));
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("name")).endsWith("<&\"'>.jsonl");
        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        NodeList cases = document.getElementsByTagName("testcase");
        assertThat(cases.getLength()).isEqualTo(4);
        Element first = (Element) cases.item(0);
        assertThat(first.getAttribute("name")).isEqualTo("line 2: advert");
        assertThat(first.getElementsByTagName("failure").getLength()).isZero();
        assertThat(first.getElementsByTagName("system-out").item(0).getTextContent())
                .contains("MSG-CONSENT-LEGACY");
        Element last = (Element) cases.item(3);
        assertThat(last.getAttribute("name")).contains("<&\"'>").contains("żółć 🙂");
        Element failure = (Element) last.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("MSG-CONSENT-WITHDRAWN");
        assertThat(failure.getTextContent()).contains("wycofano");
    }

    @Test
    void shouldLeaveNoTemporaryFile() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        long before = waiting(temporary);

        check("--format", "junit", file("events.jsonl", ADVERT));
        check("--format", "junit", "--consent", "nowhere.jsonl", file("events.jsonl", ADVERT));

        assertThat(waiting(temporary)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "pl"})
    void shouldPrintAnExampleThatCanBeChecked(String language) throws IOException {
        CommandRun example = CommandRun.of("check", "--example", "--lang", language);
        assertThat(example.exitCode()).isEqualTo(ExitCode.OK);
        Path file = Files.writeString(folder.resolve("case.jsonl"), example.out());

        CommandRun run = check("--format", "json", file.toString());

        assertThat(run.err()).isEmpty();
        assertThat(lines(run))
                .extracting(line -> line.path("id").asText() + " "
                        + String.join(" ", line.path("violations").findValuesAsText("rule")))
                .containsExactly(
                        "sms-1 ",
                        "sms-2 MSG-CONSENT-MISSING",
                        "sms-3 MSG-CONSENT-WITHDRAWN",
                        "loan-1 ADM-PROHIBITED",
                        " ");
    }

    @Test
    void shouldSayTheSameInTheExamplesOfBothLanguages() {
        assertThat(withoutComments(CommandRun.of("check", "--example", "--lang", "pl")))
                .isNotEmpty()
                .isEqualTo(withoutComments(CommandRun.of("check", "--example", "--lang", "en")));
    }

    /** The samples go through a real broker, too (SamplesIT), and have to come to the same there. */
    @ParameterizedTest
    @ValueSource(strings = {"outbound-messages", "offer-decisions"})
    void shouldComeToTheVerdictsOfTheGate(String topic) throws IOException {
        CommandRun run = CommandRun.of(
                "check",
                "--format",
                "json",
                "--consent",
                Samples.file("consent-state").toString(),
                Samples.file(topic).toString());

        Map<String, String> told = lines(run).stream()
                .filter(line -> line.has("id"))
                .collect(Collectors.toMap(
                        line -> line.path("id").asText(), line -> rules(line, "violations") + rules(line, "advice")));
        assertThat(told)
                .isEqualTo(Samples.expected().stream()
                        .filter(sample -> sample.topic().equals(topic))
                        .collect(Collectors.toMap(
                                Expected::event,
                                sample -> sample.violations().toString()
                                        + sample.advice().toString())));
    }

    /** More bytes of events than heap, so that a run that held them would fail. */
    @Test
    void shouldHoldNoEventsInMemory() throws Exception {
        String events = file("events.jsonl", "");
        try (BufferedWriter out = Files.newBufferedWriter(Path.of(events))) {
            for (int i = 0; i < 30_000; i++) {
                out.write(ADVERT.replace("advert", "advert-" + i).replace("oferta", "x".repeat(3_000)));
                out.newLine();
            }
        }
        Path xml = folder.resolve("check.xml");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GateCommand.class.getName(),
                        "check",
                        "--format",
                        "junit",
                        events)
                .redirectOutput(xml.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(process.waitFor()).isEqualTo(ExitCode.FAILED);
        try (Stream<String> lines = Files.lines(xml)) {
            assertThat(lines.filter(line -> line.contains("<failure"))).hasSize(30_000);
        }
    }

    @Test
    void shouldSayThatAFileIsNotThereOrNotText() throws IOException {
        Path latin = Files.writeString(folder.resolve("latin.jsonl"), ADVERT + "\u00f3\n", ISO_8859_1);

        assertThat(check("nowhere.jsonl")).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains("there is no file nowhere.jsonl").doesNotContain("\tat ");
        });
        assertThat(check(latin.toString()).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(check(folder.toString()).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void shouldRefuseWhatItCannotTell() {
        assertThat(CommandRun.of("check").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(check("--lang", "tlh", "x").err()).contains("en", "pl");
        assertThat(CommandRun.of("check", "x", "--at", "tomorrow").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(check("--format", "xml", "x").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private static CommandRun check(String... args) {
        List<String> all = new ArrayList<>(List.of("check", "--at", AT));
        all.addAll(Arrays.asList(args));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private String file(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n")
                .toString();
    }

    private static List<JsonNode> lines(CommandRun run) {
        return run.out().lines().map(CheckCommandTest::parsed).toList();
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    private static String rules(JsonNode line, String of) {
        return StreamSupport.stream(line.path(of).spliterator(), false)
                .map(reason -> reason.path("rule").asText())
                .toList()
                .toString();
    }

    private static List<String> withoutComments(CommandRun example) {
        return example.out().lines().filter(line -> !line.startsWith("#")).toList();
    }

    private static long waiting(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("gate-check-"))
                    .count();
        }
    }
}
