// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import io.consentgate.policy.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A quarantined event that waits for a verdict.
 *
 * @param digest over the event's bytes and violations
 * @param allowedOutcomes what all broken rules leave open
 * @param brokenRules codes of the rules that diverted it
 * @param mustExcludeSpecialCategory whether a human who decides again must leave special-category inputs out
 * @param control whether it was planted to see whether reviewers read; never released
 * @param closesAt from when it counts as expired
 * @param escalated whether a reviewer left it to a person with more authority
 * @param proposal the verdict that waits for a second reviewer; null when there is none
 */
public record ReviewCase(
        String caseId,
        String digest,
        String subjectId,
        Set<Outcome> allowedOutcomes,
        List<String> brokenRules,
        boolean mustExcludeSpecialCategory,
        boolean control,
        Instant quarantinedAt,
        Instant closesAt,
        boolean escalated,
        @Nullable Proposal proposal) {

    public ReviewCase {
        allowedOutcomes = Set.copyOf(allowedOutcomes);
        brokenRules = List.copyOf(brokenRules);
    }

    public ReviewCase asControl() {
        return new ReviewCase(
                caseId,
                digest,
                subjectId,
                allowedOutcomes,
                brokenRules,
                mustExcludeSpecialCategory,
                true,
                quarantinedAt,
                closesAt,
                escalated,
                proposal);
    }

    /** The same case, left to a person with more authority. */
    public ReviewCase asEscalated() {
        return new ReviewCase(
                caseId,
                digest,
                subjectId,
                allowedOutcomes,
                brokenRules,
                mustExcludeSpecialCategory,
                control,
                quarantinedAt,
                closesAt,
                true,
                proposal);
    }

    /** The same case, with another verdict waiting for a second reviewer. */
    public ReviewCase withProposal(Proposal waiting) {
        return new ReviewCase(
                caseId,
                digest,
                subjectId,
                allowedOutcomes,
                brokenRules,
                mustExcludeSpecialCategory,
                control,
                quarantinedAt,
                closesAt,
                escalated,
                waiting);
    }
}
