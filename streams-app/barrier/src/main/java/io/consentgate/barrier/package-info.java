// SPDX-License-Identifier: Apache-2.0
/**
 * The read barrier: a record of a stream is not joined before every table record that was acknowledged before the stream
 * record was produced has been read.
 *
 * <p>A library for any Kafka Streams application. An application needs {@link BarrierClientSupplier}, {@link ReadBarrier},
 * {@link BarrierTimings}, {@link TableTimestamp} and {@link StreamTimestamp}. {@link BarrierObserver} with {@link Wait} is
 * for metrics and health. {@link TableTopicReplaced} is the one error of its own. The other public types
 * bound memory and step over records that cannot be read; the barrier works without them.
 *
 * <p>May import kafka-clients, the client supplier, settings and timestamp extractor of kafka-streams, and slf4j. The
 * argument for its correctness is docs/decisions/001-read-barrier.md.
 */
@NullMarked
package io.consentgate.barrier;

import org.jspecify.annotations.NullMarked;
