// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import static io.consentgate.bench.Contender.GATE;
import static io.consentgate.bench.Contender.GATE_WITHOUT_BARRIER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final List<Contender> BOTH = List.of(GATE_WITHOUT_BARRIER, GATE);

    @Test
    void shouldGoForwardsAndBackwardsInTurn() {
        assertThat(Rounds.turns(BOTH, 0, 3))
                .containsExactly(
                        new Rounds.Turn(1, GATE_WITHOUT_BARRIER),
                        new Rounds.Turn(1, GATE),
                        new Rounds.Turn(2, GATE),
                        new Rounds.Turn(2, GATE_WITHOUT_BARRIER),
                        new Rounds.Turn(3, GATE_WITHOUT_BARRIER),
                        new Rounds.Turn(3, GATE));
    }

    @Test
    void shouldGoThereAndBackInEachRoundOfOneJvm() {
        assertThat(Rounds.turnsThereAndBack(BOTH, 1, 1))
                .containsExactly(
                        new Rounds.Turn(0, GATE_WITHOUT_BARRIER),
                        new Rounds.Turn(0, GATE),
                        new Rounds.Turn(0, GATE),
                        new Rounds.Turn(0, GATE_WITHOUT_BARRIER),
                        new Rounds.Turn(1, GATE_WITHOUT_BARRIER),
                        new Rounds.Turn(1, GATE),
                        new Rounds.Turn(1, GATE),
                        new Rounds.Turn(1, GATE_WITHOUT_BARRIER));
    }

    @Test
    void shouldWarmUpBeforeItCounts() {
        List<Rounds.Turn> turns = Rounds.turns(BOTH, 3, 2);

        assertThat(turns).extracting(Rounds.Turn::counts).startsWith(false, false, false, false, false, false, true);
        assertThat(turns.stream().filter(Rounds.Turn::counts)).containsExactlyElementsOf(Rounds.turns(BOTH, 0, 2));
        assertThat(turns)
                .extracting(Rounds.Turn::contender)
                .startsWith(GATE, GATE_WITHOUT_BARRIER, GATE_WITHOUT_BARRIER, GATE, GATE, GATE_WITHOUT_BARRIER);
    }
}
