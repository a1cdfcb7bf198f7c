// SPDX-License-Identifier: Apache-2.0
/**
 * Bytes to facts and back: Confluent's wire format, the schema registry, and the one place that knows the
 * generated Avro classes.
 *
 * <p>{@link io.consentgate.serde.FactsReader} is what the topology uses for input and
 * the writers of quarantined events, outcomes and human decisions for output. Both end in one of two ways when they cannot
 * answer: {@link io.consentgate.serde.UndecodableException}, proven bad data that waiting cannot cure, or
 * {@link io.consentgate.serde.RegistryUnavailable}, anything else, which
 * {@link io.consentgate.serde.RegistryWait} waits for.
 *
 * <p>May import: the JDK, JSpecify, kafka-clients, Avro, the generated {@code io.consentgate.events},
 * {@code policy.facts}, {@code review.facts}, Jackson, resilience4j, Caffeine, SLF4J.
 */
@NullMarked
package io.consentgate.serde;

import org.jspecify.annotations.NullMarked;
