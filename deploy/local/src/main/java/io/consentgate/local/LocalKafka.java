// SPDX-License-Identifier: Apache-2.0
package io.consentgate.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka cluster of one or more brokers in this JVM. Broker 1 is also the controller.
 *
 * <p>A folder is formatted once. Restarted on the same folder, the cluster keeps its id, topics and records. With
 * several brokers, internal topics have up to three replicas, so that groups and transactions survive the stop of one
 * broker. The creator of a topic chooses its replicas through an Admin client.
 */
public final class LocalKafka implements AutoCloseable {
    private static final String SETTINGS = "broker.properties";
    private static final String DETOUR = "DETOUR";

    private final String clusterId;
    private final List<LocalBroker> brokers;
    private final FolderLock lock;

    private LocalKafka(String clusterId, List<LocalBroker> brokers, FolderLock lock) {
        this.clusterId = clusterId;
        this.brokers = List.copyOf(brokers);
        this.lock = lock;
    }

    /**
     * Starts the description of a cluster.
     *
     * @param dataFolder where the brokers keep their data; created when missing
     */
    public static Builder builder(Path dataFolder) {
        return new Builder(dataFolder);
    }

    /** The settings that all brokers share, as in the resource {@value #SETTINGS}. */
    static Properties sharedSettings() {
        Properties settings = new Properties();
        try (InputStream file = LocalKafka.class.getResourceAsStream(SETTINGS)) {
            settings.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading the resource " + SETTINGS, e);
        }
        return settings;
    }

    public String clusterId() {
        return clusterId;
    }

    /** The bootstrap servers, as {@code host:port[,host:port…]}. */
    public String bootstrapServers() {
        return brokers.stream().map(broker -> "localhost:" + broker.port()).collect(Collectors.joining(","));
    }

    /** All brokers, by id. */
    public List<LocalBroker> brokers() {
        return brokers;
    }

    /**
     * One broker.
     *
     * @param id from 1
     */
    public LocalBroker broker(int id) {
        return brokers.get(id - 1);
    }

    /** Starts all stopped brokers, broker 1 first. */
    public void start() {
        brokers.forEach(LocalBroker::start);
    }

