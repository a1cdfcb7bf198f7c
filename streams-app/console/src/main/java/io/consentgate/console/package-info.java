// SPDX-License-Identifier: Apache-2.0
/**
 * Where people review what was diverted: {@code cases} is what can be asked and done, {@code desk} does it over Kafka
 * and a local index, {@code api} offers it as JSON.
 *
 * <p>May import everything but cli, run and ops. Beside serde it is the only one to know the Avro classes.
 */
@NullMarked
package io.consentgate.console;

import org.jspecify.annotations.NullMarked;
