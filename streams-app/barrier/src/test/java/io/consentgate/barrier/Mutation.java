// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

/** Ways to break the barrier, each of which the simulation must notice. */
enum Mutation {
    /** The barrier as it is. */
    NONE,
    /** No barrier: what a plain join does. */
    NO_BARRIER,
    /** The high watermark is that of before the poll that fetched the stream records. */
    ASK_BEFORE_POLL,
    /** Stream records fetched during a wait are let through with the answer to the earlier question. */
    TRUST_EARLIER_ANSWER,
    /** A question covers stream records that were not yet on their broker when it was asked. */
    COVER_EVENTS_TO_COME,
    /** A question covers one stream record more than was on its broker when it was asked. */
    COVER_ONE_TOO_MANY,
    /** The last stable offset in place of the high watermark. */
    LAST_STABLE_OFFSET,
    /** Only the first table topic is waited for. */
    FORGET_SECOND_TOPIC,
    /** The table keeps its own timestamp, so that a waiting stream record may come first in the task. */
    NO_PRECEDENCE,
    /** The offset of the last table record stands for the consumer's position. */
    RECORD_OFFSET,
    /** An answer counts however long it takes to reach it, while the log is being compacted. */
    NO_FRESHNESS,
    /** The time in which an answer must be reached leaves nothing for publishers' clocks that are behind. */
    FRESHNESS_OF_PERFECT_CLOCKS,
    /** The answer of a leader that has been replaced counts like any other. */
    IGNORE_EPOCHS,
    /** Table records tell nothing of a later leader. */
    DEAF_TO_RECORDS,
    /** Kafka's part: a new leader answers before it knows all that its predecessor had acknowledged. */
    ELECTED_BUT_NOT_READY,
    /** The position must reach the high watermark of now, which transactions that overlap keep out of its reach. */
    LATEST_HIGH_WATERMARK,
    /** Waiting stream partitions are not paused. */
    NO_PAUSE,
    /** Stream records are given back, but the consumer does not return to them. */
    NO_SEEK_ON_REWIND,
    /** What waits is kept although the partition is revoked or lost. */
    KEEP_ON_REVOCATION,
    /** What waits is kept although Kafka Streams sets another position. */
    KEEP_ON_SEEK,
    /** Stream records are handed over although Kafka Streams paused their partition. */
    IGNORE_PAUSE_BY_STREAMS,
    /** Kafka Streams sees the position behind the waiting stream records. */
    SHOW_POSITION,
    /** The position behind stream records is counted, as if each offset had a record. */
    COUNT_OFFSETS,
    /** Kafka Streams sees the lag of partitions whose stream records wait. */
    SHOW_LAG
}
