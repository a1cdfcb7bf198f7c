// SPDX-License-Identifier: Apache-2.0
/**
 * Where people review diverted events: {@code cases} defines the functions, {@code desk} implements them on Kafka and a
 * local index, {@code api} offers them as JSON.
 *
 * <p>May import everything but cli, run and ops. Besides serde, this is the only package that knows the Avro classes.
 */
@NullMarked
package io.consentgate.console;

import org.jspecify.annotations.NullMarked;
