// SPDX-License-Identifier: Apache-2.0
/**
 * The review desk over Kafka. {@code LogFollower} reads the topics into {@code IndexStore}, an SQLite file that holds
 * ids, codes, times and positions and can be deleted at any time; {@code LogReader} fetches the records themselves when
 * a case is looked at, so that personal data stays in Kafka alone; {@code LogWriter} puts verdicts and acts on record.
 *
 * <p>May import: console.cases, console.json, policy, review, serde, topology, config, the barrier's BudgetedConsumer, the Avro
 * classes, Kafka clients.
 */
@NullMarked
package io.consentgate.console.desk;

import org.jspecify.annotations.NullMarked;
