// SPDX-License-Identifier: Apache-2.0
/**
 * Bytes to facts and back: Confluent's wire format, the schema registry, and the only code that knows the generated
 * Avro classes.
 *
 * <p>The topology uses {@link io.consentgate.serde.FactsReader} for input, and the writers of quarantined events,
 * outcomes and human decisions for output. Both fail in one of two ways. {@link
 * io.consentgate.serde.UndecodableException} means proven bad data that waiting cannot cure. {@link
 * io.consentgate.serde.RegistryUnavailable} means any other failure, which {@link io.consentgate.serde.RegistryWait}
 * waits for.
 *
 * <p>May import: the JDK, JSpecify, kafka-clients, Avro, the generated {@code io.consentgate.events}, {@code
 * policy.facts}, {@code review.facts}, Jackson, resilience4j, Caffeine, SLF4J.
 */
@NullMarked
package io.consentgate.serde;

import org.jspecify.annotations.NullMarked;
