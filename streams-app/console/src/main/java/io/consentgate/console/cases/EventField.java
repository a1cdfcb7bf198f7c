// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import org.jspecify.annotations.Nullable;

/**
 * One field of an event or a consent record.
 *
 * @param path its name, such as {@code purpose} or {@code bot.vendor}; {@link FieldLabels} has its label
 * @param value as text; times in ISO 8601, UTC. Null when the event leaves it empty, and always when it is masked
 * @param sensitivity how far it may be shown
 */
public record EventField(String path, @Nullable String value, Sensitivity sensitivity) {

    /** What a field reveals about a person, by the contract's {@code pii} property. */
    public enum Sensitivity {
        NONE,
        /** A pseudonym or a keyed hash. */
        PSEUDONYM,
        /**
         * Names, numbers, texts. Masked: shown only through {@link CaseFiles#unmask}. Fields unknown to the contract
         * count as content.
         */
        CONTENT,
        /** A number or address in clear in the place of its keyed hash. Always masked, for every reader. */
        CONTACT_IN_CLEAR;

        /** Whether the value is withheld. */
        public boolean masks() {
            return this == CONTENT || this == CONTACT_IN_CLEAR;
        }
    }
}
