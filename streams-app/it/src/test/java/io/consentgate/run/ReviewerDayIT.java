// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAutomatedLoanRefusal;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.Verdicts.aVerdict;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import io.consentgate.console.ReviewRunner;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Outcome;
import io.consentgate.events.Purpose;
import io.consentgate.events.Trigger;
import io.consentgate.topology.GateHeaders;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reviewer's day in a real browser: a real broker, gate and console, and a provider that signs people in. Needs
 * Chromium; leaves pictures of the pages in {@code target/screenshots}.
 */
class ReviewerDayIT {

    private static final Path CHROMIUM = Path.of(System.getProperty("chromium", "/usr/bin/chromium"));
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final String REALM = "staff";
    private static final int PARTITIONS = 2;

    @AutoClose
    private static GateCluster cluster;

    private static ReviewRunner console;
    private static MockOAuth2Server provider;
    private static Playwright playwright;
    private static Browser browser;

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        assertThat(CHROMIUM)
                .as("The browser tests need Chromium: apt-get install chromium, or name it with -Dchromium=/path")
                .isExecutable();
        Files.createDirectories(PICTURES);
        // A verdict goes to the gate and back, on a machine that may be busy with other builds.
        PlaywrightAssertions.setDefaultAssertionTimeout((double) GateCluster.PATIENCE.toMillis());
        provider = new MockOAuth2Server(new OAuth2Config(true)); // with a page to sign in on
        provider.start();
        cluster = GateCluster.start(folder, PARTITIONS);
        Map<String, String> settings = new HashMap<>(Map.of(
                "REVIEW_FLOOR", "1s",
                "POLICY_HUMAN_FLOOR", "1s",
                "REVIEW_CONSOLE_PORT", "0",
                "REVIEW_CONSOLE_STATE_DIR", folder.resolve("review").toString(),
                "REVIEW_CONSOLE_OIDC_ISSUER", provider.issuerUrl(REALM).toString()));
        cluster.startGate(settings);
        console = ReviewRunner.start(cluster.config(settings));
        // A gate and a console answer in time of their own where a build shares its processors.
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox", // Chromium refuses to start as root with one
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--no-first-run")));
    }

    @AfterAll
    static void stop() {
        browser.close();
        playwright.close();
        console.close();
        provider.shutdown();
    }

    @AfterEach
    void closeBrowsers() {
        contexts.forEach(BrowserContext::close);
        // What the content security policy stops, and what a script trips over, shows here and nowhere else.
        assertThat(complaints).isEmpty();
    }

    @Test
    void shouldTakeAReviewerFromSignInToAReleaseThroughARefusal() {
        String subject = "recheck";
        publish(aBirthdaySms("m-recheck", subject).build());
        Page page = signIn("rita", "en-GB", "reviewer");
        awaitCase(page, subject);
        page.navigate(console.address() + "/queue");

        page.getByLabel("Broken rule").selectOption("MSG-CONSENT-MISSING");
        assertThat(page).hasURL(Pattern.compile(".*rule=MSG-CONSENT-MISSING.*"));
        picture(page, "queue");
        openCase(page, subject);
        open(page, "Open the consent and its evidence");
        assertThat(page.locator("#part-consent")).containsText("no consent record");
        open(page, "Show the content");
        assertThat(page.locator("#part-content")).containsText("Happy birthday! 20 % off today");

        giveVerdict(page, "Recheck", "The person says that they agreed this morning.");
        assertThat(page.locator(".answer")).containsText("The gate refused: Recheck");
        assertThat(page.locator(".answer")).containsText("MSG-CONSENT-MISSING");
        assertAccessible(page);
        picture(page, "refused");

        publishConsent(subject, 1, ConsentStatus.GRANTED);
        giveVerdict(page, "Recheck", "The consent has arrived since; its evidence names this channel.");
        assertThat(page.locator(".answer")).containsText("Applied: Recheck");
        assertThat(page.locator(".answer")).containsText("cleared-messages");
        picture(page, "released");
        assertThat(released("cleared-messages", subject)).hasSize(1);
    }

    @Test
    void shouldDecideEachOutcomeThatTheLawLeavesOpen() {
        publishConsent("reject", 1, ConsentStatus.WITHDRAWN);
        publish(aBirthdaySms("m-reject", "reject").build());
        publish(aBirthdaySms("m-escalate", "escalate").build());
        publish(aMislabelledReminder("m-reclassify", "reclassify"));
        publish(anAutomatedLoanRefusal("d-uphold", "uphold")
                .setExplanationRef(null)
                .build());
        publish(anAutomatedLoanRefusal("d-amend", "amend").build());
        publish(anAutomatedLoanRefusal("d-overturn", "overturn").build());
        Page page = signIn("rita", "en-GB", "reviewer");

        decide(page, "reject", "Reject", "Withdrawn a year ago; nothing has come since.");
        assertThat(page.locator(".answer")).containsText("will not be sent or applied");

        decide(page, "escalate", "Escalate", "The wording of the form needs the DPO.");
        assertThat(page.locator(".answer")).containsText("more authority");
        assertThat(page.locator(".tags").first()).containsText("escalated");

        openCase(page, "reclassify");
        read(page);
        page.getByLabel("Reclassify").check();
        page.getByLabel("True purpose").selectOption("CONTRACT_PERFORMANCE");
        page.getByLabel("Reference that shows it").fill("contract/2026/17");
        page.getByText("See what would happen").click();
        assertThat(page.locator("#does-RECLASSIFY")).containsText("Now:");
        giveVerdict(page, "Reclassify", "A reminder of an appointment under the contract.");
        assertThat(page.locator(".answer")).containsText("cleared-messages");

        openCase(page, "uphold");
        assertThat(page.locator("#unopened-DECIDE_UPHOLD")).containsText("you have to open: the content");
        page.getByLabel("Decide: uphold").check();
        page.getByLabel("Where this decision is explained").fill("explanations/uphold-1");
        page.getByLabel("Rationale").fill("I weighed income and history myself; the refusal stands.");
        awaitFloor(page);
        page.getByText("Give the verdict").click();
        assertThat(page.locator(".verdict [role=alert]")).containsText("Open first: the content");
        assertThat(page.locator(".verdict [role=alert]")).isFocused();
        assertAccessible(page); // no picture: it would leave empty styles on the fields, which the policy then stops
        page.locator(".verdict [role=alert] button").click();
        assertThat(page.locator("#part-content .content")).isVisible();
        assertThat(page.locator("#title-content")).isFocused();
        assertThat(page.getByLabel("Decide: uphold")).isChecked();
        assertThat(page.getByLabel("Rationale")).hasValue("I weighed income and history myself; the refusal stands.");
        page.getByText("Give the verdict").click();
        assertThat(page.locator(".answer")).containsText("cleared-decisions");

        openCase(page, "amend");
        assertThat(page.locator("#unopened-DECIDE_AMEND")).containsText("the content");
        read(page);
        assertThat(page.locator("#unopened-DECIDE_AMEND")).isEmpty();
        page.getByLabel("Decide: amend").check();
        page.getByLabel("What replaces the content, in the same format").fill("granted, half the amount");
        giveVerdict(page, "Decide: amend", "The income supports half of the amount.");
        assertThat(page.locator(".answer")).containsText("cleared-decisions");

        openCase(page, "overturn");
        read(page);
        page.getByLabel("Decide: overturn").check();
        page.getByLabel("What replaces the content, in the same format").fill("granted");
        giveVerdict(page, "Decide: overturn", "The model missed the second income.");
        assertThat(page.locator(".answer")).containsText("cleared-decisions");
        assertThat(released("cleared-decisions", "overturn")).hasSize(1);
    }

    @Test
    void shouldHaveASecondReviewerSeeWhatTheyConfirm() {
        List<String> subjects = onOnePartition("four-eyes", 6);
        String subject = subjects.get(5);
        String rationale = "The figures support it.";
        releaseAtOnce("hasty", subjects.subList(0, 5), "Looks fine.");
        publish(anAutomatedLoanRefusal("d-four-eyes", subject).build());
        Page hasty = signIn("hasty", "en-GB", "reviewer");
        openCase(hasty, subject);
        read(hasty);
        hasty.getByLabel("Decide: amend").check();
        hasty.getByLabel("What replaces the content, in the same format").fill("granted, half the amount");
        giveVerdict(hasty, "Decide: amend", rationale);
        assertThat(hasty.locator(".answer")).containsText("Your verdict waits for a second person");
        assertAccessible(hasty);
        hasty.getByText("Give it back").click();
        assertThat(hasty.locator("h1")).hasText("Cases to review");

        Page szymon = signIn("szymon", "en-GB", "second-reviewer");
        openCase(szymon, subject);
        assertThat(szymon.locator(".second")).containsText("hasty decided: Decide: amend");
        assertThat(szymon.locator(".second")).containsText(rationale);
        assertThat(szymon.locator(".second")).not().containsText("half the amount");
        assertAccessible(szymon);
        picture(szymon, "four-eyes");
        confirm(szymon, "I trust hasty.");
        assertThat(szymon.locator(".second [role=alert]")).containsText("nothing was confirmed");
        assertThat(szymon.locator("#second-rationale")).hasValue("I trust hasty.");
        assertAccessible(szymon);
        picture(szymon, "four-eyes-unseen");

        szymon.locator("#part-amendment button").click();
        assertThat(szymon.locator("#part-amendment .content")).hasText("granted, half the amount");
        read(szymon);
        assertAccessible(szymon);
        picture(szymon, "four-eyes-seen");
        confirm(szymon, "The income supports half of it; I read both.");

        assertThat(szymon.locator(".answer")).containsText("Applied: Decide: amend");
        assertThat(released("cleared-decisions", subject)).singleElement().satisfies(record -> {
            assertThat(GateCluster.header(record.headers(), GateHeaders.REVIEWER))
                    .isEqualTo("hasty");
            assertThat(GateCluster.header(record.headers(), GateHeaders.SECOND_REVIEWER))
                    .isEqualTo("szymon");
        });
    }

    private static void confirm(Page page, String rationale) {
        page.locator("#second-rationale").fill(rationale);
        awaitFloor(page);
        page.getByText("Confirm the verdict").click();
    }

    private static List<String> onOnePartition(String prefix, int count) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> prefix + "-" + i)
                .filter(subject -> cluster.home(subject) == 0)
                .limit(count)
                .toList();
    }

    /** What makes the gate ask for a second pair of eyes: releases with one and the same reason. */
    private static void releaseAtOnce(String reviewer, List<String> subjects, String rationale) {
        subjects.forEach(subject -> publish(
                aBirthdaySms("m-" + subject, subject).setCampaignId("four-eyes").build()));
        cluster.awaitAllTaken();
        subjects.forEach(subject -> publishConsent(subject, 1, ConsentStatus.GRANTED));
        cluster.read("quarantine").stream()
                .map(cluster::quarantined)
                .filter(quarantined -> subjects.contains(quarantined.getSubjectId()))
                .map(quarantined -> aVerdict(
                                "v-" + quarantined.getCaseId(), quarantined, Outcome.RECHECK, Instant.now())
                        .setOpenedAt(quarantined.getQuarantinedAt())
                        .setActiveSeconds(1)
                        .setReviewer(reviewer)
                        .setRationale(rationale)
                        .build())
                .forEach(verdict -> cluster.publish(
                        "review-verdicts", verdict.getSubjectId(), cluster.encoded("review-verdicts", verdict)));
        cluster.awaitAllTaken();
    }

    @Test
    void shouldWarnBeforeTheSessionEndsAndLeaveNobodySignedIn(@TempDir Path folder) throws Exception {
        try (ReviewRunner brief = ReviewRunner.start(cluster.config(Map.of(
                "REVIEW_CONSOLE_PORT", "0",
                "REVIEW_CONSOLE_STATE_DIR", folder.resolve("review").toString(),
                "REVIEW_CONSOLE_DEMO_IDENTITY", "true",
                "REVIEW_CONSOLE_SESSION_LIFETIME", "15s")))) {
            BrowserContext context = browser.newContext(new Browser.NewContextOptions().setLocale("en-GB"));
            contexts.add(context);
            Page page = page(context);
            page.navigate(brief.address() + "/search");
            assertAccessible(page);
            picture(page, "sign-in-demo");
            page.getByText("Rita").click();
            assertThat(page).hasURL(Pattern.compile(".*/search"));

            assertThat(page.locator("#session-warning")).isVisible();
            assertThat(page.locator("#session-warning button")).isFocused();
            assertAccessible(page);
            picture(page, "session-warning");
            assertThat(page)
                    .hasURL(Pattern.compile(".*/signed-out"), new PageAssertions.HasURLOptions().setTimeout(30_000));

            assertThat(page.locator("h1")).hasText("You are signed out");
            page.navigate(brief.address() + "/queue");
            assertThat(page).hasURL(Pattern.compile(".*/sign-in"));
        }
    }

    @Test
    void shouldNarrowTheQueueByChannelControllerAndAge() {
        publish(aBirthdaySms("m-filter", "filter").setCampaignId("filter").build());
        Page page = signIn("rita", "en-GB", "reviewer");
        awaitCase(page, "filter");
        page.navigate(console.address() + "/queue?campaign=filter");
        assertThat(page.locator("[data-row]")).hasCount(1);

        page.getByLabel("Channel").selectOption("SMS");
        assertThat(page).hasURL(Pattern.compile(".*channel=SMS.*"));
        assertThat(page.locator("[data-row]")).hasCount(1);
        page.getByLabel("Controller").selectOption(new SelectOption().setIndex(1));
        assertThat(page).hasURL(Pattern.compile(".*controller=\\w+.*"));
        assertThat(page.locator("[data-row]")).hasCount(1);
        page.getByLabel("Age").selectOption("HOUR");
        assertThat(page).hasURL(Pattern.compile(".*age=HOUR.*"));
        assertThat(page.locator("[data-row]")).hasCount(0);
        page.getByText("Clear filters").click();
        assertThat(page.locator("[data-row]").first()).isVisible();
    }

    @Test
    void shouldOfferOnlyWhatTheLawLeavesOpen() {
        publish(aBirthdaySms("m-sent", "sent-already").setSentAt(Instant.now()).build());
        Page page = signIn("rita", "en-GB", "reviewer");

        openCase(page, "sent-already");

        assertThat(page.locator("[name=outcome]")).hasCount(2);
        assertThat(page.getByLabel("Reject")).isVisible();
        assertThat(page.getByLabel("Escalate")).isVisible();
    }

    @Test
    void shouldSpeakTheLanguageOfTheBrowserAndSwitchInThePage() {
        publish(aBirthdaySms("m-language", "language").build());
        Page page = signIn("rita", "pl-PL", "reviewer");
        openCase(page, "language");
        assertThat(page.locator("html")).hasAttribute("lang", "pl");
        assertThat(page.locator("#title-violations")).containsText("Dlaczego zatrzymano: 1 naruszona reguła");
        picture(page, "case-pl");

        page.getByText("English").click();

        assertThat(page.locator("html")).hasAttribute("lang", "en");
        assertThat(page.locator("#title-violations")).containsText("Why it was held: 1 broken rule");
        page.navigate(console.address() + "/queue");
        assertThat(page.locator("h1")).hasText("Cases to review");
    }

    @Test
    void shouldLetADayBeWorkedByKeyboardAlone() {
        publish(aBirthdaySms("m-keys-1", "keys-1").setCampaignId("keys").build());
        publish(aBirthdaySms("m-keys-2", "keys-2").setCampaignId("keys").build());
        Page page = signIn("rita", "en-GB", "reviewer");
        awaitCase(page, "keys-1");
        awaitCase(page, "keys-2");
        page.navigate(console.address() + "/queue?campaign=keys&sort=OLDEST_FIRST");

        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#main")).isFocused();
        page.keyboard().press("j");
        assertThat(page.locator("[data-row]").nth(0)).isFocused();
        page.keyboard().press("j");
        assertThat(page.locator("[data-row]").nth(1)).isFocused();
        page.keyboard().press("k");
        assertThat(page.locator("[data-row]").nth(0)).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator(".case-page")).isVisible();
        page.keyboard().press("k");
        assertThat(page.locator(".claim")).containsText("You work on this case");
        page.keyboard().press("c");
        assertThat(page.locator("#part-consent .note").first()).isVisible();
        assertThat(page.locator("#title-consent")).isFocused();
        page.keyboard().press("u");
        assertThat(page.locator(".content")).isVisible();
        page.keyboard().press("1");
        assertThat(page.getByLabel("Reject")).isChecked();
        page.keyboard().press("w");
        page.keyboard().type("No consent on record; v and 1 are only letters here.");
        page.keyboard().press("Tab");
        assertThat(page.getByText("Give the verdict")).isFocused();
        awaitFloor(page);
        page.keyboard().press("Enter");

        assertThat(page.locator(".answer")).containsText("Applied: Reject");
        assertThat(page.locator(".answer h2")).isFocused();
    }

    /** The commonest mislabel: a notice about an order, marked as partly advertising and as of a campaign. */
    @Test
    void shouldReleaseAMislabelledServiceMessageByKeyboardAlone() {
        publish(aMislabelledNotice("m-notice-pl", "notice-pl")
                .setCampaignId("orders")
                .build());
        Page page = signIn("rita", "pl-PL", "reviewer");
        openCase(page, "notice-pl");
        assertThat(page.locator("#title-violations")).containsText("naruszone reguły");
        read(page);

        page.keyboard().press("2");
        assertThat(page.getByLabel("Zmień klasyfikację")).isChecked();
        page.locator("#purpose").focus();
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        assertThat(page.getByLabel("Prawdziwa treść handlowa")).isFocused();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Tab");
        page.keyboard().type("szablony/zamowienie");
        page.keyboard().press("Tab");
        page.keyboard().press("Space");
        page.locator("#ref-jurisdiction").focus();
        page.keyboard().press("Tab");
        assertThat(page.getByText("Sprawdź, co by się stało")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#fault-classification")).isVisible();
        assertThat(page.locator("#ref-inCampaign")).hasAttribute("aria-invalid", "true");
        assertThat(page.locator("#commercialContent")).hasValue("NONE");
        assertAccessible(page);

        page.locator("#ref-inCampaign").focus();
        page.keyboard().type("zgloszenia/18");
        page.locator("#ref-jurisdiction").focus();
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator("#does-RECLASSIFY .effect.good")).isVisible();
        assertThat(page.locator("#ref-commercialContent")).hasValue("szablony/zamowienie");
        assertAccessible(page); // no picture: see the one without script

        page.keyboard().press("w");
        page.keyboard().type("Powiadomienie o zamówieniu; nic nie promuje.");
        awaitFloor(page);
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator(".answer")).containsText("cleared-messages");
        assertThat(released("cleared-messages", "notice-pl")).singleElement().satisfies(record -> {
            assertThat(GateCluster.header(record.headers(), "consent-gate-true-commercial-content"))
                    .isEqualTo("NONE");
            assertThat(GateCluster.header(record.headers(), "consent-gate-true-in-campaign-ref"))
                    .isEqualTo("zgloszenia/18");
        });
    }

    @Test
    void shouldReleaseAMislabelledServiceMessageWithoutScript() {
        publish(aMislabelledNotice("m-notice-en", "notice-en").build());
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setLocale("en-GB").setJavaScriptEnabled(false));
        contexts.add(context);
        Page page = signIn(context, "rita", "reviewer");
        page.setViewportSize(640, 900);
        openCase(page, "notice-en");
        read(page);

        page.getByLabel("Reclassify").check();
        page.getByText("See what would happen").click();
        assertThat(page.locator("#fault-classification")).containsText("State the true purpose");
        page.getByLabel("True commercial content").selectOption("NONE");
        page.getByLabel("What shows it (Commercial content)").fill("templates/order");
        page.getByText("See what would happen").click();
        assertThat(page.locator("#does-RECLASSIFY .effect.good")).isVisible();
        picture(page, "reclassify");
        page.getByLabel("Rationale").fill("A notice about an order; it promotes nothing.");
        page.waitForTimeout(1_100); // the floor; without script nothing on the page says when it is over
        page.getByText("Give the verdict").click();

        assertThat(page.locator(".answer")).containsText("cleared-messages");
        assertThat(released("cleared-messages", "notice-en")).hasSize(1);
    }

    /** One message, published three times by a platform that was not answered in time. */
    @Test
    void shouldShowOneCaseOfOneMessagePublishedThreeTimes() {
        for (int n = 0; n < 3; n++) {
            publish(aBirthdaySms("m-thrice", "thrice").build());
        }
        cluster.awaitAllTaken();
        Page page = signIn("rita", "en-GB", "reviewer");
        awaitCase(page, "thrice");
        assertThat(page.locator("[data-row]")).hasCount(1);

        openCase(page, "thrice");

        await().untilAsserted(() -> {
            page.reload();
            assertThat(page.locator("#title-event ~ ul li").count()).isEqualTo(2);
        });
        assertThat(page.locator(".evidence")).containsText("Published 2 more times");
        assertAccessible(page);
        picture(page, "published-thrice");
    }

    @Test
    void shouldLeaveSingleKeysAloneWhenTheyAreSwitchedOff() {
        Page page = signIn("rita", "en-GB", "reviewer");
        page.navigate(console.address() + "/enforced");
        page.getByText("Switch shortcuts off").click();
        assertThat(page.getByText("Switch shortcuts on")).isVisible();

        page.keyboard().press("s");

        assertThat(page.locator("[data-key]")).hasCount(0);
        assertThat(page).hasURL(Pattern.compile(".*/enforced.*"));
    }

    @Test
    void shouldNeedNoSidewaysScrollingAtTwoHundredPercent() {
        publish(aBirthdaySms("m-zoom", "zoom").build());
        // A window of 1280 pixels at 200 % has 640 of CSS to lay out in; 320 is WCAG 1.4.10.
        for (int width : new int[] {640, 320}) {
            Page page = signIn("rita-" + width, "pl-PL", width, ColorScheme.LIGHT, "reviewer");
            openCase(page, "zoom");
            open(page, "Otwórz zgodę i jej dowód");
            assertThat(page.locator("#part-consent .note").first()).isVisible();
            assertNoSidewaysScrolling(page, width);
            picture(page, "case-" + width);
            for (String path : List.of("/queue", "/search", "/figures", "/enforced", "/rules")) {
                page.navigate(console.address() + path);
                assertNoSidewaysScrolling(page, width);
            }
        }
    }

    @Test
    void shouldHaveNothingSeriousToShowToAxeInEitherLightOrLanguage() {
        publishConsent("axe", 1, ConsentStatus.WITHDRAWN);
        publish(aBirthdaySms("m-axe", "axe").build());
        for (ColorScheme light : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            Page page = signIn(
                    light == ColorScheme.LIGHT ? "szymon" : "sonia",
                    light == ColorScheme.LIGHT ? "en-GB" : "pl-PL",
                    1280,
                    light,
                    "second-reviewer");
            openCase(page, "axe");
            page.locator("#part-content button").click();
            assertThat(page.locator(".content")).isVisible();
            page.locator("#part-consent button").click();
            assertThat(page.locator("#part-consent .consent").first()).isVisible();
            assertThat(page.locator(".content")).isVisible();
            page.locator(".claim button").click(); // taken, or taken over
            assertThat(page.locator(".claim .quiet")).isVisible();
            page.locator("#outcome-RECHECK").check();
            assertAccessible(page);
            page.setViewportSize(1280, 1000);
            page.evaluate("scrollTo(0, 0)");
            page.screenshot(
                    new Page.ScreenshotOptions().setPath(PICTURES.resolve("review-case-" + name(light) + ".png")));
            picture(page, "case-" + name(light));
            for (String path : List.of(
                    "/queue",
                    "/search",
                    "/figures",
                    "/enforced",
                    "/rules",
                    "/campaigns/birthdays/reject",
                    "/subjects/axe",
                    "/no-such-page",
                    "/signed-out")) {
                page.navigate(console.address() + path);
                if (!path.equals("/rules") || light == ColorScheme.LIGHT) { // a hundred rules take half a minute
                    assertAccessible(page);
                }
                picture(page, path.substring(1).replace('/', '-') + "-" + name(light));
            }
        }
    }

    @Test
    void shouldWorkWithoutScript() {
        publish(aBirthdaySms("m-script", "script").build());
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setLocale("en-GB").setJavaScriptEnabled(false));
        contexts.add(context);
        Page page = signIn(context, "rita", "reviewer");

        openCase(page, "script");
        open(page, "Take this case");
        open(page, "Open the consent and its evidence");
        assertThat(page.locator("#part-consent")).containsText("no consent record");
        page.getByLabel("Reject").check();
        page.getByLabel("Rationale").fill("No consent on record.");
        page.waitForTimeout(1_100); // the floor; without script nothing on the page says when it is over
        page.getByText("Give the verdict").click();

        assertThat(page.locator(".answer")).containsText("Applied: Reject");
    }

    @Test
    void shouldLeadFromAFindingToItsRuleWithoutScript() {
        publish(aBirthdaySms("m-rule", "rule").build());
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setLocale("pl-PL").setJavaScriptEnabled(false));
        contexts.add(context);
        Page page = signIn(context, "rita", "reviewer");

        openCase(page, "rule");
        page.locator(".findings .law a").first().click();

        Locator rule = page.locator("article:target");
        assertThat(rule).isInViewport();
        assertThat(rule).containsText("MSG-CONSENT-MISSING");
        assertThat(rule).containsText("Czy odbiorca zgodził się");
        assertThat(rule).containsText("art. 398 ust. 1 PKE");
        rule.locator("summary").first().click();
        assertThat(rule.locator("pre").first()).isVisible();
    }

    @Test
    void shouldTellOpenPagesOfNewCasesWithoutMovingThem() {
        Page page = signIn("rita", "en-GB", "reviewer");
        String before = page.locator(".with-filters").innerText();

        publish(aBirthdaySms("m-live", "live").build());

        // Which of the two it says depends on whether the page listened before the case came.
        assertThat(page.locator(".live")).containsText(Pattern.compile("new case|queue has changed"));
        assertThat(page.locator(".with-filters").innerText()).isEqualTo(before);
        page.locator(".live").getByText("Show").click();
        assertThat(page.locator(".live")).isEmpty();
    }

    @Test
    void shouldKeepTwoReviewersOutOfEachOthersWay() {
        publish(aBirthdaySms("m-claim", "claim").build());
        Page rita = signIn("rita", "en-GB", "reviewer");
        Page szymon = signIn("szymon", "en-GB", "second-reviewer");
        openCase(szymon, "claim");
        openCase(rita, "claim");

        rita.getByText("Take this case").click();
        assertThat(rita.locator(".claim")).containsText("You work on this case");
        assertThat(szymon.locator(".live")).containsText("Somebody has claimed this case");
        szymon.locator(".live").getByText("Load anew").click();

        assertThat(szymon.locator(".claim")).containsText("rita works on this case");
        assertThat(szymon.locator(".verdict")).hasCount(0);
        szymon.getByText("Take it over").click();
        assertThat(szymon.locator(".claim")).containsText("You work on this case");
    }

    @Test
    void shouldRejectACampaignOnlyAfterAskingAgain() {
        for (int i = 0; i < 3; i++) {
            publish(aBirthdaySms("m-bulk-" + i, "bulk-" + i)
                    .setCampaignId("one-campaign")
                    .build());
        }
        Page page = signIn("rita", "en-GB", "reviewer");
        await().atMost(GateCluster.PATIENCE).untilAsserted(() -> {
            page.navigate(console.address() + "/queue?campaign=one-campaign");
            assertThat(page.locator(".figures strong").first().innerText()).isEqualTo("3");
        });

        page.getByText("Reject the whole campaign").click();
        assertThat(page.locator("main")).containsText("3 cases will be rejected");
        picture(page, "bulk");
        page.getByLabel("Rationale").fill("The campaign went to a list without consents.");
        page.waitForTimeout(1_100); // the floor of a bulk rejection runs from its plan
        page.getByText("Reject 3 cases").click();

        assertThat(page.locator("main")).containsText("3 verdicts were given");
        await().atMost(GateCluster.PATIENCE).untilAsserted(() -> {
            page.navigate(console.address() + "/queue?campaign=one-campaign");
            assertThat(page.locator(".figures strong").first().innerText()).isEqualTo("0");
        });
    }

    @Test
    void shouldShowAnAuditorEverythingButContentAndHandOutTheRecord() throws Exception {
        publish(aBirthdaySms("m-audit", "audit").build());
        Page page = signIn("ada", "en-GB", "auditor");
        openCase(page, "audit");

        assertThat(page.locator(".verdict")).hasCount(0);
        assertThat(page.getByText("Show the content")).hasCount(0);
        Download file = page.waitForDownload(
                () -> page.getByText("to read and print (HTML)").click());

        assertThat(Files.readString(file.path()))
                .contains("MSG-CONSENT-MISSING")
                .doesNotContain("Happy birthday");
        page.navigate(console.address() + "/search");
        page.getByLabel("Id").fill("audit");
        page.getByText("Find").click();
        assertThat(page).hasURL(Pattern.compile(".*/subjects/audit"));
    }

    @Test
    void shouldFindAPlaceForWhatSomebodyTypesThatIsNoAddress() {
        Page page = signIn("rita", "en-GB", "reviewer");
        page.navigate(console.address() + "/search");

        page.getByLabel("Id").fill("+48 600 100 200");
        page.getByText("Find").click();

        assertThat(page.locator("[role=alert]")).isVisible();
        assertThat(URI.create(page.url()).toString()).doesNotContain("600");
    }

    private static String name(ColorScheme light) {
        return light.name().toLowerCase(Locale.ROOT);
    }

    private static void assertNoSidewaysScrolling(Page page, int width) {
        assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                .as(page.url() + " at " + width)
                .isLessThanOrEqualTo(width);
    }

    private static void assertAccessible(Page page) {
        List<String> serious = new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .filter(violation -> List.of("serious", "critical").contains(violation.getImpact()))
                        .map((Rule violation) -> violation.getId() + " at "
                                + violation.getNodes().get(0).getTarget())
                        .toList();
        assertThat(serious).as(page.url()).isEmpty();
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    private Page signIn(String who, String locale, String... roles) {
        return signIn(who, locale, 1280, ColorScheme.LIGHT, roles);
    }

    private Page signIn(String who, String locale, int width, ColorScheme light, String... roles) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setLocale(locale)
                .setViewportSize(width, 800)
                .setColorScheme(light));
        contexts.add(context);
        return signIn(context, who, roles);
    }

    private Page page(BrowserContext context) {
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                complaints.add(message.text());
            }
        });
        return page;
    }

    private Page signIn(BrowserContext context, String who, String... roles) {
        Page page = page(context);
        page.navigate(console.address() + "/");
        page.locator("[name=username]").fill(who);
        page.locator("[name=claims]")
                .fill("{\"name\": \"%s\", \"roles\": [\"%s\"]}".formatted(who, String.join("\", \"", roles)));
        page.locator("[type=submit]").click();
        assertThat(page).hasURL(Pattern.compile(".*/queue.*"));
        return page;
    }

    private static void publish(OutboundMessage message) {
        cluster.publish("outbound-messages", message.getSubjectId(), cluster.encoded("outbound-messages", message));
    }

    private static void publish(OfferDecision decision) {
        cluster.publish("offer-decisions", decision.getSubjectId(), cluster.encoded("offer-decisions", decision));
    }

    private static void publishConsent(String subject, long version, ConsentStatus status) {
        cluster.publish(
                "consent-state",
                subject,
                cluster.encoded(
                        "consent-state",
                        aRecord(subject, version, anSmsConsent(status)).build()));
    }

    /** An appointment reminder that its publisher called marketing. */
    private static OutboundMessage.Builder aMislabelledNotice(String id, String subject) {
        return aBirthdaySms(id, subject)
                .setPurpose(Purpose.SERVICE_NOTICE)
                .setBasisRef("orders/7")
                .setCommercialContent(CommercialContent.ANCILLARY)
                .setTrigger(Trigger.TRANSACTION)
                .setCampaignId(null)
                .setContent(ByteBuffer.wrap("Your order 7 is on its way".getBytes(UTF_8)));
    }

    private static OutboundMessage aMislabelledReminder(String id, String subject) {
        return aBirthdaySms(id, subject)
                .setPurpose(Purpose.DIRECT_MARKETING)
                .setCommercialContent(CommercialContent.NONE)
                .setTrigger(Trigger.TRANSACTION)
                .setCampaignId(null)
                .setContent(ByteBuffer.wrap("Your appointment is tomorrow at ten".getBytes(UTF_8)))
                .build();
    }

    private static List<ConsumerRecord<byte[], byte[]>> released(String topic, String subject) {
        return cluster.read(topic).stream()
                .filter(record -> new String(record.key(), UTF_8).equals(subject))
                .toList();
    }

    /** Through the search: what somebody with an id in hand does. */
    private static void openCase(Page page, String subject) {
        awaitCase(page, subject);
        page.locator("[data-row]").first().click();
        assertThat(page.locator(".case-page")).isVisible();
    }

    private static void awaitCase(Page page, String subject) {
        await().atMost(GateCluster.PATIENCE).untilAsserted(() -> {
            page.navigate(console.address() + "/subjects/" + subject);
            assertThat(page.locator("[data-row]").count()).isPositive();
        });
    }

    private static void open(Page page, String button) {
        page.getByText(button, new Page.GetByTextOptions().setExact(false))
                .first()
                .click();
    }

    /** The content, which stays masked until it is asked for. */
    private static void read(Page page) {
        page.locator("#part-content button").click();
        assertThat(page.locator("#part-content .content")).isVisible();
    }

    private static void decide(Page page, String subject, String outcome, String rationale) {
        openCase(page, subject);
        giveVerdict(page, outcome, rationale);
    }

    private static void giveVerdict(Page page, String outcome, String rationale) {
        page.getByLabel(outcome).check();
        page.getByLabel("Rationale").fill(rationale);
        awaitFloor(page);
        page.getByText("Give the verdict").click();
        assertThat(page.locator(".answer")).isVisible();
    }

    /** A reviewer who reads for a second. */
    private static void awaitFloor(Page page) {
        Locator url = page.locator("[data-present-url]");
        String token = url.getAttribute("data-token");
        await().until(() -> {
            Object seconds = page.evaluate(
                    "([url, token]) => fetch(url, {method: 'POST', headers: {'X-CSRF-Token': token}}).then(a => a.text())",
                    List.of(url.getAttribute("data-present-url"), token));
            return Integer.parseInt(seconds.toString()) >= 1;
        });
    }
}
