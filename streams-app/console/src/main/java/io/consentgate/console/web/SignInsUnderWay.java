// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.identity.SignInBegun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sign-ins in progress. Bounded, since anyone can begin one; a person whose sign-in was dropped begins again.
 * Thread-safe.
 */
final class SignInsUnderWay {

    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Each takes about a kilobyte. */
    static final int MOST = 10_000;

    private final Clock clock;
    private final Map<String, UnderWay> byState = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, UnderWay> eldest) {
            return size() > MOST;
        }
    };

    SignInsUnderWay(Clock clock) {
        this.clock = clock;
    }

    private record UnderWay(String browser, SignInBegun begun, Instant since) {}

    /** @param browser secret known only to the browser that began the sign-in */
    synchronized void add(String browser, SignInBegun begun) {
        byState.put(begun.state(), new UnderWay(browser, begun, clock.instant()));
    }

    /** Takes the sign-in with this state, once, for the browser that began it. */
    synchronized Optional<SignInBegun> take(String browser, String state) {
        UnderWay found = byState.get(state);
        if (found == null || !found.browser.equals(browser)) {
            return Optional.empty();
        }
        byState.remove(state);
        return found.since.plus(PATIENCE).isAfter(clock.instant()) ? Optional.of(found.begun) : Optional.empty();
    }
}
