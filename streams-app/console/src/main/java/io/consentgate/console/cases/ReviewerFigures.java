// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Shows in figures whether one reviewer really decides (WP251 rev.01 section IV.A; Amsterdam Court of Appeal, 4 April
 * 2023).
 *
 * @param verdicts number of verdicts, without escalations and bulk rejections
 * @param refused number of these that the gate refused
 * @param medianActive null when they gave none
 * @param upheld number of decisions (art. 22) that kept the system's proposal
 * @param decisions number of verdicts that are such decisions
 * @param released number of verdicts that released an event
 * @param longestBurst the most verdicts that upheld or released with the same rationale within {@code
 *     review.figures.burst-within}; rejections do not count
 * @param controls control cases among theirs
 * @param controlsFailed number of these whose verdicts show that they did not read the case
 * @param confirmations number of other reviewers' verdicts that they confirmed
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

    /** Share of decisions that kept the system's proposal; null without any. */
    public @Nullable Double shareUpheld() {
        return decisions == 0 ? null : (double) upheld / decisions;
    }
}
