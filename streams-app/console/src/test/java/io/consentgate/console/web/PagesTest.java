// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.config.ContactConfig;
import io.consentgate.config.EnforcedSettings;
import io.consentgate.config.GateConfig;
import io.consentgate.console.cases.CaseChange;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.EventField;
import io.consentgate.console.cases.GateSettings;
import io.consentgate.console.cases.HeldConsent;
import io.consentgate.console.cases.PendingVerdict;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.rulebook.RuleList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

    private static final String CASE = "/cases/" + StubDesk.CASE;

    private final StubDesk desk = new StubDesk();
    private final ConsoleUnderTest console = ConsoleUnderTest.open(desk);

    @AfterEach
    void close() {
        console.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/queue",
                CASE,
                "/search",
                "/subjects/subject-1",
                "/figures",
                "/enforced",
                "/rules",
                "/campaigns/spring%20%26%20sale/reject",
                "/no-such-page",
                "/signed-out"
            })
    void shouldHoldNothingThatThePolicyOfTheBrowserWouldHaveToStop(String path) {
        HttpResponse<String> page = console.signedIn("r-1", "reviewer").get(path);

        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains(
                                "default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.body())
                .doesNotContainPattern("<script(?! src=\"/assets/)")
                .doesNotContain("<style", " style=", "javascript:", "hx-on", "js:")
                .doesNotContainPattern(" on[a-z]+=");
    }

    /** With what it keeps beyond the newest version, and never a number or address that stands where its hash belongs. */
    @Test
    void shouldShowWhatTheGateHoldsOfThePersonOnTheirPageAndInTheCase() {
        desk.held = new HeldConsent(
                HeldConsent.State.IN_DOUBT,
                8L,
                false,
                HeldConsent.Doubt.UNKNOWN_FIELDS,
                List.of("consents.expires_at"),
                List.of(),
                List.of(new HeldConsent.KeptAct(
                        HeldConsent.KeptAct.Kind.WITHDRAWAL,
                        7,
                        List.of(
                                new EventField("controllerId", "shop", EventField.Sensitivity.NONE),
                                new EventField("contactRef", null, EventField.Sensitivity.CONTACT_IN_CLEAR)),
                        true)),
                StubDesk.AT);
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");

        for (CasePart opened : List.of(CasePart.CONSENT, CasePart.CONSENT_HISTORY)) {
            desk.looked.clear();
            desk.looked.add(opened);
            assertThat(reviewer.get(CASE).body())
                    .as("%s", opened)
                    .contains("Wpis wątpliwy", "Wycofanie zgody, zachowane", "z wersji 7");
        }
        for (String path : List.of("/subjects/subject-1", CASE)) {
            assertThat(reviewer.get(path).body())
                    .contains(
                            "wersja 8",
                            "Wpis wątpliwy",
                            "<code>consents.expires_at</code>",
                            "Wycofanie zgody, zachowane",
                            "z wersji 7",
                            "nie pokazujemy: to sam numer lub adres",
                            "Dane tej osoby usunięto");
        }
    }

    @Test
    void shouldNotRepeatWhatTheGateJudgedBy() {
        desk.held = HeldConsent.of(HeldConsent.State.NO_RECORD, false);
        desk.looked.add(CasePart.CONSENT);

        assertThat(console.signedIn("r-1", "reviewer").get(CASE).body()).doesNotContain("class=\"consent held\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_CHANGELOG", "NOT_READ", "NO_ROW", "NO_RECORD", "UNREADABLE"})
    void shouldSayWhyNothingIsForeseen(HeldConsent.State state) {
        desk.held = HeldConsent.of(state, true);

        assertThat(console.signedIn("r-1", "reviewer")
                        .get("/subjects/subject-1")
                        .body())
                .contains(
                        Texts.in(Language.PL).say("held.state." + state),
                        Texts.in(Language.PL).say("held.behind"));
    }

    @Test
    void shouldShowContentOnlyToWhoAskedForItAndAsWhatItIs() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");

        String masked = reviewer.get(CASE).body();
        String shown = reviewer.postForm(CASE + "/content", Map.of()).body();
        String again = reviewer.get(CASE).body();

        assertThat(masked).doesNotContain("WIOSNA");
        assertThat(shown).contains("WIOSNA &lt;script&gt;alert(1)").doesNotContain("<script>alert");
        assertThat(again).doesNotContain("WIOSNA");
        assertThat(desk.acts).containsOnlyOnce("UNMASKED r-1");
    }

    @Test
    void shouldKeepWhatWasTypedWhenSomethingIsMissing() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");

        HttpResponse<String> answer = reviewer.postForm(
                CASE + "/verdict",
                Map.of("outcome", "RECLASSIFY", "digest", "digest-1", "rationale", "Przypomnienie o wizycie"));
        HttpResponse<String> withoutReference = reviewer.postForm(
                CASE + "/verdict",
                Map.of(
                        "outcome", "RECLASSIFY",
                        "digest", "digest-1",
                        "rationale", "Przypomnienie o wizycie",
                        "purpose", "SERVICE_NOTICE"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("Przypomnienie o wizycie", "Wskaż prawdziwy cel");
        assertThat(withoutReference.statusCode()).isEqualTo(422);
        assertThat(withoutReference.body()).contains("odniesienie, które to wykazuje");
        assertThat(desk.verdicts).isEmpty();
    }

    @Test
    void shouldHandOnAVerdictAsItWasGiven() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");
        reviewer.postForm(CASE + "/content", Map.of());

        HttpResponse<String> answer = reviewer.postForm(
                CASE + "/verdict",
                Map.of(
                        "outcome", "RECLASSIFY",
                        "digest", "digest-1",
                        "rationale", "A reminder.",
                        "purpose", "CONTRACT_PERFORMANCE",
                        "basisRef", "contract/17"));

        assertThat(ConsoleUnderTest.location(answer).toString()).endsWith(CASE + "?verdict=verdict-1");
        assertThat(desk.verdicts).singleElement().satisfies(verdict -> {
            assertThat(verdict.outcome()).isEqualTo(VerdictOutcome.RECLASSIFY);
            assertThat(verdict.digest()).isEqualTo("digest-1");
            assertThat(verdict.classification())
                    .isEqualTo(Classification.of("CONTRACT_PERFORMANCE", List.of(), "contract/17"));
            assertThat(verdict.amendedContent()).isNull();
        });
    }

    @Test
    void shouldHandOnEachLabelThatIsRestatedWithWhatShowsIt() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");
        reviewer.postForm(CASE + "/content", Map.of());
        Map<String, String> verdict = new HashMap<>(Map.of(
                "outcome", "RECLASSIFY",
                "digest", "digest-1",
                "rationale", "An order notice.",
                "commercialContent", "NONE",
                "inCampaign", "false",
                "jurisdiction", "pl",
                "ref-commercialContent", "templates/order",
                "ref-inCampaign", ""));

        HttpResponse<String> unshown = reviewer.postForm(CASE + "/verdict", verdict);
        verdict.putAll(Map.of("ref-inCampaign", "tickets/18", "ref-jurisdiction", "contracts/1"));
        HttpResponse<String> shown = reviewer.postForm(CASE + "/verdict", verdict);

        assertThat(unshown.statusCode()).isEqualTo(422);
        assertThat(unshown.body())
                .contains("templates/order")
                .containsPattern("value=\"NONE\" selected")
                .containsPattern("id=\"inCampaign\"[^>]* checked")
                .containsPattern("id=\"ref-inCampaign\"[^>]*aria-invalid=\"true\"")
                .doesNotContainPattern("id=\"ref-commercialContent\"[^>]*aria-invalid");
        assertThat(shown.statusCode()).isEqualTo(303);
        assertThat(desk.verdicts)
                .singleElement()
                .satisfies(given -> assertThat(given.classification())
                        .isEqualTo(new Classification(
                                null,
                                List.of(),
                                null,
                                "NONE",
                                false,
                                null,
                                "PL",
                                null,
                                List.of(
                                        new Classification.Reference("commercialContent", "templates/order"),
                                        new Classification.Reference("inCampaign", "tickets/18"),
                                        new Classification.Reference("jurisdiction", "contracts/1")))));
    }

    /** The gate would refuse it, which stays on record, and what was typed would be lost. */
    @Test
    void shouldHandOnNoVerdictThatTurnsOnWhatWasNotOpened() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");
        Map<String, String> verdict =
                Map.of("outcome", "RECHECK", "digest", "digest-1", "rationale", "The consent has come since.");
        Texts texts = Texts.in(Language.PL);

        HttpResponse<String> blind = reviewer.postForm(CASE + "/verdict", verdict);
        String opened = reviewer.postForm(CASE + "/parts/consent", verdict).body();
        HttpResponse<String> seeing = reviewer.postForm(CASE + "/verdict", verdict);

        assertThat(blind.statusCode()).isEqualTo(422);
        assertThat(blind.body())
                .contains(
                        texts.say("fault.EVIDENCE", texts.say("to-open.CONSENT")),
                        "The consent has come since.",
                        "formaction=\"" + CASE + "/parts/consent\"")
                .containsPattern("value=\"RECHECK\" checked");
        assertThat(opened)
                .contains("The consent has come since.", texts.say("consent.none-seen"))
                .containsPattern("value=\"RECHECK\" checked")
                .containsPattern("id=\"title-consent\" tabindex=\"-1\" autofocus")
                .doesNotContain("class=\"unopened\"");
        assertThat(seeing.statusCode()).isEqualTo(303);
        assertThat(desk.verdicts).hasSize(1);
    }

    /** The gate would refuse it, as it would one whose evidence was not opened. */
    @Test
    void shouldHandOnNothingBeforeTheLeastTimeHasPassed() {
        desk.waiting = waiting(VerdictOutcome.RECLASSIFY, 0);
        desk.looked.add(CasePart.CONTENT);
        desk.active = Duration.ofMillis(19_999);
        ConsoleUnderTest.Visitor second = console.signedIn("szymon", "second-reviewer");
        Map<String, String> verdict = Map.of("outcome", "REJECT", "digest", "digest-1", "rationale", "No consent.");
        Map<String, String> confirmation = Map.of("verdictId", "verdict-7", "rationale", "I read the contract.");

        HttpResponse<String> hasty = second.postForm(CASE + "/verdict", verdict);
        HttpResponse<String> agreed = second.postForm(CASE + "/confirm", confirmation);
        desk.active = Duration.ofSeconds(20);

        assertThat(hasty.statusCode()).isEqualTo(422);
        assertThat(hasty.body()).containsOnlyOnce("id=\"too-soon\"").contains("No consent.");
        assertThat(agreed.statusCode()).isEqualTo(422);
        assertThat(agreed.body()).containsOnlyOnce("id=\"too-soon\"").contains("I read the contract.");
        assertThat(desk.verdicts).isEmpty();
        assertThat(second.postForm(CASE + "/verdict", verdict).statusCode()).isEqualTo(303);
        assertThat(second.postForm(CASE + "/confirm", confirmation).statusCode())
                .isEqualTo(303);
    }

    @Test
    void shouldKeepWhatWasTypedWhenTheContentIsOpenedForIt() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");
        Map<String, String> verdict = Map.of(
                "outcome", "RECLASSIFY",
                "digest", "digest-1",
                "rationale", "A reminder.",
                "purpose", "CONTRACT_PERFORMANCE",
                "basisRef", "contract/17");

        String blind = reviewer.postForm(CASE + "/verdict", verdict).body();
        String shown = reviewer.postForm(CASE + "/content", verdict).body();

        assertThat(blind).contains("formaction=\"" + CASE + "/content\"").doesNotContain("WIOSNA");
        assertThat(shown)
                .contains("WIOSNA", "A reminder.", "contract/17")
                .containsPattern("value=\"CONTRACT_PERFORMANCE\" selected");
        assertThat(desk.verdicts).isEmpty();
    }

    @Test
    void shouldSayBesideEachOutcomeWhatIsStillToBeOpened() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");
        Texts texts = Texts.in(Language.PL);
        String content = texts.say("preview.unopened", texts.say("to-open.CONTENT"));

        String masked = reviewer.get(CASE).body();
        String previewed = reviewer.postForm(
                        CASE + "/preview",
                        Map.of("outcome", "RECLASSIFY", "digest", "digest-1", "purpose", "CONTRACT_PERFORMANCE"))
                .body();
        String shown = reviewer.postForm(CASE + "/content", Map.of()).body();

        assertThat(note(masked, "RECLASSIFY")).isEqualTo(content);
        assertThat(note(masked, "REJECT")).isEmpty();
        assertThat(note(previewed, "RECLASSIFY")).isEqualTo(content);
        assertThat(note(shown, "RECLASSIFY")).isEmpty();
    }

    private static String note(String page, String outcome) {
        Matcher note =
                Pattern.compile("id=\"unopened-" + outcome + "\">([^<]*)<").matcher(page);
        assertThat(note.find()).as(outcome).isTrue();
        return note.group(1);
    }

    @Test
    void shouldOfferNoOutcomeThatTheCaseDoesNotAllow() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");

        HttpResponse<String> answer = reviewer.postForm(
                CASE + "/verdict", Map.of("outcome", "DECIDE_UPHOLD", "digest", "digest-1", "rationale", "So be it."));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(reviewer.get(CASE).body()).doesNotContain("value=\"DECIDE_UPHOLD\"");
        assertThat(desk.verdicts).isEmpty();
    }

    @Test
    void shouldCountAsLookedAtOnlyWhatItShowed() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");

        reviewer.postForm(
                CASE + "/verdict", Map.of("outcome", "REJECT", "digest", "digest-1", "rationale", "Without a look."));
        reviewer.postForm(CASE + "/preview", Map.of("outcome", "REJECT", "digest", "digest-1"));
        Set<CasePart> withoutThePage = Set.copyOf(desk.looked);
        reviewer.get(CASE);

        assertThat(withoutThePage).containsExactly(CasePart.OUTCOMES);
        assertThat(desk.looked).containsExactlyInAnyOrder(CasePart.OUTCOMES, CasePart.EVENT, CasePart.VIOLATIONS);
    }

    @Test
    void shouldTakeContentThatIsEmptyForSeen() {
        desk.contentLength = 0;

        console.signedIn("r-1", "reviewer").get(CASE);

        assertThat(desk.looked).contains(CasePart.CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"content", "amendment"})
    void shouldTakeNobodysWordForHavingSeenWhatIsMasked(String part) {
        HttpResponse<String> answer = console.signedIn("r-1", "reviewer").postForm(CASE + "/parts/" + part, Map.of());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(desk.looked).isEmpty();
    }

    private static PendingVerdict waiting(VerdictOutcome outcome, int amendedLength) {
        return new PendingVerdict(
                "verdict-7",
                "rita",
                "reviewer",
                outcome,
                "It was a reminder.",
                Classification.of("CONTRACT_PERFORMANCE", List.of(), "contract/17"),
                true,
                "explanations/4",
                amendedLength,
                StubDesk.AT,
                StubDesk.AT.plusSeconds(90),
                77,
                List.of("event", "consent-history"));
    }

    @Test
    void shouldShowASecondReviewerWhatTheyWouldPutTheirNameTo() {
        desk.waiting = waiting(VerdictOutcome.RECLASSIFY, 0);
        ConsoleUnderTest.Visitor second = console.signedIn("szymon", "second-reviewer");

        second.postForm(CASE + "/content", Map.of());
        String page = second.get(CASE, "Accept-Language", "en").body();
        String section = page.substring(page.indexOf("class=\"second\""), page.indexOf("</aside>"));

        assertThat(section)
                .contains(
                        "rita",
                        "It was a reminder.",
                        "contract/17",
                        "explanations/4",
                        "left out",
                        "77 s",
                        "Consent history")
                .contains("performance of a contract")
                .doesNotContain("/amendment");
        assertThat(ConsoleUnderTest.location(second.postForm(
                        CASE + "/confirm", Map.of("verdictId", "verdict-7", "rationale", "I read the contract."))))
                .hasPath(CASE);
    }

    @Test
    void shouldConfirmNoAmendmentThatWasNotOpened() {
        desk.waiting = waiting(VerdictOutcome.DECIDE_AMEND, 30);
        ConsoleUnderTest.Visitor second = console.signedIn("szymon", "second-reviewer");
        Map<String, String> confirmation =
                Map.of("verdictId", "verdict-7", "rationale", "The income supports half of it.");
        Texts texts = Texts.in(Language.PL);

        String masked = second.get(CASE).body();
        desk.looked.add(CasePart.CONTENT);
        HttpResponse<String> blind = second.postForm(CASE + "/confirm", confirmation);
        desk.looked.add(CasePart.AMENDMENT); // of another verdict
        HttpResponse<String> mistaken = second.postForm(CASE + "/confirm", confirmation);
        String shown = second.postForm(CASE + "/amendment", confirmation).body();
        HttpResponse<String> seeing = second.postForm(CASE + "/confirm", confirmation);

        assertThat(masked).doesNotContain("granted");
        assertThat(blind.statusCode()).isEqualTo(422);
        assertThat(blind.body())
                .contains(
                        texts.say("fault.AGREEMENT_EVIDENCE", texts.say("to-open.AMENDMENT")),
                        "The income supports half of it.");
        assertThat(mistaken.statusCode()).isEqualTo(409);
        assertThat(mistaken.body()).contains(texts.say("fault.AMENDMENT_UNSEEN"), "The income supports half of it.");
        assertThat(shown).contains("granted, &lt;b&gt;half&lt;/b&gt; the amount", "The income supports half of it.");
        assertThat(second.get(CASE).body()).doesNotContain("granted");
        assertThat(seeing.statusCode()).isEqualTo(303);
        assertThat(desk.acts).containsOnlyOnce("AMENDMENT szymon");
    }

    @Test
    void shouldConfirmNothingThatTurnsOnWhatWasNotOpened() {
        desk.waiting = waiting(VerdictOutcome.RECLASSIFY, 0);
        ConsoleUnderTest.Visitor second = console.signedIn("szymon", "second-reviewer");
        Map<String, String> confirmation = Map.of("verdictId", "verdict-7", "rationale", "I read the contract.");
        Texts texts = Texts.in(Language.PL);

        HttpResponse<String> blind = second.postForm(CASE + "/confirm", confirmation);
        String shown = second.postForm(CASE + "/content", confirmation).body();
        HttpResponse<String> seeing = second.postForm(CASE + "/confirm", confirmation);

        assertThat(blind.statusCode()).isEqualTo(422);
        assertThat(blind.body())
                .contains(texts.say("fault.AGREEMENT_EVIDENCE", texts.say("to-open.CONTENT")), "I read the contract.")
                .doesNotContain(texts.say("fault.EVIDENCE", texts.say("to-open.CONTENT")));
        assertThat(shown).contains("WIOSNA", "I read the contract.");
        assertThat(seeing.statusCode()).isEqualTo(303);
    }

    @Test
    void shouldSayBesideTheConfirmationThatItLacksItsReason() {
        desk.waiting = waiting(VerdictOutcome.RECLASSIFY, 0);

        HttpResponse<String> answer = console.signedIn("szymon", "second-reviewer")
                .postForm(CASE + "/confirm", Map.of("verdictId", "verdict-7", "rationale", " "));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains(Texts.in(Language.PL).say("fault.AGREEMENT"))
                .doesNotContain(Texts.in(Language.PL).say("fault.RATIONALE"));
    }

    @Test
    void shouldTellAPageOfACaseWhatChangedBeforeItListened() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");
        String before = stream(reviewer.get(CASE).body());
        desk.change(CaseChange.Kind.CLOSED);
        String after = stream(reviewer.get(CASE).body());

        assertThat(news(reviewer, before)).contains(Texts.in(Language.PL).say("case.news.CLOSED"));
        assertThat(news(reviewer, CASE + "/live?seen=0"))
                .as("made before the console was started anew")
                .contains(Texts.in(Language.PL).say("case.news-unknown"));
        desk.change(CaseChange.Kind.ANSWERED);
        assertThat(news(reviewer, after)).contains(Texts.in(Language.PL).say("case.news.ANSWERED"));
    }

    private static String stream(String page) {
        Matcher address = Pattern.compile("sse-connect=\"([^\"]+)\"").matcher(page);
        assertThat(address.find()).isTrue();
        return address.group(1);
    }

    /** The first piece of news that comes. */
    private static String news(ConsoleUnderTest.Visitor visitor, String stream) {
        try (Stream<String> lines = visitor.lines(stream)) {
            return lines.filter(line -> line.startsWith("data:")).findFirst().orElseThrow();
        }
    }

    @Test
    void shouldKeepThePathUnderWhichItIsOffered() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        StubDesk desk = new StubDesk();
        try (ConsoleUnderTest offered = ConsoleUnderTest.open(
                desk,
                Clock.systemUTC(),
                Map.of(
                        "CONSENT_GATE_REVIEW_CONSOLE_PORT",
                        Integer.toString(port),
                        "CONSENT_GATE_REVIEW_CONSOLE_PUBLIC_URL",
                        "http://localhost:" + port + "/consent/"))) {
            ConsoleUnderTest.Visitor visitor = offered.visitor();
            HttpResponse<String> refused = visitor.get("/consent" + CASE + "?lang=en");
            HttpResponse<String> asked = visitor.get("/consent" + CASE);
            HttpResponse<String> stranger = visitor.get("/consent/queue/live");
            offered.provider.enqueueCallback(
                    ConsoleUnderTest.callback("r-1", "consent-gate-review", "second-reviewer"));
            HttpResponse<String> in =
                    visitor.follow(visitor.follow(ConsoleUnderTest.location(visitor.get("/consent/sign-in"))));

            assertThat(ConsoleUnderTest.location(refused)).hasPath("/consent" + CASE);
            assertThat(ConsoleUnderTest.location(asked)).hasPath("/consent/sign-in");
            assertThat(stranger.statusCode()).isEqualTo(401);
            assertThat(ConsoleUnderTest.location(in)).hasPath("/consent" + CASE);
            assertThat(in.headers().allValues("Set-Cookie"))
                    .allSatisfy(cookie -> assertThat(cookie).containsIgnoringCase("Path=/consent"));
            for (String path : List.of(
                    "/queue",
                    CASE,
                    "/search",
                    "/subjects/subject-1",
                    "/figures",
                    "/enforced",
                    "/rules",
                    "/campaigns/spring/reject",
                    "/signed-out",
                    "/no-such-page")) {
                String page = visitor.get("/consent" + path).body();
                assertThat(addresses(page))
                        .as(path)
                        .isNotEmpty()
                        .allSatisfy(address -> assertThat(address)
                                .satisfiesAnyOf(
                                        ours -> assertThat(ours).startsWith("/consent/"),
                                        within -> assertThat(within).startsWith("#"),
                                        law -> assertThat(law).startsWith("https://"),
                                        same -> assertThat(same).isEmpty()));
            }
            assertThat(ConsoleUnderTest.location(visitor.get("/consent/"))).hasPath("/consent/queue");
            assertThat(ConsoleUnderTest.location(visitor.get("/consent/queue?age=DAY&lang=pl")))
                    .hasPath("/consent/queue");
            String stream = stream(visitor.get("/consent" + CASE).body());
            desk.change(CaseChange.Kind.CLOSED);
            assertThat(news(visitor, stream)).contains("href=\"/consent" + CASE + "\"");
            String token = visitor.token("/consent");
            assertThat(ConsoleUnderTest.location(
                            visitor.post("/consent" + CASE + "/parts/consent", Map.of("_csrf", token))))
                    .hasPath("/consent" + CASE);
            for (String act : List.of(
                    "/queue/next",
                    CASE + "/claim",
                    CASE + "/release",
                    CASE + "/take-over",
                    CASE + "/verdict",
                    "/shortcuts",
                    "/search",
                    "/sign-out")) {
                HttpResponse<String> done = visitor.post(
                        "/consent" + act,
                        Map.of(
                                "_csrf", token,
                                "reason", "HOLDER_ABSENT",
                                "id", StubDesk.CASE,
                                "outcome", "REJECT",
                                "digest", "digest-1",
                                "rationale", "No consent."));
                assertThat(ConsoleUnderTest.location(done).getPath()).as(act).startsWith("/consent/");
            }
        }
    }

    /** Of everything that a browser would fetch, follow or send to. */
    private static List<String> addresses(String page) {
        return Pattern.compile("\\b(?:href|src|action|formaction|hx-get|sse-connect|data-[a-z-]*url)=\"([^\"]*)\"")
                .matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void shouldRejectNoCampaignThatWasNotLookedAt() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");
        String path = "/campaigns/one/reject";

        reviewer.postForm(path, Map.of("rationale", "all of it"));
        List<String> withoutAPlan = List.copyOf(desk.acts);
        reviewer.get(path);
        reviewer.postForm(path, Map.of("rationale", "all of it"));

        assertThat(withoutAPlan).isEmpty();
        assertThat(desk.acts).containsExactly("BULK r-1 one");
    }

    /** The gate would refuse every one of these verdicts. */
    @Test
    void shouldRejectNoCampaignBeforeTheLeastTimeHasPassed() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");
        String path = "/campaigns/fast/reject";
        desk.plannedAt = Instant.now();
        reviewer.get(path);

        HttpResponse<String> answer = reviewer.postForm(path, Map.of("rationale", "all of it"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("id=\"too-soon\"", "all of it", "data-floor=\"20\"");
        assertThat(desk.acts).isEmpty();
    }

    @Test
    void shouldSayWhatTheGateMadeOfARejectedCampaign() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");
        String path = "/campaigns/answered/reject";
        reviewer.get(path);

        URI done = ConsoleUnderTest.location(reviewer.postForm(path, Map.of("rationale", "all of it")));

        assertThat(done).hasPath(path).hasQuery("done");
        assertThat(reviewer.get(path + "?done", "Accept-Language", "en").body())
                .contains(
                        "12,431 verdicts were given",
                        "400 cases are closed",
                        "31 verdicts were refused",
                        "12,000 answers");
    }

    /** A form instead would offer to reject anew what somebody only wanted to look at. */
    @Test
    void shouldKeepWhatWasDoneToEachCampaign() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");
        for (String campaign : List.of("one", "two")) {
            reviewer.get("/campaigns/" + campaign + "/reject");
            reviewer.postForm("/campaigns/" + campaign + "/reject", Map.of("rationale", "all of it"));
        }

        String one = reviewer.get("/campaigns/one/reject?done", "Accept-Language", "en")
                .body();
        HttpResponse<String> never = reviewer.get("/campaigns/three/reject?done");

        assertThat(one)
                .contains("<code>one</code>", "12,431 verdicts were given")
                .doesNotContain("name=\"rationale\"");
        assertThat(ConsoleUnderTest.location(never)).hasPath("/queue");
        assertThat(desk.acts).containsExactly("BULK r-1 one", "BULK r-1 two");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void shouldShowEverySettingThatIsEnforced(String shown) throws IOException {
        assertThat(Files.readString(Path.of("src/main/jte/enforced.jte"))).contains(shown);
    }

    static Stream<String> settings() {
        return Stream.of(
                        accessors("review.", GateConfig.Review.class),
                        accessors("review.figures().", GateConfig.Figures.class),
                        accessors("policy.", GateConfig.Policy.class),
                        accessors("policy.contact().", ContactConfig.class),
                        accessors("clearance.", GateConfig.Clearance.class))
                .flatMap(accessors -> accessors);
    }

    private static Stream<String> accessors(String of, Class<? extends Record> settings) {
        return Arrays.stream(settings.getRecordComponents())
                .filter(component -> component.getType() != GateConfig.Console.class)
                .map(component -> of + component.getName() + "()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pl", "en"})
    void shouldShowTheRulesAsTheyAreListedElsewhere(String language) {
        RuleList list = ConsoleUnderTest.RULES.list(
                List.of("PL"), LocalDate.of(2026, 11, 30), new io.consentgate.policy.Language(language));

        String page = console.signedIn("a-1", "auditor")
                .get("/rules?on=2026-11-30&jurisdiction=PL", "Accept-Language", language)
                .body()
                .replace("&amp;", "&");

        assertThat(list.all()).hasSizeGreaterThan(60).allSatisfy(rule -> {
            assertThat(page)
                    .contains("id=\"" + rule.code() + "\"", "href=\"#" + rule.code() + "\"")
                    .contains(rule.question(), rule.doing());
            rule.citations().forEach(source -> assertThat(page).contains(source.text()));
            rule.releases().forEach(release -> assertThat(page).contains(release.text()));
            rule.examples().forEach(example -> assertThat(page).contains(example.sentence()));
        });
    }

    @Test
    void shouldShowTheRulesOfAnotherDayAndCountry() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");

        assertThat(reviewer.get("/rules?on=2024-06-01").body()).contains("Prawa telekomunikacyjnego");
        assertThat(reviewer.get("/rules?on=2026-11-30").body()).doesNotContain("Prawa telekomunikacyjnego");
        assertThat(reviewer.get("/rules?jurisdiction=DE").body())
                .contains("id=\"MSG-CONSENT-AGED\"", "<option value=\"DE\" selected");
        assertThat(reviewer.get("/rules?jurisdiction=US").body()).contains("<option value=\"PL\" selected");
        assertThat(reviewer.get("/rules?on=yesterday").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldLeadFromAFindingToItsRule() {
        assertThat(console.signedIn("r-1", "reviewer").get(CASE).body())
                .containsPattern("href=\"/rules(\\?jurisdiction=PL)?#MSG-CONSENT-WITHDRAWN\"");
    }

    @Test
    void shouldRaiseAnAlarmWhenTheGateEnforcesOtherSettings() {
        ConsoleUnderTest.Visitor auditor = console.signedIn("a-1", "auditor");
        assertThat(auditor.get("/enforced").body())
                .contains("id=\"unstated\"")
                .doesNotContain("id=\"differs\"", "id=\"agrees\"");

        desk.settings = new GateSettings(List.of(new GateSettings.Stated("quarantine", 0, "another", Instant.now())));
        String other = auditor.get("/enforced").body();
        desk.settings = new GateSettings(List.of());

        assertThat(other).contains("id=\"differs\"").doesNotContain("id=\"agrees\"");
    }

    @Test
    void shouldSayWhenTheGateLastStatedTheSameSettings() {
        desk.settings = new GateSettings(List.of(new GateSettings.Stated(
                "quarantine", 0, EnforcedSettings.digest(console.config), Instant.parse("2026-03-04T10:15:00Z"))));

        String page = console.signedIn("a-1", "auditor")
                .get("/enforced", "Accept-Language", "en")
                .body();

        assertThat(page)
                .containsPattern("id=\"agrees\">[^<]*4 Mar 2026")
                .doesNotContain("id=\"differs\"", "id=\"unstated\"");
    }

    @Test
    void shouldSpeakPolishUnlessTheBrowserAsksForEnglish() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");

        assertThat(reviewer.get("/queue").body()).contains("<html lang=\"pl\">", "Kolejka spraw");
        assertThat(reviewer.get("/queue", "Accept-Language", "en-US,en;q=0.9").body())
                .contains("<html lang=\"en\">", "Cases to review");
        assertThat(reviewer.get("/queue", "Accept-Language", "de-DE, pl;q=0.5, en;q=0.1")
                        .body())
                .contains("<html lang=\"pl\">");
        assertThat(reviewer.get("/queue", "Accept-Language", "nonsense;;;q=x").statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldKeepTheLanguageThatWasChosenOutOfTheAddress() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");

        URI again = ConsoleUnderTest.location(reviewer.get("/queue?age=DAY&lang=en"));

        assertThat(again).hasPath("/queue").hasQuery("age=DAY");
        assertThat(reviewer.get("/queue").body()).contains("<html lang=\"en\">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example/?lang=en", "/\\evil.example/?lang=en", "///evil.example/?lang=en"})
    void shouldSendNobodyToAnotherSiteForALanguage(String target) throws IOException {
        URI address = console.at("/");
        try (Socket socket = new Socket(address.getHost(), address.getPort());
                Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.US_ASCII);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            out.write(
                    "GET " + target + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\nConnection: close\r\n\r\n");
            out.flush();

            List<String> answer = in.lines().toList();
            assertThat(answer.get(0)).contains(" 400 ");
            assertThat(answer).noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("location:"));
        }
    }

    @Test
    void shouldPutNothingThatSomebodyTypedIntoAnAddress() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");

        HttpResponse<String> nothing = reviewer.postForm("/search", Map.of("id", "600 100 200"));
        HttpResponse<String> person = reviewer.postForm("/search", Map.of("id", StubDesk.SUBJECT));

        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.body()).doesNotContain("600 100 200");
        assertThat(ConsoleUnderTest.location(person)).hasPath("/subjects/" + StubDesk.SUBJECT);
    }

    @Test
    void shouldNotAnswerUnderANameThatIsNotItsOwn() throws IOException {
        URI address = console.at("/queue");
        try (Socket socket = new Socket(address.getHost(), address.getPort());
                Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.US_ASCII);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            out.write(
                    "GET /queue HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost\r\nConnection: close\r\n\r\n");
            out.flush();

            assertThat(in.readLine()).contains(" 421 ");
        }
    }

    @Test
    void shouldTakeBearerTokensOfItsOwnAudienceForTheApiOnly() {
        ConsoleUnderTest.Visitor robot = console.visitor();
        String token = console.bearer("robot", ConsoleUnderTest.API_AUDIENCE, "reviewer");

        assertThat(get(robot, "/api/v1/cases", token).statusCode()).isEqualTo(200);
        assertThat(get(robot, "/queue", token).statusCode()).isEqualTo(303);
        assertThat(get(robot, "/api/v1/cases", console.bearer("robot", "consent-gate-review", "reviewer"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(get(robot, "/api/v1/cases", console.bearer("robot", ConsoleUnderTest.API_AUDIENCE, "none"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(get(robot, "/api/v1/cases", token.substring(0, token.length() - 4) + "AAAA")
                        .statusCode())
                .isEqualTo(401);
        assertThat(robot.send(java.net.http.HttpRequest.newBuilder(console.at("/api/v1" + CASE + "/claim"))
                                .header("Authorization", "Bearer " + token)
                                .POST(java.net.http.HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .as("a token is nothing that a foreign page could send")
                .isEqualTo(200);
    }

    @Test
    void shouldTakeADemoPersonsIdForTheirTokenWhereAnybodyMayBeThem() {
        try (ConsoleUnderTest demo = ConsoleUnderTest.demo(desk)) {
            ConsoleUnderTest.Visitor terminal = demo.visitor();

            assertThat(get(terminal, "/api/v1/cases", "demo-reviewer").statusCode())
                    .isEqualTo(200);
            assertThat(get(terminal, "/api/v1/figures", "demo-reviewer").statusCode())
                    .isEqualTo(403);
            assertThat(get(terminal, "/api/v1/cases", "nobody").statusCode()).isEqualTo(401);
            assertThat(get(terminal, "/queue", "demo-reviewer").statusCode()).isEqualTo(303);
        }
        assertThat(get(console.visitor(), "/api/v1/cases", "demo-reviewer").statusCode())
                .isEqualTo(401);
    }

    private static HttpResponse<String> get(ConsoleUnderTest.Visitor visitor, String path, String token) {
        return visitor.get(path, "Authorization", "Bearer " + token);
    }

    @Test
    void shouldTellAPageThatListensAndClosesItsStreamWithTheSession() {
        ConsoleUnderTest.Visitor reviewer = console.signedIn("r-1", "reviewer");
        String token = reviewer.token();
        List<String> heard = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> stream = CompletableFuture.runAsync(() -> {
            try (Stream<String> lines = reviewer.lines("/queue/live?seen=1")) {
                lines.forEach(heard::add);
            }
        });

        await().until(() -> {
            desk.change(CaseChange.Kind.ARRIVED);
            return heard.contains("event: news");
        });
        await().until(() -> heard.stream().anyMatch(line -> line.startsWith("data:") && line.contains("now")));
        reviewer.post("/sign-out", Map.of("_csrf", token));

        assertThat(stream).succeedsWithin(Duration.ofSeconds(10));
    }
}
