// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.time.Duration;

/**
 * The operator's settings for messages.
 *
 * @param conversationWindow how long a message still continues the conversation after the person last wrote
 * @param chatAdvertisingNeedsConsent whether advertising in a chat that the person opened needs consent, as it does in
 *     a messenger
 * @param inquiryMaxAge how long an inquiry without a stated end waits for its reply
 */
public record MessageOptions(Duration conversationWindow, boolean chatAdvertisingNeedsConsent, Duration inquiryMaxAge) {

    /**
     * The window is that of messaging platforms. A chat that the person opened may advertise. An inquiry waits for a
     * month.
     */
    public static final MessageOptions DEFAULT = new MessageOptions(Duration.ofHours(24), false, Duration.ofDays(30));

    /** @throws IllegalArgumentException if a duration is not positive */
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
