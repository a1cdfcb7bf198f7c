// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many cases a filter lets through, and of what kind. A case with two rules counts under both. Maps run from the
 * highest count to the lowest, and name no more than {@link #MOST}.
 *
 * @param byCampaign cases of no campaign are not in it
 * @param oldest when the one that waits longest was quarantined; null when there is none
 * @param nextDeadline null when nothing presses
 */
public record QueueCounts(
        long total,
        Map<String, Long> byRule,
        Map<String, Long> byChannel,
        Map<String, Long> byCampaign,
        Map<String, Long> byController,
        @Nullable Instant oldest,
        @Nullable Instant nextDeadline) {

    /** Names in each map: a publisher may write another campaign into each message. */
    public static final int MOST = 100;
}
