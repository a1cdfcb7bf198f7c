// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.util.Locale;

/** The applications compared, in the order of the results table. */
enum Contender {
    /** Reads and writes bytes: the maximum for Kafka Streams with these options. */
    PASS_THROUGH("pass-through"),

    /** The same with Kafka's own defaults: a bare Kafka Streams application. */
    BARE_PASS_THROUGH("pass-through, Kafka's defaults"),

    /** The usual solution without a gate: a table, a left join, whole records decoded and encoded again. */
    PLAIN_JOIN("plain join"),

    /** The gate without its read barrier, so that a withdrawal may come too late: shows the cost of the barrier. */
    GATE_WITHOUT_BARRIER("gate, no barrier"),

    /** The gate as in production. */
    GATE("gate"),

    /** The gate of another build: shows the cost of a change. */
    OTHER_GATE("gate of the other build");

    private final String label;

    Contender(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Whether it keeps a consent table, which must be complete before the measurement. */
    boolean hasTable() {
        return this != PASS_THROUGH && this != BARE_PASS_THROUGH;
    }

    /** The contender to name to a process: the other build knows only its own gate. */
    Contender ordered() {
        return this == OTHER_GATE ? GATE : this;
    }

    /** The application id, or the prefix of its runs' ids. */
    String applicationId() {
        return "bench-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
