// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.policy.Policy;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.QuarantineCase;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Objects shared by the processors. All are thread-safe and outlive a task. */
public final class GateParts {

    private final Topics topics;
    private final Placement placement;
    private final Policy policy;
    private final FactsReader reader;
    private final Runnable nextRecord;
    private final Clearance clearance;
    private final Quarantine quarantine;
    private final ConsentCache consentCache;
    private final Upcoming upcoming;
    private final ConsentLog consentLog;
    private final Lifetimes lifetimes;
    private final Skips skips;
    private final ReviewParts review;
    private final Outcomes outcomes;
    private final ControlCases controls;
    private final GateCounters counters;
    private final Map<Integer, QuarantinedEvents> quarantinedEvents = new ConcurrentHashMap<>();

    /**
     * @param partitions the count that all co-partitioned topics share
     * @param reader waits for the registry where it must; see {@link io.consentgate.serde.WaitingFactsReader}
     * @param nextRecord told on the thread concerned that it turns to another record, so that all waits for one record
     *     share one patience
     * @param encoder makes the value of a quarantined record; waits for the registry, too
     * @param clearanceValidFor how long a clearance holds
     * @param quarantineRetention how long a quarantined event is to be kept
     * @param review what the life of a case needs
     * @param counters count what the gate does
     * @param upcoming what the tasks are about to judge, as far as it was announced
     * @param consentLog where the gate's group stands on the consent topic
     * @param lifetimes how long what is remembered is kept
     * @param skips what is stepped over
     */
    public GateParts(
            Topics topics,
            int partitions,
            Policy policy,
            FactsReader reader,
            Runnable nextRecord,
            Function<QuarantineCase, byte[]> encoder,
            Duration clearanceValidFor,
            Duration quarantineRetention,
            ReviewParts review,
            GateCounters counters,
            Upcoming upcoming,
            ConsentLog consentLog,
            Lifetimes lifetimes,
            Skips skips) {
        this(
                topics,
                partitions,
                policy,
                reader,
                nextRecord,
                encoder,
                clearanceValidFor,
                quarantineRetention,
                review,
                counters,
                upcoming,
                consentLog,
                lifetimes,
                skips,
                ConsentCache.sized());
    }

    GateParts(
            Topics topics,
            int partitions,
            Policy policy,
            FactsReader reader,
            Runnable nextRecord,
            Function<QuarantineCase, byte[]> encoder,
            Duration clearanceValidFor,
            Duration quarantineRetention,
            ReviewParts review,
            GateCounters counters,
            Upcoming upcoming,
            ConsentLog consentLog,
            Lifetimes lifetimes,
            Skips skips,
            ConsentCache consentCache) {
        this.topics = topics;
        this.placement = new Placement(partitions);
        this.policy = policy;
        this.reader = reader;
        this.nextRecord = nextRecord;
        this.clearance = new Clearance(policy.version(), clearanceValidFor);
        this.consentCache = consentCache;
        this.upcoming = upcoming;
        this.consentLog = consentLog;
        this.lifetimes = lifetimes;
        this.skips = skips;
        this.quarantine =
                new Quarantine(encoder, policy.version(), review.settings(), quarantineRetention, review.maxOpen());
        this.review = review;
        this.outcomes = new Outcomes(review.outcomes(), policy.version(), review.settings(), counters);
        this.counters = counters;
        this.controls =
                new ControlCases(policy, review.controlMessages(), quarantine, placement, review.controlShare());
    }

    Topics topics() {
        return topics;
    }

    Placement placement() {
        return placement;
    }

    Policy policy() {
        return policy;
    }

    FactsReader reader() {
        return reader;
    }

    /** The calling thread begins its next record. Call before reading anything for the record. */
    void nextRecord() {
        nextRecord.run();
    }

    Clearance clearance() {
        return clearance;
    }

    Quarantine quarantine() {
        return quarantine;
    }

    ConsentCache consentCache() {
        return consentCache;
    }

    Upcoming upcoming() {
        return upcoming;
    }

    ConsentLog consentLog() {
        return consentLog;
    }

    Lifetimes lifetimes() {
        return lifetimes;
    }

    Skips skips() {
        return skips;
    }

    /** The filter of this partition's task; all of its processors share it. */
    QuarantinedEvents quarantinedEvents(int partition) {
        return quarantinedEvents.computeIfAbsent(partition, ignored -> new QuarantinedEvents());
    }

    ReviewParts review() {
        return review;
    }

    ControlCases controls() {
        return controls;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    GateCounters counters() {
        return counters;
    }
}
