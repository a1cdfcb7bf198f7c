// SPDX-License-Identifier: Apache-2.0
/**
 * The flow of records: which topic leads where, and how each stage treats nulls, order and time.
 *
 * <p>Processors know Kafka and call the policy; they hold no law. May import: policy, review, serde, barrier, Kafka
 * Streams and Micrometer.
 */
@NullMarked
package io.consentgate.topology;

import org.jspecify.annotations.NullMarked;
