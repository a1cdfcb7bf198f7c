// SPDX-License-Identifier: Apache-2.0
/**
 * Human review as pure functions: whether a reviewer's verdict on a case takes effect, and what it releases of the
 * event.
 *
 * <p>No clock, no I/O, no Kafka, no Avro; memory is given as an argument. May import: the JDK's language, collections,
 * time and digests, JSpecify, and {@code policy}.
 */
@NullMarked
package io.consentgate.review;

import org.jspecify.annotations.NullMarked;
