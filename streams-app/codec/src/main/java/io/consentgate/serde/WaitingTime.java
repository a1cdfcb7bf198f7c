// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * How long one thread may still wait in this minute. What a wait took beyond that is owed to the minutes after it. Used by
 * that thread.
 */
final class WaitingTime {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final long perMinute;
    private final Ticker clock;
    private long minuteBegan;
    private long spent;

    WaitingTime(Duration perMinute, Ticker clock) {
        this.perMinute = perMinute.toNanos();
        this.clock = clock;
        this.minuteBegan = clock.read();
    }

    /** Nanoseconds; 0 when it is used up. */
    long left() {
        long minutes = (clock.read() - minuteBegan) / MINUTE;
        minuteBegan += minutes * MINUTE;
        spent = Math.max(0, spent - minutes * perMinute);
        return Math.max(0, perMinute - spent);
    }

    void spend(long nanos) {
        spent += nanos;
    }
}
