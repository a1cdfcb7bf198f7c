// SPDX-License-Identifier: Apache-2.0
/**
 * The read barrier: an event is not judged before all consent that was acknowledged before it.
 *
 * <p>May import kafka-clients, the client supplier and timestamp extractor interfaces of kafka-streams, and slf4j;
 * nothing else of the gate. The argument for its correctness is docs/decisions/001-read-barrier.md.
 */
@NullMarked
package io.consentgate.barrier;

import org.jspecify.annotations.NullMarked;
