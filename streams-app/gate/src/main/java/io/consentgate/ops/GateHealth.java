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
 * The health of the gate. Thread-safe.
 *
 * <p><b>Live</b>: a restart would not help. No stream thread has failed, ended or hung. A gate that waits for brokers,
 * registry, consent or a rebalance is live: a restart during restoration would only begin the restoration again. A
 * thread that hangs at a record keeps its partitions as long as the process exists, and only a restart frees them. If
 * the record hangs the gate again, the third restart names this record. A thread that stalls without a record waits for
 * brokers: health is then degraded, as a restart would only wait again.
 *
 * <p><b>Ready</b>: the gate does its part. It runs and has tasks, or stands by while other processes have them.
 * Readiness does not turn consumption on or off. It lets a rolling update continue only after the last process works.
 *
 * <p><b>Degraded</b>: ready, but some events wait, because registry or consent partitions do not answer, or a publisher
 * keeps a transaction open. Or an incident needs an operator's attention. Neither halting a rolling update nor a restart
 * would fix any of these.
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

    /** @param known one sentence on each record that ended consecutive starts and that the gate has not yet passed */
    void fatalRecords(Supplier<List<String>> known) {
        fatalRecords = known;
    }

    int fatalRecords() {
        return fatalRecords.get().size();
    }

    /** Before this call, there are no stream threads: the gate looks for its brokers and checks its topics. */
    void watch(StreamThreads started) {
        threads = started;
    }

    /** DOWN when a supervisor should restart the process, else UP. */
    public Health live() {
        return Health.of(Map.of(Subject.STREAMS, notFailed()));
    }

    /** DOWN when the gate is not ready, DEGRADED when it is ready and events wait or an incident happened, else UP. */
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
