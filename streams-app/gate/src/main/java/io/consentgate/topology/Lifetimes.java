// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.time.Duration;

/**
 * How long what a task remembers is kept.
 *
 * @param replies that a message was cleared of which there may be one
 * @param figures of a human, after they last decided
 */
public record Lifetimes(Duration replies, Duration figures) {}
