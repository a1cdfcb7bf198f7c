// SPDX-License-Identifier: Apache-2.0
/**
 * The only reader of files and environment: turns them into validated records, or says what is wrong with them.
 *
 * <p>May import: the JDK, JSpecify, Jackson and the names of Kafka's options.
 */
@NullMarked
package io.consentgate.config;

import org.jspecify.annotations.NullMarked;
