// SPDX-License-Identifier: Apache-2.0
/**
 * What those who run the gate see of it: health, metrics, and the HTTP endpoint that shows both. Watches only; nothing
 * here changes what the gate does.
 *
 * <p>May import {@code barrier} for its observer, {@code serde} for {@link io.consentgate.serde.RegistryHealth}, Kafka
 * Streams, the admin client, Micrometer, Javalin and Jackson. No configuration: {@code run} hands over what is set.
 */
@NullMarked
package io.consentgate.ops;

import org.jspecify.annotations.NullMarked;
