// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.config.ConfigReader;
import io.consentgate.config.GateConfig;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.console.cases.QueueSort;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.console.cases.Role;
import io.consentgate.console.desk.Desk;
import io.consentgate.console.web.ReviewConsole;
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.review.ReviewOptions;
import io.consentgate.review.ReviewPolicy;
import io.consentgate.rulebook.Examples;
import io.consentgate.rulebook.RuleBook;
import io.consentgate.topology.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how long the review queue takes to answer over HTTP while new cases arrive. */
@Command(
        name = "review-queue",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = "The queue page of the review console with its counts, at a steady rate, filtered and not.")
final class ReviewQueueCommand implements Callable<Integer> {

    @Option(names = "--cases", description = "Open cases.")
    int cases = 100_000;

    @Option(names = "--rate", description = "Pages per second.")
    int rate = 20;

    @Option(names = "--arriving", description = "New cases per second meanwhile.")
    int arriving = 20;

    @Option(names = "--seconds", description = "Length of the measurement.")
    int seconds = 60;

    @Option(names = "--warm-up-seconds", description = "Load before the measurement.")
    int warmUpSeconds = 20;

    @Option(names = "--quick", description = "A small queue for a short time: shows that it works, measures nothing.")
    boolean quick;

    @Option(names = "--folder", description = "Folder for logs and state, kept; a temporary one unless said.")
    @Nullable
    Path folder;

    /** The requests, made in turn. */
    enum Question {
        EVERYTHING("all open cases"),
        NEXT_PAGE("a later page"),
        RULE("one rule"),
        CHANNEL_AND_CONTROLLER("one channel and controller"),
        CAMPAIGN("one campaign"),
        AGE("older than a while");

        private static final List<String> AGES = List.of("HOUR", "DAY", "WEEK");

        private final String label;

        Question(String label) {
            this.label = label;
        }

        String query(SplittableRandom random, String cursor) {
            return switch (this) {
                case EVERYTHING -> "";
                case NEXT_PAGE -> "?after=" + cursor;
                case RULE -> "?rule=" + ReviewBacklog.RULES.get(random.nextInt(ReviewBacklog.RULES.size()));
                case CHANNEL_AND_CONTROLLER ->
                    "?channel=" + ReviewBacklog.CHANNELS.get(random.nextInt(ReviewBacklog.CHANNELS.size()))
                            + "&controller="
                            + ReviewBacklog.CONTROLLERS.get(random.nextInt(ReviewBacklog.CONTROLLERS.size()));
                case CAMPAIGN -> "?campaign=campaign-" + ReviewBacklog.campaign(random);
                case AGE -> "?age=" + AGES.get(random.nextInt(AGES.size()));
            };
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (quick) {
            cases = 2_000;
            seconds = 5;
            warmUpSeconds = 2;
        }
        WorkFolder work = WorkFolder.at(folder);
        System.out.println(measure(work.path()));
        work.deleteIfTemporary();
        return 0;
    }

    /** The figures as a table in Markdown. */
    String measure(Path work) throws IOException, InterruptedException {
        Files.createDirectories(work);
        Topics topics = Topics.prefixed("");
        try (Stack stack = Stack.start(work);
                ReviewBacklog backlog = new ReviewBacklog(stack, topics, Instant.now())) {
            stack.createTopics(topics, 4);
            backlog.publish(0, cases);
            GateConfig config = ConfigReader.read(
                    null,
                    Map.of(
                            "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS",
                            stack.bootstrapServers(),
                            "CONSENT_GATE_REGISTRY_URLS",
                            stack.registryUrl(),
                            "CONSENT_GATE_REVIEW_CONSOLE_PORT",
                            "0",
                            "CONSENT_GATE_REVIEW_CONSOLE_DEMO_IDENTITY",
                            "true"));
            long begun = System.nanoTime();
            try (ReviewDesk desk = Desk.open(config, policy(), work.resolve("desk"), Clock.systemUTC())) {
                while (desk.queue()
                                .page(QueueFilter.OPEN, QueueSort.OLDEST_FIRST, null, 1)
                                .counts()
                                .total()
                        < cases) {
                    Thread.sleep(50);
                }
                System.err.printf(
                        Locale.ROOT, "the index read %,d cases in %.1f s%n", cases, (System.nanoTime() - begun) / 1e9);
                return underLoad(config, desk, backlog);
            }
        }
    }

