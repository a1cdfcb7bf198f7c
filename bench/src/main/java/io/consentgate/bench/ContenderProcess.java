// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.config.ConfigReader;
import io.consentgate.config.GateConfig;
import io.consentgate.config.KafkaOptions;
import io.consentgate.config.RegistryProperties;
import io.consentgate.run.GateRunner;
import io.consentgate.topology.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * A JVM that runs contenders, configured like the gate, by environment variables.
 *
 * <p>Each line of its standard input is an {@link Order}, a {@link Contender} and an application id. It answers each
 * with a line of standard output. At the end of its input, it stops all applications and ends.
 */
final class ContenderProcess {

    /** The orders that it accepts. */
    enum Order {
        /** Starts the application. */
        START,
        /** Stops the application, and collects its garbage, so that the next one does not pay for it. */
        STOP,
        /**
         * Holds the application in its next poll. Answers 1 once it is held, and 0 if this took longer than a second.
         */
        HOLD,
        /** Releases the application. */
        LET,
        /** Answers the number of records that its consumers have received. */
        PASSED,
        /** Answers the processor time of its stream threads so far, in nanoseconds. */
        STREAM_THREADS_CPU
    }

    /** Prefix of each answer. */
    static final String ANSWER = "answer: ";

    private static final int FAILED = 1;
    /** Matches the names of stream threads only: their clients' threads have longer names. */
    private static final Pattern STREAM_THREAD = Pattern.compile("-StreamThread-\\d+$");
    /** The next round must not wait for this round's member to time out. */
    private static final CloseOptions LEAVE = CloseOptions.timeout(Duration.ofSeconds(30))
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);

    /** How to stop each running application. */
    private final Map<Application, Runnable> running = new HashMap<>();

    private ContenderProcess() {}

    public static void main(String[] arguments) {
        try {
            new ContenderProcess().obeyAll();
        } catch (Throwable e) {
            // The threads of running applications would keep the JVM alive, and the bench would wait for its answer.
            e.printStackTrace();
            Runtime.getRuntime().halt(FAILED);
        }
    }

    private void obeyAll() throws IOException, InterruptedException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] words = line.split(" ", -1);
            Application application = new Application(Contender.valueOf(words[1]), words[2]);
            System.out.println(ANSWER + obey(Order.valueOf(words[0]), application));
        }
        Set.copyOf(running.keySet()).forEach(this::stop);
    }

    private long obey(Order order, Application application) throws InterruptedException {
        return switch (order) {
            case START -> {
                running.put(application, start(application.contender(), config(application)));
                yield 0;
            }
            case STOP -> {
                stop(application);
                System.gc();
                yield 0;
            }
            case HOLD -> Turnstile.hold(application.id()) ? 1 : 0;
            case LET -> {
                Turnstile.let(application.id());
                yield 0;
            }
            case PASSED -> Turnstile.passed(application.id());
            case STREAM_THREADS_CPU -> streamThreadsCpu(application);
        };
    }

    private void stop(Application application) {
        // A thread held in its poll does not notice that it must end.
        Turnstile.let(application.id());
        Objects.requireNonNull(running.remove(application), "it does not run").run();
    }

    private static long streamThreadsCpu(Application application) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> thread.getThreadName().startsWith(application.id() + "-")
                        && STREAM_THREAD.matcher(thread.getThreadName()).find())
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId())))
                .sum();
    }

    private static GateConfig config(Application application) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("CONSENT_GATE_APPLICATION_ID", application.id());
        return ConfigReader.read(null, environment);
    }

    /** Starts a contender, and returns how to stop it. */
    private static Runnable start(Contender contender, GateConfig config) {
        Topics topics = Topics.prefixed(config.topics().prefix());
        Properties options = KafkaOptions.streams(config);
        return switch (contender) {
            case GATE, OTHER_GATE -> endingWith(GateRunner.start(config));
            case GATE_WITHOUT_BARRIER -> endingWith(GateRunner.start(config, new DefaultKafkaClientSupplier()));
            case PASS_THROUGH -> start(PassThrough.topology(topics, options), options);
            case BARE_PASS_THROUGH -> start(PassThrough.topology(topics, bare(options)), bare(options));
            case PLAIN_JOIN -> start(PlainJoin.topology(topics, RegistryProperties.of(config), options), options);
        };
    }

    /**
     * Exactly-once, and otherwise Kafka's defaults. One exception: a longer transaction time-out costs nothing, and
     * lets the contender be suspended for some seconds.
     */
    private static Properties bare(Properties options) {
        Properties bare = new Properties();
        for (String option : List.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                StreamsConfig.STATE_DIR_CONFIG,
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG))) {
            bare.put(option, options.get(option));
        }
        return bare;
    }

    private static Runnable endingWith(GateRunner gate) {
        Thread watch = new Thread(() -> endWhenStopped(gate), "watch");
        watch.setDaemon(true);
        watch.start();
        return gate::close;
    }

    private static void endWhenStopped(GateRunner gate) {
        try {
            if (gate.awaitStop() != GateRunner.Stop.CLOSED) {
                Runtime.getRuntime().halt(FAILED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Runnable start(Topology topology, Properties options) {
        KafkaStreams streams = new KafkaStreams(topology, options);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.ERROR) {
                Runtime.getRuntime().halt(FAILED);
            }
        });
        streams.start();
        return () -> streams.close(LEAVE);
    }
}
