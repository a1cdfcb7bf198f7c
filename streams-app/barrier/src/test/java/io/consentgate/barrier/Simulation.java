// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** One interleaving of brokers, publishers, faults and stream threads, all drawn from a seed. */
final class Simulation {

    private static final int TURNS_TO_SETTLE = 5_000;

    private final SplittableRandom random;
    private final Mutation mutation;
    private final SimulatedCluster cluster;
    private final List<SimulatedStreamThread> threads = new ArrayList<>();
    private final int bufferLimit;
    private final int maxPollRecords;
    private final boolean idlesByLag;

    private Simulation(long seed, Mutation mutation) {
        this.random = new SplittableRandom(seed);
        this.mutation = mutation;
        this.cluster = new SimulatedCluster(random);
        this.bufferLimit = 1 + random.nextInt(4);
        this.maxPollRecords = 1 + random.nextInt(5);
        this.idlesByLag = random.nextBoolean();
        for (int count = 1 + random.nextInt(2); count > 0; count--) {
            threads.add(thread());
        }
        reassign();
    }

    /**
     * Runs one interleaving.
     *
     * @throws AssertionError saying which promise was broken, and by which seed
     */
    static void run(long seed, Mutation mutation) {
        try {
            new Simulation(seed, mutation).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("Seed " + seed + " (" + mutation + "): " + e.getMessage(), e);
        }
    }

    private SimulatedStreamThread thread() {
        return new SimulatedStreamThread(cluster, mutation, bufferLimit, maxPollRecords, idlesByLag);
    }

    private void run() {
        for (int turns = 20 + random.nextInt(40); turns > 0; turns--) {
            threads.get(random.nextInt(threads.size())).runOnce();
            disturb();
        }
        cluster.calmDown();
        for (int turns = 0; turns < TURNS_TO_SETTLE && !isSettled(); turns++) {
            threads.get(turns % threads.size()).runOnce();
        }
        check();
    }

    private void disturb() {
        if (cluster.oneIn(12)) {
            reassign();
        }
        if (cluster.oneIn(40)) {
            loseOne();
        }
        int victim = random.nextInt(threads.size());
        if (cluster.oneIn(40)) {
            threads.get(victim).corrupt();
        }
        if (cluster.oneIn(60)) {
            SimulatedStreamThread crashed = threads.get(victim);
            crashed.crash();
            threads.set(victim, thread());
            for (int partition = 0; partition < cluster.partitions; partition++) {
                if (cluster.group.targets[partition] == crashed.consumer()) {
                    cluster.group.targets[partition] = threads.get(victim).consumer();
                }
            }
        }
    }

    private void reassign() {
        for (int partition = 0; partition < cluster.partitions; partition++) {
            cluster.group.targets[partition] =
                    threads.get(random.nextInt(threads.size())).consumer();
        }
    }

    private void loseOne() {
        int partition = random.nextInt(cluster.partitions);
        SimulatedConsumer owner = cluster.group.owners[partition];
        if (owner != null) {
            owner.lose(partition);
            cluster.group.owners[partition] = null;
            reassign();
        }
    }

    private boolean isSettled() {
        return cluster.hasEnded()
                && cluster.group.judged.size() >= cluster.eventsOwed().size();
    }

    private void check() {
        List<Integer> judged = new ArrayList<>(cluster.group.judged);
        Collections.sort(judged);
        List<Integer> owed = cluster.eventsOwed();
        if (!judged.equals(owed)) {
            throw new AssertionError("Stream records " + owed + " were published, but judged and committed were "
                    + judged + " (idling by lag: " + idlesByLag + ")");
        }
    }
}
