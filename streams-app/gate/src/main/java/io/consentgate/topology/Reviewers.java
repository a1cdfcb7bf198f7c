// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.LookAlikes;
import io.consentgate.review.ReviewerFigures;
import io.consentgate.review.ReviewerFigures.Act;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The latest verdicts of each reviewer, as seen by one task. They are kept until the reviewer has given no verdict for
 * a set time. Used by one task at a time.
 *
 * <p>Layout of a row: format (1 byte), then per verdict: instant (8), active seconds (4), upheld (1), digest of the
 * rationale (8), failed control (1).
 */
final class Reviewers {

    private static final byte FORMAT = 1;
    private static final int ACT_BYTES = Long.BYTES + Integer.BYTES + 1 + Long.BYTES + 1;

    private final KeyValueStore<byte[], byte[]> store;
    private final int window;
    private final Sweep sweep;

    /** @param window number of verdicts kept per reviewer */
    Reviewers(KeyValueStore<byte[], byte[]> store, int window) {
        this.store = store;
        this.window = window;
        this.sweep = new Sweep(store);
    }

    ReviewerFigures figures(String reviewer) {
        byte[] row = row(reviewer);
        return row == null ? ReviewerFigures.NONE : figures(row);
    }

    /**
     * Deletes reviewers whose latest verdict is older than the retention, within the limit of one call.
     *
     * @return whether this call reached the last row
     */
    boolean forgetOlderThan(Duration retention, Instant now) {
        Instant before = now.minus(retention);
        return sweep.delete(
                row -> figures(row).acts().stream().allMatch(act -> act.at().isBefore(before)));
    }

    private static ReviewerFigures figures(byte[] row) {
        ByteBuffer buffer = ByteBuffer.wrap(row);
        byte format = buffer.get();
        if (format != FORMAT) {
            throw new IllegalStateException("the store " + Stores.REVIEWERS + " holds a row of format " + format
                    + ", this version reads " + FORMAT + ". It was written by a newer gate: upgrade");
        }
        List<Act> acts = new ArrayList<>();
        while (buffer.hasRemaining()) {
            acts.add(new Act(
                    Instant.ofEpochMilli(buffer.getLong()),
                    buffer.getInt(),
                    buffer.get() != 0,
                    buffer.getLong(),
                    buffer.get() != 0));
        }
        return new ReviewerFigures(acts);
    }

    void remember(String reviewer, Act act) {
        List<Act> acts = figures(reviewer).with(act, window).acts();
        ByteBuffer row = ByteBuffer.allocate(1 + acts.size() * ACT_BYTES).put(FORMAT);
        for (Act one : acts) {
            row.putLong(one.at().toEpochMilli())
                    .putInt(one.activeSeconds())
                    .put((byte) (one.upheld() ? 1 : 0))
                    .putLong(one.rationale())
                    .put((byte) (one.failedControl() ? 1 : 0));
        }
        store.put(key(reviewer), row.array());
    }

    /** Earlier versions used the pseudonym as spelled for the row's key. */
    private byte @Nullable [] row(String reviewer) {
        byte[] row = store.get(key(reviewer));
        return row == null ? store.get(reviewer.getBytes(UTF_8)) : row;
    }

    /** Ignores case: otherwise a reviewer could shed their record by signing in capitals. */
    private static byte[] key(String reviewer) {
        return LookAlikes.asSeen(reviewer).getBytes(UTF_8);
    }
}
