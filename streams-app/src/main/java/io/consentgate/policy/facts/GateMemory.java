// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import org.jspecify.annotations.Nullable;

/**
 * What the gate itself remembers that bears on one message.
 *
 * @param repliedBy id of another message that already used up the inquiry's one reply; null when it is unused. The
 *     same message published anew, the same id with the same bytes, is no other and leaves it null; the same id with
 *     other content is a second reply.
 */
public record GateMemory(@Nullable String repliedBy) {

    /** Nothing is remembered. */
    public static final GateMemory EMPTY = new GateMemory(null);
}
