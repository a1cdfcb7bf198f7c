// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

/** Ways to break the barrier, each of which the simulation must notice. */
enum Mutation {
    /** The barrier as it is. */
    NONE,
    /** No barrier: what a plain join does. */
    NO_BARRIER,
    /** The high watermark is that of before the poll that fetched the events. */
    ASK_BEFORE_POLL,
    /** Events fetched during a wait are let through with the answer to the earlier question. */
    TRUST_EARLIER_ANSWER,
    /** The last stable offset in place of the high watermark. */
    LAST_STABLE_OFFSET,
    /** Only the first consent topic is waited for. */
    FORGET_SECOND_TOPIC,
    /** Consent keeps its own timestamp, so that a waiting event may come first in the task. */
    NO_PRECEDENCE,
    /** The offset of the last consent record stands for the consumer's position. */
    RECORD_OFFSET,
    /** An answer counts however long it takes to reach it, while the log is being compacted. */
    NO_FRESHNESS,
    /** Waiting event partitions are not paused. */
    NO_PAUSE,
    /** Events are given back, but the consumer does not return to them. */
    NO_SEEK_ON_REWIND,
    /** What waits is kept although the partition is revoked or lost. */
    KEEP_ON_REVOCATION,
    /** What waits is kept although Kafka Streams sets another position. */
    KEEP_ON_SEEK,
    /** Events are handed over although Kafka Streams paused their partition. */
    IGNORE_PAUSE_BY_STREAMS,
    /** Kafka Streams sees the position behind the waiting events. */
    SHOW_POSITION,
    /** Kafka Streams sees the lag of partitions whose events wait. */
    SHOW_LAG
}
