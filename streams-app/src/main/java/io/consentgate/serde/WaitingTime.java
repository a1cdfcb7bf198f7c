// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** How long one thread may still wait in this minute. Used by that thread. */
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
        long now = clock.read();
        if (now - minuteBegan >= MINUTE) {
            minuteBegan = now;
            spent = 0;
        }
        return Math.max(0, perMinute - spent);
    }

    void spend(long nanos) {
        spent += nanos;
    }
}
