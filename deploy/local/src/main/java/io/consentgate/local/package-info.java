// SPDX-License-Identifier: Apache-2.0
/**
 * A real Kafka and a Confluent-compatible schema registry in one JVM, for tests and first steps; never in production.
 *
 * <p>May import: the JDK, JSpecify, SLF4J, Kafka, Avro, Jackson and Javalin. None of the other modules: they use this
 * one.
 */
@NullMarked
package io.consentgate.local;

import org.jspecify.annotations.NullMarked;
