// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Grant;
import io.consentgate.policy.StandingConsent;
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.EvidenceKind;
import org.jspecify.annotations.Nullable;

/** What to tell of a grant that cannot be relied on. */
final class GrantFacts {
    private GrantFacts() {}

    /** Which parts of the proof are not there. */
    static Facts missingEvidence(Grant grant) {
        Facts facts = Facts.of(Fact.CONSENT, grant.consent().consentId());
        Evidence evidence = grant.consent().evidence();
        if (evidence == null) {
            return facts.and(Fact.EVIDENCE, null);
        }
        if (evidence.reference() == null) {
            facts = facts.and(Fact.EVIDENCE_REFERENCE, null);
        }
        if (evidence.capturedAt() == null) {
            facts = facts.and(Fact.CAPTURED_AT, null);
        }
        if (evidence.wordingId() == null) {
            facts = facts.and(Fact.WORDING, null);
        }
        if (evidence.kind() == EvidenceKind.IMPORT && evidence.source() == null) {
            facts = facts.and(Fact.EVIDENCE_KIND, evidence.kind()).and(Fact.EVIDENCE_SOURCE, null);
        }
        return facts;
    }

    /** How an oral consent was recorded. */
    static Facts recording(Grant grant, Evidence evidence) {
        return ofRecording(
                Facts.of(Fact.CONSENT, grant.consent().consentId()).and(Fact.EVIDENCE_KIND, evidence.kind()), evidence);
    }

    private static Facts ofRecording(Facts facts, Evidence evidence) {
        return facts.and(Fact.CAPTURED_AT, evidence.capturedAt())
                .and(Fact.RECORDING_REF, evidence.recordingRef() != null ? Word.PRESENT : null)
                .and(Fact.RECORDING_BASIS, evidence.recordingBasis())
                .and(Fact.RECORDING_CONSENT_AT, evidence.recordingConsentAt());
    }

    /** Where the person stands on a purpose that needs explicit consent, and on what the grant, if any, fails. */
    static Facts notExplicit(StandingConsent standing, @Nullable Grant grant) {
        Facts facts = Facts.of(Fact.STATUS, standing.standing());
        if (grant == null) {
            return facts;
        }
        facts = facts.and(Fact.CONSENT, grant.consent().consentId())
                .and(Fact.EXPLICIT, grant.consent().explicit());
        if (grant.consent().expiresAt() != null) {
            facts = facts.and(Fact.EXPIRES_AT, grant.consent().expiresAt());
        }
        Evidence evidence = grant.consent().evidence();
        if (evidence == null || !grant.isProven()) {
            return facts.and(Fact.EVIDENCE, evidence == null ? null : Word.INCOMPLETE);
        }
        facts = facts.and(Fact.EVIDENCE_KIND, evidence.kind()).and(Fact.STATED_PURPOSES, evidence.statedPurposes());
        return evidence.kind() == EvidenceKind.ORAL_RECORDED ? ofRecording(facts, evidence) : facts;
    }
}
