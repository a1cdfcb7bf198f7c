// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import io.consentgate.ops.Health.Check;
import io.consentgate.ops.Health.Status;
import io.consentgate.ops.Health.Subject;
import io.consentgate.serde.RegistryHealth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * Whether the gate is well. Thread-safe.
 *
 * <p><b>Live</b> means that starting it afresh would not help: its stream threads have not failed or ended, and none is hung. A
 * gate that waits, for brokers, registry, consent or a rebalance, is live: killed in the middle of restoring its state it would
 * only begin again. A thread that is hung at a record holds its partitions for as long as the process is there, and nothing in
 * the process can take them away: only a restart frees them. If the record does it again, the third restart says which one it is.
 * One that stands at no record waits for brokers: that makes health degraded, and a restart would only wait once more.
 *
 * <p><b>Ready</b> means that it does its part: it runs and has tasks, or stands by while other processes have them. Being
 * ready does not turn consumption on or off. It is for whoever rolls out a new version one process after the other, to go
 * on only when the last one works.
 *
 * <p><b>Degraded</b> is ready: some events wait because registry or consent partitions do not answer or a publisher keeps a
 * transaction open, or something happened that somebody has to look at. A halted roll-out or a restart ends none of it.
 */
public final class GateHealth {

    private final RegistryHealth registry;
    private final BarrierWaits waits;
    private final ThreadStalls stalls;
    private final OpenTransactions transactions;
    private final RecentIncidents incidents;
    private volatile Supplier<List<String>> fatalRecords = List::of;
    private volatile @Nullable StreamThreads threads;

    GateHealth(
            RegistryHealth registry,
            BarrierWaits waits,
            ThreadStalls stalls,
            OpenTransactions transactions,
            RecentIncidents incidents) {
        this.registry = registry;
        this.waits = waits;
        this.stalls = stalls;
        this.transactions = transactions;
        this.incidents = incidents;
    }

    /** @param known a sentence on each record that ended one start after another, and is not behind the gate yet */
    void fatalRecords(Supplier<List<String>> known) {
        fatalRecords = known;
    }

    int fatalRecords() {
        return fatalRecords.get().size();
    }

    /** Until then there are no stream threads: the gate looks for its brokers and checks its topics. */
    void watch(StreamThreads started) {
        threads = started;
    }

    /** DOWN when the process should be started afresh, else UP. */
    public Health live() {
        return Health.of(Map.of(Subject.STREAMS, notFailed()));
    }

    /** DOWN when the gate is not ready, DEGRADED when it is and some events wait, else UP. */
    public Health ready() {
        return Health.of(Map.of(
                Subject.STREAMS, working(),
                Subject.REGISTRY, answering(),
                Subject.BARRIER, degradedBy(waits.tooLong()),
                Subject.TRANSACTIONS, degradedBy(transactions.tooLong()),
                Subject.RECORDS, degradedBy(fatalRecords.get()),
                Subject.INCIDENTS, degradedBy(incidents.recent())));
    }

    private Check notFailed() {
        StreamThreads started = threads;
        if (started == null) {
            return starting(Status.UP);
        }
        KafkaStreams.State state = started.state();
        return switch (state) {
            case CREATED, REBALANCING, RUNNING -> {
                List<String> hung = stalls.hung();
                yield hung.isEmpty() ? Check.of(Status.UP, state.name()) : new Check(Status.DOWN, hung);
            }
            case PENDING_SHUTDOWN -> Check.of(Status.UP, state.name());
            case PENDING_ERROR, ERROR, NOT_RUNNING -> ended(state);
        };
    }

    private Check working() {
        StreamThreads started = threads;
        if (started == null) {
            return starting(Status.DOWN);
        }
        KafkaStreams.State state = started.state();
        List<String> hung = state.isRunningOrRebalancing() ? stalls.hung() : List.of();
        if (!hung.isEmpty()) {
            return new Check(Status.DOWN, hung);
        }
        List<String> heldUp = state.isRunningOrRebalancing() ? stalls.heldUp() : List.of();
        if (!heldUp.isEmpty()) {
            return new Check(Status.DEGRADED, heldUp);
        }
        return switch (state) {
            case CREATED, REBALANCING ->
                Check.of(Status.DOWN, state + ": tasks are being given out, or their state is being restored");
            case RUNNING -> holdingTasks(started);
            case PENDING_SHUTDOWN -> Check.of(Status.DOWN, state + ": it has been told to stop");
            case PENDING_ERROR, ERROR, NOT_RUNNING -> ended(state);
        };
    }

    private static Check holdingTasks(StreamThreads started) {
        int tasks = started.activeTasks();
        if (tasks > 0) {
            return Check.of(Status.UP, "RUNNING with " + tasks + (tasks == 1 ? " task" : " tasks"));
        }
        return started.othersHoldTheTasks()
                ? Check.of(Status.UP, "RUNNING and standing by: other processes hold all tasks")
                : Check.of(Status.DOWN, "RUNNING without tasks, and no other process is known to hold them");
    }

    private static Check starting(Status status) {
        return Check.of(status, "starting: waiting for the brokers, or checking the topics");
    }

    private static Check ended(KafkaStreams.State state) {
        return Check.of(Status.DOWN, state + ": the threads have ended; the log says why");
    }

    private Check answering() {
        RegistryHealth.Status status = registry.status();
        return status.available()
                ? Check.up()
                : Check.of(
                        Status.DEGRADED,
                        "has not answered since " + status.since().truncatedTo(ChronoUnit.SECONDS)
                                + "; records that need it wait: " + status.problem());
    }

    private static Check degradedBy(List<String> reasons) {
        return reasons.isEmpty() ? Check.up() : new Check(Status.DEGRADED, reasons);
    }
}