    private void startOrStop() {
        try {
            start();
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    /** Stops all brokers, broker 1 last. The data stays. */
    public void stop() {
        if (brokers.stream().anyMatch(LocalBroker::isRunning)) {
            // A stopping broker asks the controller to move its leaders, and would wait minutes for a stopped
            // controller.
            broker(1).start();
        }
        for (int id = brokers.size(); id >= 1; id--) {
            broker(id).stop();
        }
    }

    /** Stops all brokers for good, and unlocks the folder. */
    @Override
    public void close() {
        stop();
        lock.close();
    }

    /** Describes a cluster: by default one broker on a free port. */
    public static final class Builder {
        private final Path dataFolder;
        private final Properties extra = new Properties();
        private int port;
        private int brokerCount = 1;
        private @Nullable IntUnaryOperator detour;

        private Builder(Path dataFolder) {
            this.dataFolder = dataFolder;
        }

        /**
         * The port of broker 1; the next brokers take the next ports.
         *
         * @param port 0, the default, for free ports
         */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Number of brokers; at least one. */
        public Builder brokers(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("A cluster of " + count + " brokers. Ask for at least one.");
            }
            this.brokerCount = count;
            return this;
        }

        /** A setting for every broker; overrides the local stack's own. */
        public Builder setting(String name, String value) {
            extra.setProperty(name, value);
            return this;
        }

        /**
         * Gives each broker a second listener, advertised on another port of localhost. A proxy on this port can slow
         * down or cut the traffic of some clients, while others reach the broker directly. A client that bootstraps
         * through one of these ports stays on them; the proxy forwards to {@link LocalBroker#detourPort()}.
         *
         * @param advertisedPort maps a broker's id to its proxy's port
         */
        public Builder detour(IntUnaryOperator advertisedPort) {
            this.detour = advertisedPort;
            return this;
        }

        /**
         * Starts the cluster and returns when it serves clients.
         *
         * @throws IllegalStateException when a port or the data folder is in use, or Kafka cannot start
         * @throws UncheckedIOException when the data folder cannot be written
         */
        public LocalKafka start() {
            FolderLock lock = FolderLock.take(dataFolder);
            try {
                String clusterId = clusterIdOf(dataFolder);
                LocalKafka kafka = new LocalKafka(clusterId, formattedBrokers(clusterId), lock);
                kafka.startOrStop();
                return kafka;
            } catch (RuntimeException e) {
                lock.close();
                throw e;
            }
        }

        private List<LocalBroker> formattedBrokers(String clusterId) {
            int controllerPort = Ports.free();
            List<LocalBroker> brokers = new ArrayList<>();
            for (int id = 1; id <= brokerCount; id++) {
                int brokerPort = port == 0 ? Ports.free() : port + id - 1;
                int detourPort = detour == null ? 0 : Ports.free();
                format(id, clusterId);
                brokers.add(new LocalBroker(
                        id, brokerPort, detourPort, settings(id, brokerPort, detourPort, controllerPort)));
            }
            return brokers;
        }

        private Properties settings(int id, int brokerPort, int detourPort, int controllerPort) {
            Properties settings = sharedSettings();
            List<String> listeners = new ArrayList<>();
            List<String> advertised = new ArrayList<>();
            listeners.add("PLAINTEXT://localhost:" + brokerPort);
            advertised.add("PLAINTEXT://localhost:" + brokerPort);
            if (detour != null) {
                listeners.add(DETOUR + "://localhost:" + detourPort);
                advertised.add(DETOUR + "://localhost:" + detour.applyAsInt(id));
            }
            if (id == 1) {
                listeners.add("CONTROLLER://localhost:" + controllerPort);
            }
            settings.setProperty("process.roles", id == 1 ? "broker,controller" : "broker");
            settings.setProperty("node.id", Integer.toString(id));
            settings.setProperty("broker.rack", "rack-" + id);
            settings.setProperty("controller.quorum.voters", "1@localhost:" + controllerPort);
            settings.setProperty("listeners", String.join(",", listeners));
            settings.setProperty("advertised.listeners", String.join(",", advertised));
            settings.setProperty(
                    "listener.security.protocol.map",
                    "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT," + DETOUR + ":PLAINTEXT");
            settings.setProperty("log.dirs", folderOf(id).toString());
            if (brokerCount > 1) {
                String replicas = Integer.toString(Math.min(3, brokerCount));
                settings.setProperty("offsets.topic.replication.factor", replicas);
                settings.setProperty("transaction.state.log.replication.factor", replicas);
                settings.setProperty("share.coordinator.state.topic.replication.factor", replicas);
            }
            settings.putAll(extra);
            return settings;
        }

        private void format(int id, String clusterId) {
            Path folder = folderOf(id);
            if (Files.exists(metaProperties(folder))) {
                return;
            }
            try {
                Files.createDirectories(folder);
                new Formatter()
                        .setNodeId(id)
                        .setClusterId(clusterId)
                        .setControllerListenerName("CONTROLLER")
                        .setMetadataLogDirectory(folder.toString())
                        .setDirectories(List.of(folder.toString()))
                        .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                        .run();
            } catch (Exception e) {
                throw new IllegalStateException(
                        "Formatting the folder of broker " + id + " under " + dataFolder + ": " + e.getMessage()
                                + ". Check that it can be written.",
                        e);
            }
        }

        private static String clusterIdOf(Path dataFolder) {
            Path file = metaProperties(folderOf(dataFolder, 1));
            if (!Files.exists(file)) {
                return Uuid.randomUuid().toString();
            }
            Properties meta = new Properties();
            try (InputStream in = Files.newInputStream(file)) {
                meta.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException("Reading the cluster id from " + file, e);
            }
            String clusterId = meta.getProperty("cluster.id");
            if (clusterId == null) {
                throw new IllegalStateException("Reading the cluster id: " + file
                        + " has none. Choose another data folder, or delete this one.");
            }
            return clusterId;
        }

        private Path folderOf(int id) {
            return folderOf(dataFolder, id);
        }

        private static Path folderOf(Path dataFolder, int id) {
            return dataFolder.resolve("broker-" + id);
        }

        private static Path metaProperties(Path brokerFolder) {
            return brokerFolder.resolve("meta.properties");
        }
    }
}
