// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ActAgainst.Proof;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.KeptActs.KnownProof;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the proofs of a person's consents were made: when the first entry that names one says. A list that is imported once more
 * may refer to a proof and state the date of the import; the proof has not become newer for it. Entries of the newest version
 * date a proof, and those of earlier ones, which {@link KnownProofs} keeps.
 */
public final class ProofDates {
    private final ConsentView view;
    private final Instant latest;

    private ProofDates(ConsentView view, Instant latest) {
        this.view = view;
        this.latest = latest;
    }

    /**
     * By a person's record, and what is kept of earlier versions.
     *
     * @param latest the latest instant that a publisher whose clock is ahead can have stated truthfully
     */
    public static ProofDates of(ConsentView view, Instant latest) {
        return new ProofDates(view, latest);
    }

    /**
     * When the proof of an entry was made: as it states, or before; null if it does not state when. A time that cannot be true
     * is not made true.
     */
    public @Nullable Instant of(Consent entry) {
        Evidence evidence = entry.evidence();
        if (evidence == null || evidence.capturedAt() == null) {
            return null;
        }
        Instant date = evidence.capturedAt();
        List<String> names = date.isAfter(latest) ? List.of() : KnownProofs.namesOf(evidence);
        if (names.isEmpty()) {
            return date;
        }
        for (ActAgainst act : view.kept().acts()) {
            date = earlier(date, names, act.proof(), act.controllerId(), entry);
        }
        for (KnownProof known : view.kept().proofs()) {
            date = earlier(date, names, known.proof(), known.controllerId(), entry);
        }
        ConsentFacts record = view.newest();
        if (record != null) {
            for (Consent other : record.consents()) {
                // Nearly none does; of the others no proof has to be made.
                if (!statesEarlier(other, date)) {
                    continue;
                }
                for (Proof proof : KnownProofs.allOf(other, latest)) {
                    date = earlier(date, names, proof, other.controllerId(), entry);
                }
            }
        }
        return date;
    }

    private static boolean statesEarlier(Consent entry, Instant date) {
        Evidence evidence = entry.evidence();
        return evidence != null
                && evidence.capturedAt() != null
                && evidence.capturedAt().isBefore(date);
    }

    private static Instant earlier(
            Instant date, List<String> names, @Nullable Proof proof, @Nullable String controllerId, Consent entry) {
        return proof != null
                        && proof.capturedAt().isBefore(date)
                        && names.stream().anyMatch(proof::isNamed)
                        && ActAgainst.mayBeSaidTo(controllerId, entry.controllerId())
                ? proof.capturedAt()
                : date;
    }
}