    private static ReviewPolicy policy() {
        return new ReviewPolicy(
                Policy.standard(PolicyOptions.defaults()),
                new ReviewOptions(
                        Duration.ofSeconds(20),
                        Set.of(Role.REVIEWER.word()),
                        Role.SECOND_REVIEWER.word(),
                        Set.of(),
                        ReviewOptions.FourEyes.ALWAYS,
                        new ReviewOptions.Thresholds(
                                50, 20, Duration.ofSeconds(30), 0.95, 5, Duration.ofMinutes(10), 1),
                        false,
                        Duration.ofMinutes(5)));
    }

    private String underLoad(GateConfig config, ReviewDesk desk, ReviewBacklog backlog) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread arrivals = new Thread(() -> arrive(backlog, over), "arrivals");
        try (ReviewConsole console = ReviewConsole.open(
                config,
                desk,
                new RuleBook(Policy.standard(PolicyOptions.defaults()), Examples.shipped()),
                Clock.systemUTC())) {
            HttpClient browser = signedIn(console.address());
            arrivals.start();
            URI queue = console.address().resolve("/queue");
            String cursor = String.valueOf(desk.queue()
                    .page(QueueFilter.OPEN, QueueSort.DEADLINE_FIRST, null, 50)
                    .next());
            ask(browser, queue, cursor, warmUpSeconds);
            Duration before = processorTime();
            Map<Question, Histogram> answered = ask(browser, queue, cursor, seconds);
            double spent = processorTime().minus(before).toNanos() / 1e6;
            return table(answered)
                    + String.format(
                            Locale.ROOT,
                            "%n%.0f ms of processor time a page: console, client and arriving cases together.%n",
                            spent / (rate * seconds));
        } finally {
            over.set(true);
            arrivals.join();
        }
    }

    private static HttpClient signedIn(URI console) throws InterruptedException {
        HttpClient browser = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        try {
            HttpResponse<String> home = browser.send(
                    HttpRequest.newBuilder(console.resolve("/sign-in"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString("person=demo-reviewer"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (home.statusCode() != 200) {
                throw new IllegalStateException("signing in answered " + home.statusCode());
            }
            return browser;
        } catch (IOException e) {
            throw new UncheckedIOException("the console does not answer", e);
        }
    }

    /** Processor time of this process; on a busy machine, it says more than the elapsed time. */
    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void arrive(ReviewBacklog backlog, AtomicBoolean over) {
        int next = cases;
        while (!over.get()) {
            backlog.publish(next, arriving);
            next += arriving;
            try {
                Thread.sleep(1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Sends requests at a steady rate, independent of the answers; each is timed from its due time. */
    private Map<Question, Histogram> ask(HttpClient browser, URI queue, String cursor, int forSeconds)
            throws InterruptedException {
        Map<Question, Histogram> answered = new EnumMap<>(Question.class);
        for (Question question : Question.values()) {
            answered.put(question, new ConcurrentHistogram(3));
        }
        AtomicInteger failed = new AtomicInteger();
        ExecutorService reviewers = Executors.newFixedThreadPool(16);
        SplittableRandom random = new SplittableRandom(forSeconds);
        long begun = System.nanoTime();
        int total = rate * forSeconds;
        for (int number = 0; number < total; number++) {
            long due = begun + number * TimeUnit.SECONDS.toNanos(1) / rate;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            Question question = Question.values()[number % Question.values().length];
            HttpRequest request = HttpRequest.newBuilder(URI.create(queue + question.query(random, cursor)))
                    .build();
            Histogram histogram = answered.get(question);
            reviewers.execute(() -> {
                try {
                    HttpResponse<byte[]> response = browser.send(request, HttpResponse.BodyHandlers.ofByteArray());
                    if (response.statusCode() != 200) {
                        failed.incrementAndGet();
                    }
                } catch (IOException e) {
                    failed.incrementAndGet();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                if (histogram != null) {
                    histogram.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due));
                }
            });
        }
        reviewers.shutdown();
        if (!reviewers.awaitTermination(1, TimeUnit.MINUTES) || failed.get() > 0) {
            throw new IllegalStateException(failed.get() + " of " + total + " pages failed, or some never came");
        }
        return answered;
    }

    private static String table(Map<Question, Histogram> answered) {
        StringBuilder table = new StringBuilder("""
                | page | answers | p50, ms | p99, ms | slowest, ms |
                |---|---|---|---|---|
                """);
        Histogram all = new Histogram(3);
        answered.forEach((question, histogram) -> {
            all.add(histogram);
            line(table, question.label, histogram);
        });
        line(table, "all of these", all);
        return table.toString();
    }

    private static void line(StringBuilder table, String label, Histogram micros) {
        table.append(String.format(
                Locale.ROOT,
                "| %s | %,d | %.0f | %.0f | %.0f |%n",
                label,
                micros.getTotalCount(),
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getMaxValue() / 1e3));
    }
}
