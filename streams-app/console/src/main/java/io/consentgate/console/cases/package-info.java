// SPDX-License-Identifier: Apache-2.0
/**
 * What a review console asks and does, as records and interfaces: the queue, one case, claims, verdicts, figures, the
 * audit trail. Knows neither Kafka nor SQL nor HTTP nor Avro. Implementations of its interfaces are thread-safe.
 *
 * <p>May import: policy, what review says of evidence, the JDK.
 */
@NullMarked
package io.consentgate.console.cases;

import org.jspecify.annotations.NullMarked;
