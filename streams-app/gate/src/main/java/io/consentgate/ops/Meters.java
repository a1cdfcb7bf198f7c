// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

/**
 * The meters of barrier, registry and stream threads. Names are public contract, as alerts use them. Prometheus adds
 * {@code _total} to a counter, and {@code _seconds} with {@code _bucket}, {@code _count}, {@code _sum} and {@code _max}
 * to a timer. No meter has labels: labels with members or clients would leave stale series behind at every restart.
 *
 * <p>The topology's counters are in {@code GateCounters}; Kafka Streams' own metrics begin with {@code kafka_}.
 */
enum Meters {
    BARRIER_WAITING_PARTITIONS(
            "consent_gate_barrier_waiting_partitions",
            "Event partitions of this process that have been waiting for consent for longer than a second."),
    BARRIER_WAIT_SECONDS_MAX(
            "consent_gate_barrier_wait_seconds_max",
            "The longest of these waits so far, in seconds; 0 while there is none."),
    BARRIER_LOOKUPS(
            "consent_gate_barrier_lookups", "High watermarks of consent partitions that the brokers were asked for."),
    BARRIER_UNANSWERED(
            "consent_gate_barrier_unanswered",
            "High watermarks that could not be had in time and were asked for again; events wait meanwhile."),
    BARRIER_REWOUND_RECORDS(
            "consent_gate_barrier_rewound_records",
            "Events given back because of a long wait, and fetched again after it."),
    BARRIER_ROUND_TRIP(
            "consent_gate_barrier_round_trip", "Time from asking for a high watermark to taking in the answer."),
    BARRIER_HANDED_OVER_WAIT(
            "consent_gate_barrier_handed_over_wait",
            "How long the oldest event of a batch had waited at the read barrier when the batch was handed over."),
    THREAD_STALL_SECONDS_MAX(
            "consent_gate_thread_stall_seconds_max",
            "For how long the stream thread that has stood longest has not advanced, in seconds; a wait for the registry is no such time."),
    OPEN_TRANSACTION_SECONDS_MAX(
            "consent_gate_open_transaction_seconds_max",
            "For how long a publisher's transaction on what the gate reads has been open, the longest, in seconds; 0 while there is none."),
    OPEN_TRANSACTION_RECORDS(
            "consent_gate_open_transaction_records",
            "Offsets behind transactions that have been open for longer than ops.open-transaction-after, all partitions of this process together."),
    FATAL_RECORDS(
            "consent_gate_fatal_records",
            "Records that ended one start of the gate after another, and that are neither handled nor stepped over yet."),
    REGISTRY_AVAILABLE(
            "consent_gate_registry_available",
            "1 while the schema registry answers, as far as the gate needed it; 0 while records wait for it."),
    REGISTRY_UNAVAILABLE_SECONDS(
            "consent_gate_registry_unavailable_seconds",
            "For how long the schema registry has not answered, in seconds; 0 while it does."),
    REGISTRY_PARKED_SCHEMAS(
            "consent_gate_registry_parked_schemas",
            "Schemas that the registry went on not to have, or not to give while it gave others; their records became dead letters."),
    REGISTRY_SCHEMA_WAITS_CUT_SHORT(
            "consent_gate_registry_schema_waits_cut_short",
            "Records of such schemas that were not waited or asked for, as their thread had done so enough in that minute.");

    private final String id;
    private final String sentence;

    Meters(String id, String sentence) {
        this.id = id;
        this.sentence = sentence;
    }

    /** The name without Prometheus' additions. */
    String id() {
        return id;
    }

    /** The description. */
    String sentence() {
        return sentence;
    }
}
