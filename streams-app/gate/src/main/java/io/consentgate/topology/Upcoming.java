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
 * Events that were handed to the tasks of this process and are not judged yet, so that a task can look at those that come
 * next. A hint: nothing but speed rests on its being right or complete. Thread-safe.
 */
public final class Upcoming {

    private final Set<String> topics;
    private final Map<TopicPartition, Line> lines = new ConcurrentHashMap<>();

    /** Of the topics that publishers write events to. */
    public Upcoming(Topics topics) {
        this.topics = Set.of(topics.outboundMessages(), topics.offerDecisions());
    }

    /** Takes note of what is about to be handed to tasks. Records of other topics are left aside. */
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
     * Some events that follow each other.
     *
     * @param keys of those that have one
     * @param last offset of the last of them; -1 if there are none
     */
    record Next(List<byte[]> keys, long last) {}

    /** The events of one partition, in the order of their offsets. */
    static final class Line {
        /** Beyond what Kafka Streams buffers of a partition and one poll: then nobody looks, and nothing is to pile up. */
        static final int MOST = 10_000;

        /** No subject has a longer one. */
        private static final int LONGEST_KEY = 1024;

        private static final Next NOTHING = new Next(List.of(), -1);

        private final Deque<Place> events = new ArrayDeque<>();

        /** All that is kept of an event: it may be long gone when its task looks here, and be large. */
        private record Place(long offset, byte @Nullable [] key) {}

        private synchronized void add(List<ConsumerRecord<byte[], byte[]>> handedOver) {
            Place last = events.peekLast();
            if (last != null && !handedOver.isEmpty() && handedOver.get(0).offset() <= last.offset()) {
                // The consumer was put back: what it was given before does not come next any more.
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

        /** Takes the next events from that offset on; those before it are forgotten. */
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

        /** To be called when their task closes: it is given them again, if anybody is. */
        synchronized void clear() {
            events.clear();
        }
    }
}
