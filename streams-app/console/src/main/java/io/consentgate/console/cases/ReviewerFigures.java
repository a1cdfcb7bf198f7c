// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether one reviewer really decides, in figures (WP251 rev.01 section IV.A; Amsterdam Court of Appeal, 4 April 2023).
 *
 * @param verdicts how many they gave; escalations and bulk rejections are not counted
 * @param refused how many of them the gate refused
 * @param medianActive null when they gave none
 * @param upheld of their decisions (art. 22), how many kept what the system proposed
 * @param decisions how many of their verdicts are such decisions
 * @param released how many of their verdicts let an event go on
 * @param longestBurst the most verdicts that kept what the system proposed, or let go, with the same rationale within
 *     {@code review.figures.burst-within}; rejections are not counted
 * @param controls planted cases among theirs
 * @param controlsFailed of those, how many show that they did not read the case
 * @param confirmations how many verdicts of others they confirmed
 */
public record ReviewerFigures(
        String reviewer,
        long verdicts,
        long refused,
        @Nullable Duration medianActive,
        long upheld,
        long decisions,
        long released,
        long longestBurst,
        long controls,
        long controlsFailed,
        long confirmations) {

    /** Share of decisions that kept what the system proposed; null without any. */
    public @Nullable Double shareUpheld() {
        return decisions == 0 ? null : (double) upheld / decisions;
    }
}
