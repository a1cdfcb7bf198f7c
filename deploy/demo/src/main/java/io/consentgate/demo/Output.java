// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import java.util.Set;
import java.util.TreeSet;

/** What the gate made of one record. */
sealed interface Output {

    /** Where the output stands. */
    Position at();

    /** The publisher's bytes as they came out. */
    Digest digest();

    /** On cleared-messages or cleared-decisions. The gate names no source there: the publisher's own id does. */
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
