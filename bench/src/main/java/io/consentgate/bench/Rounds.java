// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Which contender runs when. */
final class Rounds {

    private Rounds() {}

    /**
     * One contender's run in one round.
     *
     * @param round from 1; the rounds to 0 warm up and are not counted
     */
    record Turn(int round, Contender contender) {

        boolean counts() {
            return round > 0;
        }

        /** For logs and people. */
        String name() {
            return counts() ? "round " + round : "warm-up";
        }
    }

    /** All turns of rounds that warm up and then of rounds that count: A, B, then B, A. */
    static List<Turn> turns(Collection<Contender> contenders, int warmUp, int counted) {
        List<Turn> turns = new ArrayList<>();
        for (int round = 1 - warmUp; round <= counted; round++) {
            addTurns(turns, round, order(contenders, round));
        }
        return turns;
    }

    /**
     * The same with each round there and back: A, B, B, A. In one JVM, who runs behind itself runs slower than who runs
     * behind the other; so each contender does both once in a round.
     */
    static List<Turn> turnsThereAndBack(Collection<Contender> contenders, int warmUp, int counted) {
        List<Turn> turns = new ArrayList<>();
        for (int round = 1 - warmUp; round <= counted; round++) {
            addTurns(turns, round, order(contenders, 1));
            addTurns(turns, round, order(contenders, 2));
        }
        return turns;
    }

    private static void addTurns(List<Turn> turns, int round, List<Contender> order) {
        for (Contender contender : order) {
            turns.add(new Turn(round, contender));
        }
    }

    /** What drifts with time, or wears off after the first, is no contender's advantage. */
    static List<Contender> order(Collection<Contender> contenders, int round) {
        List<Contender> order = new ArrayList<>(contenders);
        if (round % 2 == 0) {
            Collections.reverse(order);
        }
        return order;
    }
}
