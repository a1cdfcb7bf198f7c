// SPDX-License-Identifier: Apache-2.0
/**
 * The only reader of files and environment: turns them into validated records, or says what is wrong with them.
 *
 * <p>May import: the JDK, JSpecify, Jackson, the names of Kafka's options and RocksDB's options, which Kafka
 * Streams brings with it.
 */
@NullMarked
package io.consentgate.config;

import org.jspecify.annotations.NullMarked;
