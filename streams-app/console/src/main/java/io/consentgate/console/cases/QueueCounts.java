// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many cases match a filter, and of what kind. A case with two rules counts under both. Maps are sorted by
 * descending count and have at most {@link #MOST} names.
 *
 * @param byCampaign excludes cases without a campaign
 * @param oldest when the longest waiting case was quarantined; null when there is none
 * @param nextDeadline null when no case has a deadline
 */
public record QueueCounts(
        long total,
        Map<String, Long> byRule,
        Map<String, Long> byChannel,
        Map<String, Long> byCampaign,
        Map<String, Long> byController,
        @Nullable Instant oldest,
        @Nullable Instant nextDeadline) {

    /** Limit on names in each map: a publisher may write another campaign into each message. */
    public static final int MOST = 100;
}
