// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a case ended.
 *
 * @param outcome what the verdict asked for; null when there was none
 * @param reviewer whose verdict it was; null when there was none
 * @param releasedTopic where the event went; null when it was not released
 */
public record Closing(
        Kind kind,
        @Nullable VerdictOutcome outcome,
        @Nullable String reviewer,
        @Nullable String releasedTopic,
        Instant at) {

    /** By what. */
    public enum Kind {
        VERDICT,
        /** The person was erased. */
        ERASED,
        /** The event's expiry or the case's retention passed; nothing was released. */
        EXPIRED,
        /** No verdict could have released it, and there was nothing to look into. */
        UNRELEASABLE,
        /** The same event came again, complied and was cleared; what waited was not released. */
        CLEARED
    }
}
