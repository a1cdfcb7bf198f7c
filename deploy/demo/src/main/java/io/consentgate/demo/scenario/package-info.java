// SPDX-License-Identifier: Apache-2.0
/**
 * What the demo publishes: the systems of a business that talks to its customers, and for each event the verdict that
 * the law asks for, stated by hand and not computed by the policy.
 *
 * <p>Deterministic for a seed and a clock. May import: the JDK, JSpecify, Avro, the contract's generated classes and
 * the policy's rule codes. No Kafka.
 */
@NullMarked
package io.consentgate.demo.scenario;

import org.jspecify.annotations.NullMarked;
