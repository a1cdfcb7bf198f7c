// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One case as the queue shows it. Holds no content.
 *
 * @param subjectId pseudonym of the person; empty when the event left it empty
 * @param channel null for a decision, or when the event cannot be read
 * @param campaignId null when the event belongs to none
 * @param controllerId null when the event cannot be read
 * @param rules codes of the rules that diverted it, in the catalogue's order
 * @param allowedOutcomes what every violated rule leaves open, as the gate said it; never holds ESCALATE
 * @param deadline by when a verdict is of use: the gate closes the case then, unreleased
 * @param retainUntil when it is forgotten at the latest
 * @param escalated whether somebody passed it on to someone with more authority
 * @param claim null when nobody works on it
 * @param closedAs null while it is open
 */
public record CaseSummary(
        String caseId,
        String subjectId,
        EventKind kind,
        @Nullable String channel,
        @Nullable String campaignId,
        @Nullable String controllerId,
        List<String> rules,
        Set<VerdictOutcome> allowedOutcomes,
        Instant quarantinedAt,
        Instant deadline,
        Instant retainUntil,
        CaseState state,
        boolean escalated,
        @Nullable Claim claim,
        @Nullable Closing closedAs) {

    public CaseSummary {
        rules = List.copyOf(rules);
        allowedOutcomes = Set.copyOf(allowedOutcomes);
    }
}
