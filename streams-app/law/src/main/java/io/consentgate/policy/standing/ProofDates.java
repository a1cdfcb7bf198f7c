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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Dates the proofs of a person's consents: a proof is as old as the first entry that names it says. A list that is
 * imported again may name an old proof with the date of the import; the proof does not become newer. Entries of the
 * newest version date a proof, and so do entries of earlier versions, which {@link KnownProofs} keeps. A proof has
 * several names: its reference, its digest and its recording. Names that one entry states together belong to one proof.
 * Serves one thread.
 */
public final class ProofDates {
    private static final int FEW = 8;

    private static final Instant NEVER = Instant.MAX;

    private final ConsentView view;
    private final Instant latest;
    private final Map<String, Map<String, Instant>> firstDates = new HashMap<>();
    private @Nullable ProofIndex index;

    private ProofDates(ConsentView view, Instant latest) {
        this.view = view;
        this.latest = latest;
    }

    /**
     * Dates by a person's record, and by what the gate keeps of earlier versions.
     *
     * @param latest the latest instant that a publisher with a fast clock can state truthfully
     */
    public static ProofDates of(ConsentView view, Instant latest) {
        return new ProofDates(view, latest);
    }

    /**
     * When the proof of an entry was made: at the time that the entry states, or earlier; null if the entry states no
     * time. An impossible time stays as stated.
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
        return isPlain() ? earliestOfFew(date, names, entry) : earliest(date, names, entry);
    }

    /** Whether the proofs are so few, each under one name, that a plain search costs less than an index. */
    private boolean isPlain() {
        ConsentFacts record = view.newest();
        if (!view.kept().proofs().isEmpty()
                || (record != null && record.consents().size() > FEW)) {
            return false;
        }
        if (record != null && record.consents().size() > 1) {
            for (Consent entry : record.consents()) {
                Evidence evidence = entry.evidence();
                if (evidence != null && (evidence.digest() != null || evidence.recordingRef() != null)) {
                    return false;
                }
            }
        }
        return true;
    }

    private Instant earliestOfFew(Instant stated, List<String> names, Consent entry) {
        Instant date = stated;
        for (ActAgainst act : view.kept().acts()) {
            date = earlier(date, names, act.proof(), act.controllerId(), entry);
        }
        ConsentFacts record = view.newest();
        for (Consent other : record == null ? List.<Consent>of() : record.consents()) {
            // Almost no entry states an earlier date; the others need no proof object.
            if (statesEarlier(other, date)) {
                date = earlier(date, names, KnownProofs.of(other, latest), other.controllerId(), entry);
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

    private Instant earliest(Instant stated, List<String> names, Consent entry) {
        Map<String, Instant> known = firstDates.computeIfAbsent(entry.controllerId(), none -> new HashMap<>());
        Instant date = earlier(stated, firstDate(Proof.ANY, known, entry));
        for (String name : names) {
            date = earlier(date, firstDate(name, known, entry));
        }
        return date;
    }

    private Instant firstDate(String name, Map<String, Instant> known, Consent entry) {
        Instant found = known.get(Proof.keyOf(name));
        if (found != null) {
            return found;
        }
        Set<KnownProof> one =
                index().about(name, proof -> ActAgainst.mayBeSaidTo(proof.controllerId(), entry.controllerId()));
        Instant first = NEVER;
        for (KnownProof each : one) {
            first = earlier(first, each.capturedAt());
        }
        known.put(Proof.keyOf(name), first);
        for (KnownProof each : one) {
            for (String other : each.names()) {
                known.put(Proof.keyOf(other), first);
            }
        }
        return first;
    }

    private static Instant earlier(Instant one, Instant other) {
        return other.isBefore(one) ? other : one;
    }

    private ProofIndex index() {
        ProofIndex found = index;
        if (found == null) {
            List<KnownProof> statements = new ArrayList<>(view.kept().proofs());
            for (ActAgainst act : view.kept().acts()) {
                Proof proof = act.proof();
                if (proof != null) {
                    statements.add(new KnownProof(act.controllerId(), List.of(proof.reference()), proof.capturedAt()));
                }
            }
            statements.addAll(KnownProofs.in(view.newest(), latest));
            found = new ProofIndex(statements);
            index = found;
        }
        return found;
    }
}
