// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.ContactReferences;
import io.consentgate.policy.facts.EvidenceKind;
import io.consentgate.policy.facts.KeptActs.Limit;
import io.consentgate.policy.standing.Grant;
import io.consentgate.policy.standing.StandingConsent;
import org.jspecify.annotations.Nullable;

/** The facts to report about a grant that no controller can rely on. */
final class GrantFacts {
    private GrantFacts() {}

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

    /** The consent with an end that an earlier consent does not outlast. */
    static Facts ofLimit(Facts facts, Limit limit) {
        return facts.and(Fact.CONSENT, limit.consentId())
                .and(Fact.EXPIRES_AT, limit.expiresAt())
                .and(Fact.KEPT_FROM_VERSION, limit.version());
    }

    /** The consent with an impossible time, where no consent counts. */
    static Facts ofUntimely(Facts facts, StandingConsent standing) {
        Grant untimely = standing.grant() == null ? standing.untimely() : null;
        return untimely == null
                ? facts
                : facts.and(Fact.CONSENT, untimely.consent().consentId())
                        .and(Fact.GRANTED_AT, untimely.grantedAt())
                        .and(Fact.CAPTURED_AT, untimely.capturedAt());
    }

    /** Where the person stands on a purpose that needs explicit consent, and where the grant, if any, fails. */
    static Facts notExplicit(ConsentView view, StandingConsent standing, @Nullable Grant grant) {
        Facts facts = notValid(view, standing, grant);
        return grant == null ? facts : facts.and(Fact.EXPLICIT, grant.consent().explicit());
    }

    /** Where the person stands on a purpose that needs consent, and where the grant, if any, fails. */
    static Facts notValid(ConsentView view, StandingConsent standing, @Nullable Grant grant) {
        Facts facts = Facts.of(Fact.STATUS, standing.standing());
        if (view.newest() == null || view.isInDoubt()) {
            return facts.and(Fact.CONSENT_RECORD, ActFacts.record(view));
        }
        if (grant == null) {
            return ofUntimely(facts, standing);
        }
        Consent consent = grant.consent();
        facts = facts.and(Fact.CONSENT, consent.consentId());
        if (ContactReferences.isInClear(consent.contactRef())) {
            facts = facts.and(Fact.CONTACT, Word.IN_CLEAR);
        }
        if (ContactReferences.isUnusable(consent.contactRef(), consent.contactKeyId())) {
            facts = facts.and(Fact.CONTACT_KEY, consent.contactKeyId());
        }
        if (consent.expiresAt() != null) {
            facts = facts.and(Fact.EXPIRES_AT, consent.expiresAt());
        }
        if (standing.isGenuine() && standing.limit() != null) {
            facts = ofLimit(facts, standing.limit());
        }
        Evidence evidence = consent.evidence();
        if (evidence == null || !grant.isProven()) {
            return facts.and(Fact.EVIDENCE, evidence == null ? null : Word.INCOMPLETE);
        }
        facts = facts.and(Fact.EVIDENCE_KIND, evidence.kind()).and(Fact.STATED_PURPOSES, evidence.statedPurposes());
        return evidence.kind() == EvidenceKind.ORAL_RECORDED ? ofRecording(facts, evidence) : facts;
    }
}
