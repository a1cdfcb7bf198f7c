// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import io.consentgate.barrier.BarrierObserver;
import io.consentgate.barrier.Wait;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Counts and times the work of the process's read barriers, and reports their long waits to health. */
final class BarrierMetrics implements BarrierObserver {

    /** From a round trip on a local network to an outage that wakes an operator. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5)
    };

    private final BarrierWaits waits;
    private final Counter lookups;
    private final Counter unanswered;
    private final Counter rewound;
    private final Timer roundTrip;
    private final Timer handedOverWait;

    BarrierMetrics(MeterRegistry registry, BarrierWaits waits) {
        this.waits = waits;
        this.lookups = counter(registry, Meters.BARRIER_LOOKUPS);
        this.unanswered = counter(registry, Meters.BARRIER_UNANSWERED);
        this.rewound = counter(registry, Meters.BARRIER_REWOUND_RECORDS);
        this.roundTrip = timer(registry, Meters.BARRIER_ROUND_TRIP);
        this.handedOverWait = timer(registry, Meters.BARRIER_HANDED_OVER_WAIT);
        Gauge.builder(Meters.BARRIER_WAITING_PARTITIONS.id(), waits, BarrierWaits::partitions)
                .description(Meters.BARRIER_WAITING_PARTITIONS.sentence())
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        Meters.BARRIER_WAIT_SECONDS_MAX.id(),
                        waits,
                        longest -> longest.longest().toMillis() / 1000.0)
                .description(Meters.BARRIER_WAIT_SECONDS_MAX.sentence())
                .strongReference(true)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, Meters meter) {
        return Counter.builder(meter.id()).description(meter.sentence()).register(registry);
    }

    private static Timer timer(MeterRegistry registry, Meters meter) {
        return Timer.builder(meter.id())
                .description(meter.sentence())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public void waiting(String consumer, List<Wait> reported) {
        waits.report(consumer, reported);
    }

    @Override
    public void asked(int partitions) {
        lookups.increment(partitions);
    }

    @Override
    public void answered(TopicPartition table, Duration took) {
        roundTrip.record(took);
    }

    @Override
    public void unanswered(TopicPartition table, String problem) {
        unanswered.increment();
    }

    @Override
    public void handedOver(TopicPartition stream, int records, Duration waited) {
        handedOverWait.record(waited);
    }

    @Override
    public void rewound(TopicPartition stream, int records) {
        rewound.increment(records);
    }
}
