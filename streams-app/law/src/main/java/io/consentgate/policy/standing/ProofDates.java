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
 * When the proofs of a person's consents were made: when the first entry that names one says. A list that is imported once more
 * may refer to a proof and state the date of the import; the proof has not become newer for it. Entries of the newest version
 * date a proof, and those of earlier ones, which {@link KnownProofs} keeps. A proof has several names: its reference, its digest
 * and the recording that it is. Names that any entry states together are of one proof. Serves one thread.
 */
public final class ProofDates {
    private static final int FEW = 8;

    /** Later than all dates. */
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
        return isPlain() ? earliestOfFew(date, names, entry) : earliest(date, names, entry);
    }

    /** Whether there is so little, and each under one name, that it is looked through sooner than put in order. */
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
            // Nearly none does; of the others no proof has to be made.
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
