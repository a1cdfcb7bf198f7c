// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import java.util.Set;
import java.util.TreeSet;

/** The gate's output for one record. */
sealed interface Output {

    /** The output's place. */
    Position at();

    /** Digest of the publisher's bytes in the output. */
    Digest digest();

    /**
     * On cleared-messages or cleared-decisions. There the gate names no source, so the publisher's own id identifies
     * the record.
     */
    record Cleared(Position at, String publicationId, Set<String> advice, Digest digest) implements Output {
        @Override
        public String toString() {
            return "cleared" + suffix(advice) + " at " + at;
        }
    }

    /** On quarantine. */
    record Quarantined(Position at, String caseId, Set<String> rules, Digest digest) implements Output {
        @Override
        public String toString() {
            return "quarantined" + suffix(rules) + " at " + at;
        }
    }

    /** On dead-letters. */
    record DeadLettered(Position at, Position source, String reason, Digest digest) implements Output {
        @Override
        public String toString() {
            return "dead letter (" + reason + ") at " + at;
        }
    }

    private static String suffix(Set<String> codes) {
        return codes.isEmpty() ? "" : " (" + String.join(", ", new TreeSet<>(codes)) + ")";
    }
}
