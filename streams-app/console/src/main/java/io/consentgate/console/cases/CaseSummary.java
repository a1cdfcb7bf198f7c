// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One case as the queue shows it. Contains no content.
 *
 * @param subjectId pseudonym of the person; empty when the event left it empty
 * @param channel null for a decision, or when the event cannot be read
 * @param campaignId null when the event belongs to none
 * @param controllerId null when the event cannot be read
 * @param rules codes of the rules that diverted it, in the catalogue's order
 * @param allowedOutcomes outcomes that every broken rule allows, as stated by the gate; never contains ESCALATE
 * @param deadline when the gate closes the case without release; a later verdict is of no use
 * @param retainUntil when the case is deleted at the latest
 * @param escalated whether a reviewer passed it on to a person with more authority
 * @param claim null when no reviewer has claimed it
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
