// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a case, or of a verdict on it, for {@code review-outcomes}, in plain values.
 *
 * @param caseDigest empty when the gate does not hold the case
 * @param verdictId null when there was no verdict
 * @param outcome the contract's name of the requested outcome; null when there was no verdict
 * @param rules codes of the rules that diverted the case; empty when the gate does not hold the case
 * @param refusals empty unless the result is {@link Result#REFUSED}
 * @param consentSeen the consent used when the rules ran again; null when they did not run, or there was no record
 * @param releasedTopic null when the event was not released
 */
public record CaseOutcome(
        String caseId,
        String caseDigest,
        String subjectId,
        @Nullable String verdictId,
        Result result,
        @Nullable String outcome,
        List<String> rules,
        List<QuarantineCase.Finding> refusals,
        QuarantineCase.@Nullable ConsentSeen consentSeen,
        String policyVersion,
        @Nullable String reviewer,
        @Nullable String secondReviewer,
        boolean control,
        @Nullable String releasedTopic,
        Instant at) {

    /** By the contract's names. */
    public enum Result {
        APPLIED,
        REFUSED,
        ERASED,
        EXPIRED,
        UNRELEASABLE,
        CLEARED
    }
}
