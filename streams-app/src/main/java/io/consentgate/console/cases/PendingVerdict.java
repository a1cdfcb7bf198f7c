// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A verdict that waits for a second reviewer.
 *
 * @param reviewer who gave it, and may not confirm it
 * @param rationale null when the log no longer has it
 */
public record PendingVerdict(
        String verdictId,
        String reviewer,
        VerdictOutcome outcome,
        @Nullable String rationale,
        Instant decidedAt) {}
