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
import org.jspecify.annotations.Nullable;

/**
 * When the proofs of a person's consents were made: when the first entry that names one says. A list that is imported once more
 * may refer to a proof and state the date of the import; the proof has not become newer for it. Entries of the newest version
 * date a proof, and those of earlier ones, which {@link KnownProofs} keeps. Serves one thread.
 */
public final class ProofDates {
    /** From a name to another one, and on. */
    private static final int MOST_STEPS = 8;

    private static final int FEW = 8;

    private final ConsentView view;
    private final Instant latest;
    private @Nullable Map<String, List<KnownProof>> byName;
    private boolean digests;

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
        Map<String, List<KnownProof>> known = byName();
        Instant date = stated;
        for (String name : names) {
            date = earlier(date, known.get(Proof.keyOf(name)), entry);
            if (digests) {
                date = earlier(date, known.get(Proof.digest(name)), entry);
                date = earlier(date, known.get(Proof.digestAsWritten(name)), entry);
            }
        }
        return earlier(date, known.get(""), entry);
    }

    private static Instant earlier(Instant date, @Nullable List<KnownProof> known, Consent entry) {
        Instant earliest = date;
        for (KnownProof each : known == null ? List.<KnownProof>of() : known) {
            if (each.proof().capturedAt().isBefore(earliest)
                    && ActAgainst.mayBeSaidTo(each.controllerId(), entry.controllerId())) {
                earliest = each.proof().capturedAt();
            }
        }
        return earliest;
    }

    private Map<String, List<KnownProof>> byName() {
        Map<String, List<KnownProof>> found = byName;
        if (found == null) {
            found = index();
            byName = found;
        }
        return found;
    }

    private Map<String, List<KnownProof>> index() {
        Map<String, List<KnownProof>> index = new HashMap<>();
        for (ActAgainst act : view.kept().acts()) {
            if (act.proof() != null) {
                add(index, new KnownProof(act.controllerId(), act.proof()));
            }
        }
        view.kept().proofs().forEach(known -> add(index, known));
        ConsentFacts record = view.newest();
        if (record != null) {
            KnownProofs.in(record, latest).forEach(known -> add(index, known));
            byName = index;
            dateEachNameByTheOthers(index, record);
        }
        return index;
    }

    private void add(Map<String, List<KnownProof>> index, KnownProof known) {
        digests |= known.proof().isDigest();
        index.computeIfAbsent(Proof.keyOf(known.proof().reference()), none -> new ArrayList<>())
                .add(known);
    }

    /** A name that stands beside an older one is as old; and so may be what stands beside that name elsewhere. */
    private void dateEachNameByTheOthers(Map<String, List<KnownProof>> index, ConsentFacts record) {
        boolean changed = true;
        for (int pass = 0; changed && pass < MOST_STEPS; pass++) {
            changed = false;
            for (Consent entry : record.consents()) {
                List<Proof> names = KnownProofs.allOf(entry, latest);
                if (names.size() > 1) {
                    Instant stated = names.get(0).capturedAt();
                    Instant date = earliest(
                            stated, names.stream().map(Proof::reference).toList(), entry);
                    for (Proof name : names) {
                        if (date.isBefore(earliest(stated, List.of(name.reference()), entry))) {
                            add(index, new KnownProof(entry.controllerId(), new Proof(name.reference(), date)));
                            changed = true;
                        }
                    }
                }
            }
        }
    }
}
