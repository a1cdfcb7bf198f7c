// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.util.Locale;

/** What is measured, in the order in which the table shows it. */
enum Contender {
    /** Reads and writes bytes: the most that Kafka Streams gives with these options. */
    PASS_THROUGH("pass-through"),

    /** The same with Kafka's own defaults: what a bare Kafka Streams application gives out of the box. */
    BARE_PASS_THROUGH("pass-through, Kafka's defaults"),

    /** What one would write without a gate: a table, a left join, whole records decoded and encoded again. */
    PLAIN_JOIN("plain join"),

    /** The gate without its read barrier, which would let withdrawals lose: to tell what the barrier costs. */
    GATE_WITHOUT_BARRIER("gate, no barrier"),

    /** The gate as it runs in production. */
    GATE("gate"),

    /** The gate of another build, to tell what a change costs. */
    OTHER_GATE("gate of the other build");

    private final String label;

    Contender(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Whether it keeps a consent table, which must be full before the clock starts. */
    boolean hasTable() {
        return this != PASS_THROUGH && this != BARE_PASS_THROUGH;
    }

    /** What a process is told to start; one of the other build knows its own gate only. */
    Contender ordered() {
        return this == OTHER_GATE ? GATE : this;
    }

    /** Application id, or what those of its runs begin with. */
    String applicationId() {
        return "bench-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
