// SPDX-License-Identifier: Apache-2.0
/**
 * The functions of a review console, as records and interfaces: the queue, one case, claims, verdicts, figures, the
 * audit trail. Knows neither Kafka nor SQL nor HTTP nor Avro. Implementations of its interfaces are thread-safe.
 *
 * <p>May import: policy, review's evidence, the JDK.
 */
@NullMarked
package io.consentgate.console.cases;

import org.jspecify.annotations.NullMarked;
