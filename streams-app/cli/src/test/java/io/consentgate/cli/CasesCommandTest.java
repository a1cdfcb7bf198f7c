// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.console.api.CannedDesk;
import io.consentgate.console.api.ReviewApi;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.Content;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Role;
import io.consentgate.console.cases.VerdictDraft;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.cases.VerdictResult;
import io.javalin.Javalin;
import io.javalin.http.UnauthorizedResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against the API on a desk with canned answers. */
class CasesCommandTest {

    private final CannedDesk desk = new CannedDesk();
    private Javalin console;
    private int port;
    private Path token;

    @BeforeEach
    void serve(@TempDir Path folder) throws IOException {
        token = Files.writeString(folder.resolve("token"), "secret\n");
        ReviewApi api =
                new ReviewApi(desk, CannedDesk.RULES, context -> new Reviewer("anna", Set.of(Role.SECOND_REVIEWER)));
        console = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.beforeMatched(context -> {
                        if (!"Bearer secret".equals(context.header("Authorization"))) {
                            throw new UnauthorizedResponse();
                        }
                    });
                    api.routes()
                            .forEach(route ->
                                    config.routes.addHttpHandler(route.method(), route.path(), route.handler()));
                })
                .start("127.0.0.1", 0);
        port = console.port();
    }

    @AfterEach
    void stop() {
        console.stop();
    }

    private CommandRun run(String... arguments) {
        String[] all = new String[arguments.length + 5];
        all[0] = "cases";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--url";
        all[arguments.length + 2] = "http://127.0.0.1:" + port;
        all[arguments.length + 3] = "--token-file";
        all[arguments.length + 4] = token.toString();
        return CommandRun.of(all);
    }

    @Test
    void shouldListWhatWaits() {
        CommandRun run = run("list", "--rule", "MSG-CONSENT-WITHDRAWN", "--older-than", "90m");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("c-1", "s-1", "SMS", "MSG-CONSENT-WITHDRAWN  [anna]", "1 of 1");
        assertThat(desk.asked)
                .containsExactly(
                        QueueFilter.OPEN.withRule("MSG-CONSENT-WITHDRAWN").withOlderThan(Duration.ofMinutes(90)));
    }

    @Test
    void shouldPrintWhatTheConsoleSaidAsJson() {
        assertThat(run("list", "--json").out()).startsWith("{\"cases\":[{\"caseId\":\"c-1\"");
    }

    @Test
    void shouldShowACaseAndPutOnRecordWhatItShowed() {
        CommandRun run = run("show", "c-1", "--lang", "pl");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains(
                        "MSG-CONSENT-WITHDRAWN  (GDPR art. 7(3))",
                        "Zgodę wycofano.",
                        "DIRECT_MARKETING",
                        "<20 bytes, with --content>",
                        "the gate holds: IN_DOUBT, version 2, UNKNOWN_FIELDS consents.expires_at, erased",
                        "kept from version 1: WITHDRAWAL",
                        "<withheld: the number or address itself, not its keyed hash>",
                        "would be refused: MSG-CONSENT-WITHDRAWN",
                        "awaits a second reviewer: RECLASSIFY by bartek (reviewer), verdict v-0",
                        "truly: purpose SERVICE_NOTICE, effects -, basis contract/1",
                        "replaces the content by 4 bytes",
                        "40 s of work, looked at event,content");
        assertThat(desk.asked)
                .containsExactly(
                        CasePart.EVENT,
                        CasePart.VIOLATIONS,
                        CasePart.CONSENT,
                        CasePart.CONSENT_HISTORY,
                        CasePart.OUTCOMES);
    }

    @Test
    void shouldShowWhatIsMaskedOnlyWhenAskedTo() {
        assertThat(run("show", "c-1").out()).doesNotContain("half");

        CommandRun run = run("show", "c-1", "--content");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("content:", "what verdict v-0 would replace it by:", "half");
        assertThat(desk.asked).contains("amendment of v-0");
    }

    @Test
    void shouldSayThatThereIsNoContent() {
        desk.content = Content.NONE;

        CommandRun run = run("show", "c-1", "--content");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("content: none", "half");
    }

    @Test
    void shouldGiveAVerdictOnTheCaseAsItStands() {
        CommandRun run = run("decide", "c-1", "--outcome", "reject", "--rationale", "Withdrawn on 3 May.");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("verdict v-1: APPLIED");
        assertThat(desk.asked)
                .containsExactly(VerdictDraft.of("c-1", "digest", VerdictOutcome.REJECT, "Withdrawn on 3 May."));
    }

    @Test
    void shouldRestateEachLabelWithWhatShowsIt() {
        CommandRun run = run(
                "decide",
                "c-1",
                "--outcome",
                "reclassify",
                "--rationale",
                "An order notice.",
                "--commercial-content",
                "NONE",
                "--not-in-campaign",
                "--reference",
                "commercialContent=templates/order",
                "--reference",
                "inCampaign=tickets/18");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(desk.asked)
                .singleElement()
                .isInstanceOfSatisfying(
                        VerdictDraft.class,
                        given -> assertThat(given.classification())
                                .isEqualTo(new Classification(
                                        null,
                                        List.of(),
                                        null,
                                        "NONE",
                                        false,
                                        null,
                                        null,
                                        null,
                                        List.of(
                                                new Classification.Reference("commercialContent", "templates/order"),
                                                new Classification.Reference("inCampaign", "tickets/18")))));
    }

    @Test
    void shouldForeseeAVerdictWithoutGivingIt() {
        CommandRun run = run("decide", "c-1", "--preview", "--outcome", "reclassify", "--jurisdiction", "PL");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("goes on, once a second reviewer confirms");
        assertThat(desk.asked).containsExactly(VerdictOutcome.RECLASSIFY);
        assertThat(run("decide", "c-1", "--preview", "--confirm", "v-0").exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("decide", "c-1", "--outcome", "reject").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void shouldFailWhenTheGateRefuses() {
        desk.answer = new VerdictResult(
                "v-1",
                VerdictResult.Kind.REFUSED,
                VerdictOutcome.RECHECK,
                List.of(CannedDesk.WITHDRAWN),
                false,
                null,
                false,
                CannedDesk.AT);

        CommandRun run = run("decide", "c-1", "--outcome", "recheck", "--rationale", "Try again.");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).contains("REFUSED", "MSG-CONSENT-WITHDRAWN: Consent was withdrawn.");
    }

    @Test
    void shouldSayThatTheGateHasNotAnsweredYet() {
        desk.answer = null;

        assertThat(run("decide", "c-1", "--outcome", "reject", "--rationale", "No consent.")
                        .exitCode())
                .isEqualTo(ExitCode.TRY_LATER);
    }

    @Test
    void shouldAskForOneOfOutcomeAndConfirmation() {
        assertThat(run("decide", "c-1", "--rationale", "r").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run("decide", "c-1", "--confirm", "v-0", "--rationale", "I agree.")
                        .exitCode())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldTellWhatCannotBeDoneFromWhatMayBeTriedAgain() throws IOException {
        assertThat(run("show", "nothing").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run("show", "down").exitCode()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(run("show", "held").exitCode()).isEqualTo(ExitCode.FAILED);
        Files.writeString(token, "stolen");
        CommandRun refused = run("show", "c-1");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("--token-file").doesNotContain("stolen");
        assertThat(CommandRun.of("cases", "list", "--url", "console:8085").exitCode())
                .isEqualTo(ExitCode.USAGE);
        console.stop();
        assertThat(run("list").exitCode()).isEqualTo(ExitCode.TRY_LATER);
    }
}
