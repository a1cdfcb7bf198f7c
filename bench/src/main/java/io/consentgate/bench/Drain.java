// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.topology.Topics;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Lets contenders drain the same backlog. Each has its table complete from the start and has never seen the events: a
 * gate that had judged them before would find their cases open.
 */
final class Drain {

    private final Launcher launcher;
    private final Stack stack;
    private final Topics topics;
    private final Backlog backlog;
    private final Set<TopicPartition> inputPartitions;
    private int applications;

    Drain(Launcher launcher, Backlog backlog) {
        this.launcher = launcher;
        this.stack = launcher.stack();
        this.topics = launcher.topics();
        this.backlog = backlog;
        this.inputPartitions = stack.endOffsets(inputs(topics)).keySet();
    }

    /**
     * Lets a contender drain the backlog from its beginning.
     *
     * <p>The clock runs from the commit of a first part of the events to the commit of the last one. Offsets are
     * committed in the transaction with the outputs, so every counted event is visible to consumers of committed
     * records.
     *
     * @param jvm in which nothing runs, before and after
     * @param warmUp share of the events drained before the clock starts, from 0 to 1
     * @throws IllegalStateException when the contender failed, made no progress or did not deliver every event
     */
    Measurement run(ContenderJvm jvm, int round, Contender contender, double warmUp) throws IOException {
        Application application = prepare(jvm, contender);
        jvm.start(application);
        Reading before =
                Reading.now(awaitDone(jvm, application, (long) (backlog.events() * warmUp)), application, jvm, stack);
        Reading after = Reading.now(awaitDone(jvm, application, backlog.events()), application, jvm, stack);
        jvm.stop(application);
        finish(List.of(application));
        return after.since(before).measurement(round, contender);
    }

    /** An application that has filled its table and has not read the first event. It does not run. */
    Application prepare(ContenderJvm jvm, Contender contender) throws IOException {
        Application application = Application.anew(contender, ++applications);
        // A failed run may have left state with this name in a kept folder.
        launcher.forget(application);
        if (contender.hasTable()) {
            launcher.fillTable(jvm, application);
        }
        stack.rewind(application.id(), inputs(topics));
        return application;
    }

    /**
     * Waits until an application has committed this many events. Returns the number at that moment, which may be
     * higher.
     */
    long awaitDone(ContenderJvm jvm, Application application, long events) {
        return launcher.awaitCommitted(application, jvm, inputPartitions, events);
    }

    /**
     * Deletes the state and topics of stopped applications that have drained the backlog.
     *
     * @throws IllegalStateException when they did not deliver every event
     */
    void finish(Collection<Application> drained) throws IOException {
        requireAllDelivered(drained);
        stack.empty(List.of(
                topics.clearedMessages(), topics.clearedDecisions(), topics.quarantine(), topics.deadLetters()));
        for (Application application : drained) {
            launcher.forget(application);
        }
    }

    private void requireAllDelivered(Collection<Application> drained) {
        long quarantined = stack.countRecords(topics.quarantine());
        long cleared = stack.countRecords(topics.clearedMessages()) + stack.countRecords(topics.clearedDecisions());
        long events = backlog.events() * drained.size();
        long diverted = backlog.diverted()
                * drained.stream()
                        .filter(application -> application.contender().hasTable())
                        .count();
        if (quarantined != diverted || cleared != events - diverted) {
            throw new IllegalStateException(
                    drained.stream().map(Application::id).toList() + " cleared " + cleared + " and quarantined "
                            + quarantined + " of " + events + " events; " + diverted + " were to be quarantined");
        }
    }

    private static List<String> inputs(Topics topics) {
        return List.of(topics.outboundMessages(), topics.offerDecisions());
    }
}
