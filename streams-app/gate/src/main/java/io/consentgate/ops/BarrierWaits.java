// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import io.consentgate.barrier.Wait;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The long waits at the read barrier, of all stream threads. A wait beyond {@link #WORTH_A_WARNING} is logged once,
 * until no long wait remains. Thread-safe.
 */
final class BarrierWaits {

    /** Longer than a leader election on a healthy cluster, so an operator should know. */
    static final Duration WORTH_A_WARNING = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(BarrierWaits.class);

    private final Clock clock;
    private final Map<String, List<Started>> byConsumer = new ConcurrentHashMap<>();
    private @Nullable Instant warnedSince;

    BarrierWaits(Clock clock) {
        this.clock = clock;
    }

    /** A wait with its start, so that it ages even when its thread has no time to report it again. */
    private record Started(Instant since, Wait reported) {}

    /** Replaces a consumer's earlier report. */
    synchronized void report(String consumer, List<Wait> waits) {
        Instant now = clock.instant();
        if (waits.isEmpty()) {
            byConsumer.remove(consumer);
        } else {
            byConsumer.put(
                    consumer,
                    waits.stream()
                            .map(wait -> new Started(now.minus(wait.waited()), wait))
                            .toList());
        }
        log(now);
    }

    private void log(Instant now) {
        List<Started> tooLong = startedBy(now.minus(WORTH_A_WARNING));
        if (warnedSince == null && !tooLong.isEmpty()) {
            Started oldest = tooLong.get(0);
            warnedSince = oldest.since();
            LOG.atWarn()
                    .addKeyValue("partition", oldest.reported().stream())
                    .addKeyValue("partitionsWaiting", partitions())
                    .log("Events wait at the read barrier and stay where they are: {}", why(oldest.reported()));
        } else if (warnedSince != null && tooLong.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("waitedSince", warnedSince)
                    .log("No event has waited long at the read barrier any more; going on");
            warnedSince = null;
        }
    }

    /** Number of waiting event partitions. */
    int partitions() {
        return byConsumer.values().stream().mapToInt(List::size).sum();
    }

    /** The longest current wait; zero when there is none. */
    Duration longest() {
        Instant now = clock.instant();
        return byConsumer.values().stream()
                .flatMap(List::stream)
                .map(started -> Duration.between(started.since(), now))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** One sentence per partition that waits too long, longest first: since when, and why. */
    List<String> tooLong() {
        return startedBy(clock.instant().minus(WORTH_A_WARNING)).stream()
                .map(started -> started.reported().stream() + " has been waiting for consent since "
                        + started.since().truncatedTo(ChronoUnit.SECONDS) + ": " + why(started.reported()))
                .toList();
    }

    private List<Started> startedBy(Instant latest) {
        return byConsumer.values().stream()
                .flatMap(List::stream)
                .filter(started -> !started.since().isAfter(latest))
                .sorted(Comparator.comparing(Started::since)
                        .thenComparing(started -> started.reported().stream().toString()))
                .toList();
    }

    private static String why(Wait wait) {
        return wait.missing().stream().map(BarrierWaits::why).collect(Collectors.joining("; "));
    }

    private static String why(Wait.Missing missing) {
        if (missing.lag().isPresent()) {
            return missing.table() + " is still to be read, records left: "
                    + missing.lag().getAsLong();
        }
        return "how far " + missing.table() + " must be read is not known, "
                + missing.problem().orElse("its leader has not answered yet");
    }
}
