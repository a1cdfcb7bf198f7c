// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.identity.SignInBegun;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The sign-ins that the tabs of one browser have under way, the latest few. Thread-safe. */
final class SignInsUnderWay {

    /** Whoever opens more tabs at once has the first of them begin again. */
    private static final int MOST = 16;

    private final Map<String, SignInBegun> byState = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SignInBegun> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(SignInBegun begun) {
        byState.put(begun.state(), begun);
    }

    synchronized Optional<SignInBegun> take(String state) {
        return Optional.ofNullable(byState.remove(state));
    }
}
