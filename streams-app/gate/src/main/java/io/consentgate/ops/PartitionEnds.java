// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers where partitions end. Thread-safe. */
final class PartitionEnds implements OpenTransactions.Ends, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionEnds.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supplier<Admin> admins;
    private @Nullable Admin admin;
    private boolean closed;

    /** @param admins makes an admin client, which this class closes */
    PartitionEnds(Supplier<Admin> admins) {
        this.admins = admins;
    }

    @Override
    public Map<TopicPartition, Long> of(Set<TopicPartition> partitions, IsolationLevel readers) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        Admin asked = partitions.isEmpty() ? null : admin();
        if (asked == null) {
            return ends;
        }
        ListOffsetsResult answers = asked.listOffsets(
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest())),
                new ListOffsetsOptions(readers).timeoutMs((int) PATIENCE.toMillis()));
        for (TopicPartition partition : partitions) {
            try {
                ends.put(
                        partition,
                        answers.partitionResult(partition)
                                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                                .offset());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ends;
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("The brokers do not say where {} ends", partition, e);
            }
        }
        return ends;
    }

    private synchronized @Nullable Admin admin() {
        if (admin == null && !closed) {
            try {
                admin = admins.get();
            } catch (KafkaException e) {
                LOG.debug("No client to ask where partitions end", e);
            }
        }
        return admin;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }
}
