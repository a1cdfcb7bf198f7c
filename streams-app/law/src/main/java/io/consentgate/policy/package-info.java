// SPDX-License-Identifier: Apache-2.0
/**
 * The law as pure functions: facts, consent, memory and an instant in; an assessment out.
 *
 * <p>May import: the JDK, JSpecify and {@code policy.*}. No Kafka, no Avro, no clock, no logger.
 */
@NullMarked
package io.consentgate.policy;

import org.jspecify.annotations.NullMarked;
