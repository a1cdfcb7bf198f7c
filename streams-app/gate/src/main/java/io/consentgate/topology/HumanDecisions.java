// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.HumanTime;
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.AutomationMode;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionFacts.Human;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.HumanHistory.Past;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The latest decisions of each human whom publishers name as the decider, as seen by one task. They are kept until the
 * human has made no decision for a set time. Used by one task at a time.
 *
 * <p>Layout of a row: format (1 byte), when the latest decision was judged (8, milliseconds since the epoch), then per
 * decision: changed (1), milliseconds taken (8). This version also reads format 1, which has no time. The retention of
 * such a row begins when the gate first looks at it.
 */
final class HumanDecisions {

    private static final byte FORMAT = 2;
    private static final byte FORMAT_WITHOUT_TIME = 1;
    private static final int HEAD_BYTES = 1 + Long.BYTES;
    private static final int PAST_BYTES = 1 + Long.BYTES;
    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private final KeyValueStore<byte[], byte[]> store;
    private final int window;
    private final Sweep sweep;

    /** @param window number of decisions kept per human */
    HumanDecisions(KeyValueStore<byte[], byte[]> store, int window) {
        this.store = store;
        this.window = window;
        this.sweep = new Sweep(store);
    }

    /** The remembered decisions of the named decider; empty for a machine's decision. */
    HumanHistory recall(DecisionFacts decision) {
        Human human = decision.automation().human();
        return human == null || !isByHuman(decision) ? HumanHistory.EMPTY : history(human);
    }

    /**
     * Remembers a decision, with any verdict.
     *
     * @param at when the decision was judged
     */
    void remember(DecisionFacts decision, Instant at) {
        Human human = decision.automation().human();
        if (human == null || !isByHuman(decision)) {
            return;
        }
        List<Past> decisions = new ArrayList<>(history(human).decisions());
        decisions.add(new Past(human.changed(), HumanTime.taken(human)));
        List<Past> latest = decisions.subList(Math.max(0, decisions.size() - window), decisions.size());
        ByteBuffer row = ByteBuffer.allocate(HEAD_BYTES + latest.size() * PAST_BYTES)
                .put(FORMAT)
                .putLong(at.toEpochMilli());
        for (Past past : latest) {
            row.put((byte) (past.changed() ? 1 : 0)).putLong(millis(past.elapsed()));
        }
        store.put(key(human), row.array());
    }

    /**
     * Deletes humans without a decision for this time, within the limit of one call.
     *
     * @return whether this call reached the last row
     */
    boolean forgetOlderThan(Duration retention, Instant now) {
        long before = now.minus(retention).toEpochMilli();
        return sweep.each(row -> {
            ByteBuffer buffer = ByteBuffer.wrap(row);
            if (buffer.get() == FORMAT_WITHOUT_TIME) {
                return ByteBuffer.allocate(row.length + Long.BYTES)
                        .put(FORMAT)
                        .putLong(now.toEpochMilli())
                        .put(buffer)
                        .array();
            }
            return buffer.getLong() < before ? null : row;
        });
    }

    /**
     * Publishers may state any times: a duration beyond the range of milliseconds is cut to the longest possible one.
     */
    private static long millis(Duration elapsed) {
        if (elapsed.compareTo(LONGEST) > 0) {
            return LONGEST.toMillis();
        }
        return elapsed.compareTo(LONGEST.negated()) < 0 ? LONGEST.negated().toMillis() : elapsed.toMillis();
    }

    private static boolean isByHuman(DecisionFacts decision) {
        Human human = decision.automation().human();
        return decision.automation().mode() == AutomationMode.HUMAN_DECIDED
                && human != null
                && Text.isPresent(human.reviewerRef());
    }

    private HumanHistory history(Human human) {
        byte[] row = store.get(key(human));
        if (row == null) {
            return HumanHistory.EMPTY;
        }
        ByteBuffer buffer = ByteBuffer.wrap(row);
        byte format = buffer.get();
        if (format == FORMAT) {
            buffer.position(HEAD_BYTES);
        } else if (format != FORMAT_WITHOUT_TIME) {
            throw new IllegalStateException("the store " + Stores.HUMAN_DECISIONS + " holds a row of format " + format
                    + ", this version reads " + FORMAT + ". It was written by a newer gate: upgrade");
        }
        List<Past> decisions = new ArrayList<>();
        while (buffer.hasRemaining()) {
            decisions.add(new Past(buffer.get() != 0, Duration.ofMillis(buffer.getLong())));
        }
        return new HumanHistory(decisions);
    }

    private static byte[] key(Human human) {
        return human.reviewerRef().getBytes(UTF_8);
    }
}
