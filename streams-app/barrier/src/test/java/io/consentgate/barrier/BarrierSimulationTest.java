// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The barrier against simulated brokers and a simulated stream thread, many interleavings long.
 *
 * <p>The full size: {@code mvn -B -pl streams-app/barrier -am test -Dtest=BarrierSimulationTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dbarrier.simulations=1000000}. Each run draws its first seed and prints it. A
 * failure names its seed; replay it by adding {@code -Dbarrier.simulations=1 -Dbarrier.seed=<seed>} instead.
 */
class BarrierSimulationTest {

    private static final long FIRST_SEED =
            Long.getLong("barrier.seed", new SplittableRandom().nextLong(1_000_000, 1_000_000_000_000L));
    private static final long SIMULATIONS = Long.getLong("barrier.simulations", 15_000);
    private static final long SIMULATIONS_OF_EVERY_RUN = 10_000;
    private static final long SIMULATIONS_TO_CATCH = 100_000;

    @Test
    void shouldNeverJudgeWithOlderTableNorBesideAnOpenTransactionNorLoseNorRepeatNorStall() {
        System.out.printf("Read barrier: %d interleavings from seed %d%n", SIMULATIONS, FIRST_SEED);
        simulate(FIRST_SEED, SIMULATIONS);
    }

    @Test
    void shouldHoldForTheInterleavingsOfEveryRun() {
        simulate(1, SIMULATIONS_OF_EVERY_RUN);
    }

    private static void simulate(long firstSeed, long count) {
        for (long seed = firstSeed; seed < firstSeed + count; seed++) {
            Simulation.run(seed, Mutation.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void shouldCatchEveryMutation(Mutation mutation) {
        String caught = "";
        long seed = 1;
        while (caught.isEmpty() && seed <= SIMULATIONS_TO_CATCH) {
            try {
                Simulation.run(seed, mutation);
            } catch (AssertionError e) {
                caught = String.valueOf(e.getMessage());
            }
            seed++;
        }

        assertThat(caught).as("%s, after %d interleavings", mutation, seed - 1).isNotEmpty();
    }
}
