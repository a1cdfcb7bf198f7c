// SPDX-License-Identifier: Apache-2.0
/**
 * The review desk on Kafka. {@code LogFollower} reads the topics into {@code IndexStore}, an SQLite file with ids,
 * codes, times and positions that can be deleted at any time. {@code LogReader} fetches the records when a reviewer
 * looks at a case, so that personal data stays in Kafka alone. {@code LogWriter} records verdicts and acts.
 *
 * <p>May import: console.cases, console.json, policy, review, serde, topology, config, the barrier's BudgetedConsumer,
 * the Avro classes, Kafka clients, and jte for the page of the trail.
 */
@NullMarked
package io.consentgate.console.desk;

import org.jspecify.annotations.NullMarked;
