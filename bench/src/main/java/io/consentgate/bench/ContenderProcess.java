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
import java.util.regex.Pattern;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * A JVM in which contenders run, one at a time, configured as the gate is, by environment.
 *
 * <p>A line of its standard input, the name of a {@link Contender} and its application id, starts that one; {@link #STOP} stops it, which is
 * answered with {@link #STOPPED} on standard output. In between {@link #STREAM_THREADS_CPU} is answered with the
 * processor time of its stream threads so far, in nanoseconds. At the end of its input it stops what runs, and ends.
 */
final class ContenderProcess {

    static final String STOP = "STOP";
    static final String STREAM_THREADS_CPU = "STREAM_THREADS_CPU";
    /** Begins each answer; the JVM itself writes to standard output, too, when it records a flight or logs. */
    static final String ANSWER = "answer: ";

    static final String STOPPED = "STOPPED";

    private static final int FAILED = 1;
    /** Its clients' threads have longer names. */
    private static final Pattern STREAM_THREAD = Pattern.compile("-StreamThread-\\d+$");
    /** The next round must not wait for this one's member to time out. */
    private static final CloseOptions LEAVE = CloseOptions.timeout(Duration.ofSeconds(30))
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);

    private ContenderProcess() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ", 2);
            run(new Application(Contender.valueOf(words[0]), words[1]), orders);
            // Else the next one would pay for what this one left.
            System.gc();
            System.out.println(ANSWER + STOPPED);
        }
    }

    private static void run(Application application, BufferedReader orders) throws IOException {
        Runnable stop = start(application.contender(), config(application));
        try {
            for (String order = orders.readLine(); order != null && !order.equals(STOP); order = orders.readLine()) {
                System.out.println(ANSWER + streamThreadsCpu());
            }
        } finally {
            stop.run();
        }
    }

    private static long streamThreadsCpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> STREAM_THREAD.matcher(thread.getThreadName()).find())
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId())))
                .sum();
    }

    private static GateConfig config(Application application) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("CONSENT_GATE_APPLICATION_ID", application.id());
        return ConfigReader.read(null, environment);
    }

    /** Starts a contender, and tells how to stop it. */
    private static Runnable start(Contender contender, GateConfig config) {
        Topics topics = Topics.prefixed(config.topics().prefix());
        Properties options = KafkaOptions.streams(config);
        return switch (contender) {
            case GATE -> endingWith(GateRunner.start(config));
            case GATE_WITHOUT_BARRIER -> endingWith(GateRunner.start(config, new DefaultKafkaClientSupplier()));
            case PASS_THROUGH -> start(PassThrough.topology(topics, options), options);
            case BARE_PASS_THROUGH -> start(PassThrough.topology(topics, bare(options)), bare(options));
            case PLAIN_JOIN -> start(PlainJoin.topology(topics, RegistryProperties.of(config), options), options);
        };
    }

    /** Exactly once, and nothing else that Kafka does not do by itself. */
    private static Properties bare(Properties options) {
        Properties bare = new Properties();
        for (String option : List.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                StreamsConfig.STATE_DIR_CONFIG,
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG)) {
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
