// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.config.ConfigReader;
import io.consentgate.config.GateConfig;
import io.consentgate.config.KafkaOptions;
import io.consentgate.config.RegistryProperties;
import io.consentgate.run.GateRunner;
import io.consentgate.topology.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/** One contender in a JVM of its own, configured as the gate is, by environment. Ends when its standard input does. */
final class ContenderProcess {

    private static final int FAILED = 1;
    /** The next round must not wait for this one's member to time out. */
    private static final CloseOptions LEAVE = CloseOptions.timeout(Duration.ofSeconds(30))
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);

    private ContenderProcess() {}

    /** Runs the contender named by the first argument, a constant of {@link Contender}. */
    public static void main(String[] arguments) throws IOException {
        GateConfig config = ConfigReader.read(null, System.getenv());
        try (Running running = start(Contender.valueOf(arguments[0]), config)) {
            running.untilInputEnds();
        }
    }

    private static Running start(Contender contender, GateConfig config) {
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

    private static Running endingWith(GateRunner gate) {
        Thread watch = new Thread(() -> endWhenStopped(gate), "watch");
        watch.setDaemon(true);
        watch.start();
        return new Running(gate::close);
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

    private static Running start(Topology topology, Properties options) {
        KafkaStreams streams = new KafkaStreams(topology, options);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.ERROR) {
                Runtime.getRuntime().halt(FAILED);
            }
        });
        streams.start();
        return new Running(() -> streams.close(LEAVE));
    }

    private record Running(Runnable stop) implements AutoCloseable {

        void untilInputEnds() throws IOException {
            while (System.in.read() >= 0) {
                // Only its end says something.
            }
        }

        @Override
        public void close() {
            stop.run();
        }
    }
}
