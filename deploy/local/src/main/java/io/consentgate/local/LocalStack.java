// SPDX-License-Identifier: Apache-2.0
package io.consentgate.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kafka and a schema registry: the environment that the gate needs.
 *
 * <pre>{@code
 * try (LocalStack stack = LocalStack.builder().start()) {
 *     properties.put("bootstrap.servers", stack.bootstrapServers());
 * }
 * }</pre>
 *
 * <p>Without a close, the JVM keeps running, and the temporary folder stays.
 */
public final class LocalStack implements AutoCloseable {
    private final LocalKafka kafka;
    private final SchemaRegistryServer registry;
    private final Path folder;
    private final boolean folderIsTemporary;

    private LocalStack(LocalKafka kafka, SchemaRegistryServer registry, Path folder, boolean folderIsTemporary) {
        this.kafka = kafka;
        this.registry = registry;
        this.folder = folder;
        this.folderIsTemporary = folderIsTemporary;
    }

    /** Starts the description of a stack. */
    public static Builder builder() {
        return new Builder();
    }

    /** The bootstrap servers, as {@code host:port[,host:port…]}. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** The registry's URL. */
    public String registryUrl() {
        return registry.url();
    }

    public LocalKafka kafka() {
        return kafka;
    }

    public SchemaRegistryServer registry() {
        return registry;
    }

    /** The data folder of both. */
    public Path folder() {
        return folder;
    }

    /** Stops both, and deletes the data folder if it is temporary. */
    @Override
    public void close() {
        registry.close();
        kafka.close();
        if (folderIsTemporary) {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Deleting the temporary data folder " + folder, e);
        }
    }

    /** Describes a stack: by default one broker, free ports and a temporary data folder. */
    public static final class Builder {
        private int kafkaPort;
        private int registryPort;
        private int brokerCount = 1;
        private @Nullable Path dataFolder;

        private Builder() {}

        /**
         * The port of Kafka's first broker; the next brokers take the next ports.
         *
         * @param port 0, the default, for free ports
         */
        public Builder kafkaPort(int port) {
            this.kafkaPort = port;
            return this;
        }

        /**
         * The port of the registry.
         *
         * @param port 0, the default, for a free port
         */
        public Builder registryPort(int port) {
            this.registryPort = port;
            return this;
        }

        /** Number of brokers; at least one. */
        public Builder brokers(int count) {
            this.brokerCount = count;
            return this;
        }

        /** Keeps data in this folder between starts. Without it, closing the stack deletes the data. */
        public Builder dataFolder(Path folder) {
            this.dataFolder = folder;
            return this;
        }

        /**
         * Starts Kafka and the registry and returns when both serve clients. For other settings of either, start
         * {@link LocalKafka} and {@link SchemaRegistryServer} by themselves.
         *
         * @throws IllegalStateException when a port is in use
         * @throws UncheckedIOException when the data folder cannot be written
         */
        public LocalStack start() {
            Path folder = dataFolder != null ? dataFolder : newTemporaryFolder();
            LocalKafka kafka = LocalKafka.builder(folder)
                    .port(kafkaPort)
                    .brokers(brokerCount)
                    .start();
            try {
                SchemaRegistryServer registry = SchemaRegistryServer.builder(folder.resolve("registry"))
                        .port(registryPort)
                        .start();
                return new LocalStack(kafka, registry, folder, dataFolder == null);
            } catch (RuntimeException e) {
                kafka.close();
                throw e;
            }
        }

        private static Path newTemporaryFolder() {
            try {
                return Files.createTempDirectory("consent-gate-");
            } catch (IOException e) {
                throw new UncheckedIOException("Creating a temporary data folder", e);
            }
        }
    }
}
