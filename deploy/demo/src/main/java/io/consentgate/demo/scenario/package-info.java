// SPDX-License-Identifier: Apache-2.0
/**
 * The demo's publications: the systems of a business with customers, and the lawful verdict on each event. Verdicts are
 * stated by hand, not computed by the policy.
 *
 * <p>Deterministic for a seed and a clock. May import: the JDK, JSpecify, Avro, the contract's generated classes and
 * the policy's rule codes. No Kafka.
 */
@NullMarked
package io.consentgate.demo.scenario;

import org.jspecify.annotations.NullMarked;
