// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.topology.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Lets one contender after another drain the same backlog, with its table full from the start. Each is new to the
 * events: a gate that had judged them before would find their cases open.
 *
 * <p>The clock starts when the contender has committed a first part of the events (its warm-up), and stops when it has
 * committed the last one. Offsets are committed in the transaction that holds the outputs, so what is counted is visible
 * to a consumer that reads committed records.
 */
final class Drain {

    private final Stack stack;
    private final Topics topics;
    private final Launcher launcher;
    private final double warmUp;
    private int runs;

    /** @param warmUp share of the events that is drained before the clock starts, from 0 to 1 */
    Drain(Launcher launcher, double warmUp) {
        this.launcher = launcher;
        this.stack = launcher.stack();
        this.topics = launcher.topics();
        this.warmUp = warmUp;
    }

    /**
     * Lets a contender drain the backlog from its beginning.
     *
     * @param jvm in which no contender runs, before and after
     * @throws IllegalStateException when the contender failed, stood still or did not deliver every event
     */
    Measurement run(ContenderJvm jvm, Rounds.Turn turn, Backlog backlog) throws IOException {
        Application application = Application.anew(turn.contender(), ++runs);
        if (turn.contender().hasTable()) {
            launcher.fillTable(jvm, application);
        }
        stack.rewind(application.id(), List.of(topics.outboundMessages(), topics.offerDecisions()));
        jvm.start(application);
        Measurement measured = measure(turn.round(), application, backlog, jvm);
        jvm.stop();
        requireAllDelivered(turn.contender(), backlog);
        launcher.forget(application);
        stack.empty(List.of(
                topics.clearedMessages(), topics.clearedDecisions(), topics.quarantine(), topics.deadLetters()));
        return measured;
    }

    private Measurement measure(int round, Application application, Backlog backlog, ContenderJvm jvm) {
        Map<TopicPartition, Long> ends = stack.endOffsets(List.of(topics.outboundMessages(), topics.offerDecisions()));

        long warm = (long) (backlog.events() * warmUp);
        long before = launcher.awaitCommitted(application, jvm, ends.keySet(), warm);
        long startedAt = System.nanoTime();
        Duration cpuBefore = jvm.cpuTime();
        Duration threadCpuBefore = jvm.streamThreadsCpuTime();
        Duration brokerCpuBefore = stack.cpuTime();

        long after = launcher.awaitCommitted(application, jvm, ends.keySet(), backlog.events());
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        double millions = (after - before) / 1e6;
        return new Measurement(
                round,
                application.contender(),
                (after - before) / seconds,
                seconds(jvm.cpuTime().minus(cpuBefore)) / millions,
                seconds(jvm.streamThreadsCpuTime().minus(threadCpuBefore)) / millions,
                seconds(stack.cpuTime().minus(brokerCpuBefore)) / millions);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private void requireAllDelivered(Contender contender, Backlog backlog) {
        long quarantined = stack.countRecords(topics.quarantine());
        long cleared = stack.countRecords(topics.clearedMessages()) + stack.countRecords(topics.clearedDecisions());
        long diverted = switch (contender) {
            case PASS_THROUGH, BARE_PASS_THROUGH -> 0;
            case PLAIN_JOIN, GATE_WITHOUT_BARRIER, GATE -> backlog.diverted();
        };
        if (quarantined != diverted || cleared != backlog.events() - diverted) {
            throw new IllegalStateException("The " + contender.label() + " cleared " + cleared + " and quarantined "
                    + quarantined + " of " + backlog.events() + " events; " + diverted + " were to be quarantined");
        }
    }
}
