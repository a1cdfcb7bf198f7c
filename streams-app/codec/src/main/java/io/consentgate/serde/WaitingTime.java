// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * One thread's remaining waiting time in this minute. A wait beyond the limit is deducted from the following minutes.
 * Used by that thread only.
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

    /** Nanoseconds; 0 when used up. */
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
