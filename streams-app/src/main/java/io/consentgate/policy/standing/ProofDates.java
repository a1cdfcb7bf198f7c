// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the proofs of a person's consents were made. A withdrawn or refused consent names the proof of the grant before it, and
 * its date. A list that is imported once more may refer to that same proof and state the date of the import; the proof has not
 * become newer for it.
 */
public final class ProofDates {
    /** Where nothing dates a proof but what names it. */
    static final ProofDates AS_STATED = new ProofDates(List.of(), Instant.MIN);

    private final List<ActAgainst> naming;
    private final Instant latest;

    private ProofDates(List<ActAgainst> naming, Instant latest) {
        this.naming = naming;
        this.latest = latest;
    }

    /**
     * By the acts against in a person's record, and those that are kept of earlier versions.
     *
     * @param latest the latest instant that a publisher whose clock is ahead can have stated truthfully
     */
    public static ProofDates of(ConsentView view, Instant latest) {
        List<ActAgainst> naming = new ArrayList<>();
        ConsentFacts record = view.newest();
        view.kept().acts().stream().filter(act -> act.proof() != null).forEach(naming::add);
        if (record != null) {
            ActsAgainst.in(record, latest).stream()
                    .filter(act -> act.proof() != null)
                    .forEach(naming::add);
        }
        return new ProofDates(naming, latest);
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
        String reference = evidence.reference();
        if (reference == null || date.isAfter(latest)) {
            return date;
        }
        for (ActAgainst act : naming) {
            ActAgainst.Proof proof = act.proof();
            if (proof != null
                    && proof.capturedAt().isBefore(date)
                    && proof.isNamed(reference)
                    && act.mayConcern(entry.controllerId())) {
                date = proof.capturedAt();
            }
        }
        return date;
    }
}
