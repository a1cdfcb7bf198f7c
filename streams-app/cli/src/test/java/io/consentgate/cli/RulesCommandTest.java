// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consentgate.policy.RuleCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesCommandTest {
    private static final String DAY = "2026-11-30";

    @TempDir
    Path folder;

    @Test
    void shouldListEveryRuleInForceOnce() throws IOException {
        JsonNode listed = json("--on", DAY);

        assertThat(listed.at("/on").asText()).isEqualTo(DAY);
        assertThat(listed.at("/jurisdictions/0/jurisdiction").asText()).isEqualTo("PL");
        assertThat(codes(listed.at("/jurisdictions/0/rules")))
                .containsExactlyElementsOf(Arrays.stream(RuleCode.values())
                        .filter(code -> !code.judgesVerdicts() && code != RuleCode.MSG_CONSENT_AGED)
                        .map(RuleCode::code)
                        .toList());
        assertThat(codes(listed.at("/onVerdicts")))
                .containsExactlyElementsOf(Arrays.stream(RuleCode.values())
                        .filter(RuleCode::judgesVerdicts)
                        .map(RuleCode::code)
                        .toList());
    }

    @Test
    void shouldListTheLawOfTheDay() throws IOException {
        JsonNode now = rule(json("--on", DAY), "MSG-CONSENT-MISSING");
        JsonNode before = rule(json("--on", "2024-06-01"), "MSG-CONSENT-MISSING");

        assertThat(now.at("/citations/0/text").asText()).isEqualTo("PKE art. 398(1)");
        assertThat(before.at("/citations").toString())
                .contains("Telecommunications Law art. 172")
                .doesNotContain("PKE art. 398");
    }

    /** Advice under a law that is still to come is not given; what is from before a law is held back all the same. */
    @Test
    void shouldListWhatHoldsBackBeforeItsLaw() throws IOException {
        JsonNode early = json("--on", "2017-06-01");

        assertThat(codes(early.at("/jurisdictions/0/rules"))).doesNotContain("MSG-CONSENT-LEGACY", "ADM-EXPLANATION");
        assertThat(rule(early, "ADM-PROHIBITED").get("binds").asBoolean()).isFalse();
        assertThat(CommandRun.of("rules", "ADM-PROHIBITED", "--on", "2017-06-01")
                        .out())
                .contains("binds from 2018-05-25");
    }

    @Test
    void shouldListTheLawOfAnotherCountry() throws IOException {
        JsonNode listed = json("--on", DAY, "--jurisdiction", "de,pl");

        assertThat(listed.at("/jurisdictions/0/law").asText()).isEqualTo("EU-STRICT");
        assertThat(rule(listed, "MSG-CONSENT-AGED").get("does").asText()).isEqualTo("DIVERTS");
        assertThat(rule(listed, "MSG-CONSENT-IMPLICIT").get("does").asText()).isEqualTo("DIVERTS");
        assertThat(rule(listed, "MSG-CONSENT-IMPLICIT").get("releases")).hasSize(2);
        assertThat(listed.at("/jurisdictions/1/law").asText()).isEqualTo("PL");
    }

    @Test
    void shouldSayWhatARuleDoesAsItIsSet() throws IOException {
        Path settings = Files.writeString(folder.resolve("gate.yaml"), """
                policy:
                  jurisdictions: [DE]
                  observe: [MSG-OBJECTION]
                  human-pattern-diverts: true
                  credit-data-from: 2026-12-01
                  contact:
                    hours: [SMS MON-FRI 09:00-20:00]
                    time-zones: [DE=Europe/Berlin]
                    limits: [SMS 4 in 7d]
                """);

        JsonNode listed = json("--on", DAY, "--config", settings.toString());

        assertThat(listed.at("/jurisdictions")).hasSize(1);
        assertThat(listed.at("/jurisdictions/0/jurisdiction").asText()).isEqualTo("DE");
        assertThat(does(listed, "MSG-OBJECTION")).isEqualTo("OBSERVED");
        assertThat(does(listed, "ADM-HUMAN-PATTERN")).isEqualTo("DIVERTS");
        assertThat(does(listed, "ADM-CREDIT-DATA")).isEqualTo("ADVISES");
        assertThat(does(json("--on", "2026-12-01", "--config", settings.toString()), "ADM-CREDIT-DATA"))
                .isEqualTo("DIVERTS");
        assertThat(does(listed, "MSG-CONTACT-HOURS")).isEqualTo("DIVERTS");
        assertThat(does(listed, "MSG-CONTACT-FREQUENCY")).isEqualTo("ADVISES");
        assertThat(does(json("--on", DAY), "MSG-CONTACT-HOURS")).isEqualTo("UNSET");
        assertThat(does(json("--on", DAY), "MSG-CONTACT-FREQUENCY")).isEqualTo("UNSET");
        assertThat(does(json("--on", DAY), "ADM-CREDIT-DATA")).isEqualTo("ADVISES");
        assertThat(does(json("--on", DAY), "ADM-HUMAN-PATTERN")).isEqualTo("ADVISES");
    }

    @Test
    void shouldExplainARuleWithAnExampleOfEachSide() {
        CommandRun run = CommandRun.of("rules", "msg_consent_withdrawn", "--on", DAY);

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("MSG-CONSENT-WITHDRAWN  holds back  Does the consent still stand")
                .contains("What it says: Consent was withdrawn")
                .contains("Rests on: GDPR art. 7(3)")
                .contains("What may release it: reclassification")
                .contains("Law reviewed: unreviewed")
                .contains("Kept: ")
                .contains("Held back: After a withdrawal nothing is sent")
                .contains("consent: {consents: [{status: WITHDRAWN")
                .doesNotContain("MSG-OBJECTION");
    }

    @Test
    void shouldExplainARuleInPolish() {
        assertThat(CommandRun.of("rules", "MSG-CONSENT-REQUEST", "--language", "pl", "--on", DAY)
                        .out()
                        .replaceAll("\\s+", " "))
                .contains("Obowiązujące reguły: Polska, 2026-11-30")
                .contains("Czy o zgodę zapytano")
                .contains("art. 398 ust. 1 PKE")
                .contains("niesprawdzona; sporna (inaczej: wyrok SO Warszawa-Praga IV Ca 1873/16)");
    }

    @Test
    void shouldExplainARuleOnVerdicts() {
        assertThat(CommandRun.of("rules", "REV-ROLE", "--on", DAY).out())
                .contains("REV-ROLE  refuses the verdict  ")
                .doesNotContain("What may release it");
    }

    @Test
    void shouldFitOnAScreen() {
        assertThat(CommandRun.of("rules", "--on", DAY, "--language", "pl").out().lines())
                .allMatch(line -> line.length() <= 110);
    }

    @ParameterizedTest
    @CsvSource({
        "MSG-CONSENT-WITHDRAW, MSG-CONSENT-WITHDRAWN",
        "OBJECTION, 'MSG-OBJECTION, ADM-OBJECTION'",
        "ADM-TOKN-HUMAN, ADM-TOKEN-HUMAN"
    })
    void shouldNameRulesThatAreLikeOneThatIsNot(String code, String near) {
        CommandRun run = CommandRun.of("rules", code);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("there is no rule " + code + "; did you mean")
                .contains(near);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldSayWhereRulesAreListedIfNoneIsLikeIt() {
        assertThat(CommandRun.of("rules", "XYZZY").err()).contains("there is no rule XYZZY; 'gate rules' lists them");
    }

    @Test
    void shouldSayWhereAndWhenARuleDoesNotBind() {
        CommandRun run = CommandRun.of("rules", "MSG-CONSENT-AGED", "--on", DAY);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("MSG-CONSENT-AGED does not bind on 2026-11-30 in PL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--jurisdiction=US", "--on=yesterday", "--language=de", "--format=pdf"})
    void shouldRefuseWhatItCannotList(String option) {
        assertThat(CommandRun.of("rules", option).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private static JsonNode json(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 3];
        all[0] = "rules";
        all[1] = "--format";
        all[2] = "json";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        CommandRun run = CommandRun.of(all);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        return new ObjectMapper().readTree(run.out());
    }

    private static String does(JsonNode listed, String code) {
        return rule(listed, code).get("does").asText();
    }

    private static JsonNode rule(JsonNode listed, String code) {
        return StreamSupport.stream(listed.at("/jurisdictions/0/rules").spliterator(), false)
                .filter(rule -> rule.get("code").asText().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> codes(JsonNode rules) {
        return StreamSupport.stream(rules.spliterator(), false)
                .map(rule -> rule.get("code").asText())
                .toList();
    }
}
