// SPDX-License-Identifier: Apache-2.0
/**
 * Health, metrics, and the HTTP endpoint that shows both to operators. Observes only, and never changes what the gate
 * does.
 *
 * <p>May import {@code barrier} for its observer, {@code serde} for {@link io.consentgate.serde.RegistryHealth}, Kafka
 * Streams, the admin client, Micrometer, Javalin and Jackson. No configuration: {@code run} passes the settings.
 */
@NullMarked
package io.consentgate.ops;

import org.jspecify.annotations.NullMarked;
