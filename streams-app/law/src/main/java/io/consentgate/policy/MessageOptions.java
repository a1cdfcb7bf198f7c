// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.time.Duration;

/**
 * What an operator may set about messages.
 *
 * @param conversationWindow for how long after the person last wrote a message still continues their conversation
 * @param chatAdvertisingNeedsConsent whether advertising in a chat that the person opened needs consent, as it does in a
 *     messenger
 * @param inquiryMaxAge how long an inquiry that states no end waits for its reply
 */
public record MessageOptions(Duration conversationWindow, boolean chatAdvertisingNeedsConsent, Duration inquiryMaxAge) {

    /** As messaging platforms bound a conversation; advertising in the person's own chat; a month for an inquiry. */
    public static final MessageOptions DEFAULT = new MessageOptions(Duration.ofHours(24), false, Duration.ofDays(30));

    /** @throws IllegalArgumentException if a duration is not longer than nothing */
    public MessageOptions {
        requireLongerThanNothing("The window of a conversation", conversationWindow);
        requireLongerThanNothing("The greatest age of an inquiry", inquiryMaxAge);
    }

    private static void requireLongerThanNothing(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(what + " is " + duration + "; it has to be longer than nothing.");
        }
    }
}
