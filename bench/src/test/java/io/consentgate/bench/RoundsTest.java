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
        assertThat(Rounds.runs(BOTH, 3))
                .containsExactly(
                        new Rounds.Run(1, GATE_WITHOUT_BARRIER),
                        new Rounds.Run(1, GATE),
                        new Rounds.Run(2, GATE),
                        new Rounds.Run(2, GATE_WITHOUT_BARRIER),
                        new Rounds.Run(3, GATE_WITHOUT_BARRIER),
                        new Rounds.Run(3, GATE));
    }
}
