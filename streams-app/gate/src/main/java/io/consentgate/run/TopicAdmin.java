// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.topology.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Creates and describes topics. Never deletes or alters one. Thread-safe, like its admin client. */
public final class TopicAdmin {

    private static final Duration LEADER_PATIENCE = Duration.ofMinutes(1);
    private static final Duration LEADER_PAUSE = Duration.ofMillis(250);

    private static final String TRANSACTION_VERSION = "transaction.version";

    private final Admin admin;

    public TopicAdmin(Admin admin) {
        this.admin = admin;
    }

    /**
     * Creates missing topics, and returns when the leader of each partition serves it. Records sent earlier may arrive
     * out of order. An idempotent producer would then retry in vain until its delivery time-out.
     *
     * @param replicationFactor 0 for the broker's default
     * @return the names of the created topics, in the given order
     * @throws KafkaException when the cluster refuses a topic; topics created before stay
     */
    public List<String> create(List<Topics.Spec> specs, int partitions, short replicationFactor) {
        Map<String, KafkaFuture<Void>> results = admin.createTopics(specs.stream()
                        .map(spec -> new NewTopic(
                                        spec.name(),
                                        Optional.of(partitions),
                                        replicationFactor == 0 ? Optional.empty() : Optional.of(replicationFactor))
                                .configs(spec.settings()))
                        .toList())
                .values();
        List<String> created = new ArrayList<>();
        for (Topics.Spec spec : specs) {
            try {
                await(Objects.requireNonNull(results.get(spec.name())));
                created.add(spec.name());
            } catch (TopicExistsException exists) {
                // Another owner or an earlier run created it; the preflight checks its settings.
            }
        }
        awaitLeaders(created, partitions);
        return created;
    }

    private void awaitLeaders(List<String> topics, int partitions) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (String topic : topics) {
            for (int partition = 0; partition < partitions; partition++) {
                asked.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
        }
        long giveUpAt = System.nanoTime() + LEADER_PATIENCE.toNanos();
        while (true) {
            try {
                await(admin.listOffsets(asked).all());
                return;
            } catch (UnknownTopicOrPartitionException notYet) {
                // The controller has created the topic, but the queried broker does not know it yet. The client retries
                // all other errors itself.
                if (System.nanoTime() - giveUpAt > 0) {
                    throw notYet;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LEADER_PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the leaders of new topics", e);
        }
    }

    /** Describes the cluster's brokers. */
    public Brokers brokers() {
        return new Brokers(await(admin.describeCluster().nodes()).size(), transactionVersion());
    }

    private int transactionVersion() {
        try {
            FinalizedVersionRange range = await(admin.describeFeatures().featureMetadata())
                    .finalizedFeatures()
                    .get(TRANSACTION_VERSION);
            return range == null ? 0 : range.maxVersionLevel();
        } catch (UnsupportedVersionException tooOld) {
            return 0;
        }
    }

    /** Describes these topics; a missing topic has no entry. */
    public Map<String, Existing> describe(Collection<String> names) {
        Map<String, KafkaFuture<TopicDescription>> descriptions =
                admin.describeTopics(names).topicNameValues();
        Map<String, Shape> shapes = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> entry : descriptions.entrySet()) {
            try {
                shapes.put(entry.getKey(), Shape.of(await(entry.getValue()).partitions()));
            } catch (UnknownTopicOrPartitionException absent) {
                // A missing topic has no entry.
            }
        }
        List<ConfigResource> resources = shapes.keySet().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<ConfigResource, Config> configs =
                await(admin.describeConfigs(resources).all());
        Map<String, Existing> existing = new HashMap<>();
        shapes.forEach((name, shape) -> {
            Map<String, String> settings = new HashMap<>();
            Config config = Objects.requireNonNull(configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name)));
            for (ConfigEntry entry : config.entries()) {
                if (entry.value() != null) {
                    settings.put(entry.name(), entry.value());
                }
            }
            existing.put(name, new Existing(shape.partitions(), shape.replicas(), Map.copyOf(settings)));
        });
        return existing;
    }

    /** @throws RuntimeException the error in the broker's answer */
    static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the brokers", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new KafkaException(e.getCause());
        }
    }

    /**
     * The brokers of a cluster.
     *
     * @param transactionVersion level of the feature {@code transaction.version}; 0 when the brokers lack this feature
     */
    public record Brokers(int count, int transactionVersion) {}

    /**
     * A topic as it is on the cluster.
     *
     * @param replicas of the partition that has the fewest
     */
    public record Existing(int partitions, int replicas, Map<String, String> settings) {}

    private record Shape(int partitions, int replicas) {
        static Shape of(List<TopicPartitionInfo> partitions) {
            return new Shape(
                    partitions.size(),
                    partitions.stream()
                            .mapToInt(partition -> partition.replicas().size())
                            .min()
                            .orElse(0));
        }
    }
}
