// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import org.jspecify.annotations.Nullable;

/** A reference that is there but empty proves as little as one that is not there. */
public final class Text {
    private Text() {}

    public static boolean isPresent(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    public static boolean isAbsent(@Nullable String text) {
        return !isPresent(text);
    }
}
