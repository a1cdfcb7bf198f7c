// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import org.jspecify.annotations.Nullable;

/**
 * One field of an event or a consent record.
 *
 * @param path its name, such as {@code purpose} or {@code bot.vendor}; {@link FieldLabels} has words for it
 * @param value as text; times in ISO 8601, UTC. Null when the event leaves it empty, and always where it is masked
 * @param sensitivity how far it may be shown
 */
public record EventField(String path, @Nullable String value, Sensitivity sensitivity) {

    /** What a field gives away of a person, by the contract's {@code pii} property. */
    public enum Sensitivity {
        NONE,
        /** A pseudonym or a keyed hash. */
        PSEUDONYM,
        /**
         * Names, numbers, texts. Not in here: it is shown only through {@link CaseFiles#unmask}. A field that the
         * contract does not know counts as this.
         */
        CONTENT,
        /** A number or address in clear where its keyed hash belongs. It is not shown to anybody, and not in here. */
        CONTACT_IN_CLEAR;

        /** Whether a value is withheld here. */
        public boolean masks() {
            return this == CONTENT || this == CONTACT_IN_CLEAR;
        }
    }
}
