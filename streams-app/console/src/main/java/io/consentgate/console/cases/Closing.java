// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a case ended.
 *
 * @param outcome the verdict's outcome; null when there was no verdict
 * @param reviewer whose verdict it was; null when there was none
 * @param releasedTopic where the event went; null when it was not released
 */
public record Closing(
        Kind kind,
        @Nullable VerdictOutcome outcome,
        @Nullable String reviewer,
        @Nullable String releasedTopic,
        Instant at) {

    /** The cause. */
    public enum Kind {
        VERDICT,
        /** The person was erased. */
        ERASED,
        /** The event or the case's retention expired; nothing was released. */
        EXPIRED,
        /** No verdict could have released the event, and there was nothing to investigate. */
        UNRELEASABLE,
        /** The same event came again, complied and was cleared; the waiting event was not released. */
        CLEARED
    }
}
