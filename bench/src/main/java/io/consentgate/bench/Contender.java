// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

/** What is measured, in the order in which the table shows it. */
enum Contender {
    /** Reads and writes bytes: the most that Kafka Streams gives with these options. */
    PASS_THROUGH("pass-through"),

    /** What one would write without a gate: a table, a left join, whole records decoded and encoded again. */
    PLAIN_JOIN("plain join"),

    /** The gate as it runs in production. */
    GATE("gate");

    private final String label;

    Contender(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Whether it reads consent, which must be in its table before the clock starts. */
    boolean readsConsent() {
        return this != PASS_THROUGH;
    }
}
