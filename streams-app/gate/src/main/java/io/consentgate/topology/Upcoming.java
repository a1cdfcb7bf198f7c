// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Events that were handed to this process's tasks and are not yet judged. Tasks use them to prefetch the next events.
 * Only a hint: errors or gaps affect speed alone. Thread-safe.
 */
public final class Upcoming {

    private final Set<String> topics;
    private final Map<TopicPartition, Line> lines = new ConcurrentHashMap<>();

    /** Follows the topics to which publishers write events. */
    public Upcoming(Topics topics) {
        this.topics = Set.of(topics.outboundMessages(), topics.offerDecisions());
    }

    /** Notes the records that are about to be handed to tasks. Ignores records of other topics. */
    public void add(ConsumerRecords<byte[], byte[]> handedOver) {
        for (TopicPartition partition : handedOver.partitions()) {
            if (topics.contains(partition.topic())) {
                line(partition).add(handedOver.records(partition));
            }
        }
    }

    /** The events of a partition. */
    Line line(TopicPartition partition) {
        return lines.computeIfAbsent(partition, added -> new Line());
    }

    /**
     * Some consecutive events.
     *
     * @param keys of the events that have a key
     * @param last offset of the last event; -1 if there are none
     */
    record Next(List<byte[]> keys, long last) {}

    /** The events of one partition, in the order of their offsets. */
    static final class Line {
        /**
         * More than Kafka Streams buffers per partition plus one poll. Reaching it means that no task reads the list,
         * which must not grow.
         */
        static final int MOST = 10_000;

        /** No subject has a longer one. */
        private static final int LONGEST_KEY = 1024;

        private static final Next NOTHING = new Next(List.of(), -1);

        private final Deque<Place> events = new ArrayDeque<>();

        /** Keeps only this of an event: the event may be large, and may be long gone when its task looks here. */
        private record Place(long offset, byte @Nullable [] key) {}

        private synchronized void add(List<ConsumerRecord<byte[], byte[]>> handedOver) {
            Place last = events.peekLast();
            if (last != null && !handedOver.isEmpty() && handedOver.get(0).offset() <= last.offset()) {
                // The consumer moved back, so the earlier events are no longer the next ones.
                events.clear();
            }
            if (events.size() + handedOver.size() > MOST) {
                events.clear();
            }
            for (ConsumerRecord<byte[], byte[]> record : handedOver) {
                byte[] key = record.key();
                events.add(new Place(record.offset(), key == null || key.length > LONGEST_KEY ? null : key));
            }
        }

        /** Takes the next events from this offset on, and forgets earlier ones. */
        synchronized Next take(long from, int most) {
            if (events.isEmpty()) {
                return NOTHING;
            }
            List<byte[]> keys = new ArrayList<>(most);
            long last = -1;
            Place first = events.peekFirst();
            while (first != null && (first.offset() < from || keys.size() < most)) {
                if (first.offset() >= from) {
                    byte @Nullable [] key = first.key();
                    if (key != null) {
                        keys.add(key);
                    }
                    last = first.offset();
                }
                events.removeFirst();
                first = events.peekFirst();
            }
            return new Next(keys, last);
        }

        /** Call when the partition's task closes: the partition's next task receives the events again. */
        synchronized void clear() {
            events.clear();
        }
    }
}
