// SPDX-License-Identifier: Apache-2.0
package io.consentgate;

import io.consentgate.events.Effect;
import io.consentgate.events.Outcome;
import io.consentgate.events.Purpose;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.events.TrueClassification;
import java.time.Instant;
import java.util.List;

/** Verdicts as an honest reviewer would give them; a test changes what it is about. */
public final class Verdicts {

    private Verdicts() {}

    /**
     * A verdict with nothing wrong about it.
     *
     * @param at when it was decided, three minutes after the case was opened
     */
    public static ReviewVerdict.Builder aVerdict(
            String verdictId, QuarantinedEvent quarantined, Outcome outcome, Instant at) {
        return ReviewVerdict.newBuilder()
                .setVerdictId(verdictId)
                .setCaseId(quarantined.getCaseId())
                .setCaseDigest(quarantined.getCaseDigest())
                .setSubjectId(quarantined.getSubjectId())
                .setReviewer("reviewer-ewa")
                .setReviewerRole("reviewer")
                .setOpenedAt(at.minusSeconds(180))
                .setEvidenceOpened(List.of("event", "consent-history", "content"))
                .setActiveSeconds(120)
                .setDecidedAt(at)
                .setOutcome(outcome)
                .setRationale("Read against the contract and the consent history, verdict " + verdictId);
    }

    public static TrueClassification truly(Purpose purpose, String basisRef) {
        return TrueClassification.newBuilder()
                .setPurpose(purpose)
                .setBasisRef(basisRef)
                .build();
    }

    public static TrueClassification truly(Effect... effects) {
        return TrueClassification.newBuilder().setEffects(List.of(effects)).build();
    }
}
