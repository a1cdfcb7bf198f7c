// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.Plausible;
import io.consentgate.policy.facts.ActAgainst.Proof;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentRow;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.KeptActs.KnownProof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The proofs that a person's record names, and those of them that are kept when a newer version leaves them out. */
final class KnownProofs {
    /** Digests of proofs that are kept of one person. */
    private static final int MOST = 256;

    private KnownProofs() {}

    /** What an entry refers to as a proof; null if it refers to none, or to none of a time that can be true. */
    static @Nullable Proof of(Consent entry, Instant latest) {
        Evidence evidence = entry.evidence();
        Instant capturedAt = dateOf(entry, latest);
        return evidence == null || evidence.reference() == null || capturedAt == null
                ? null
                : new Proof(evidence.reference(), capturedAt);
    }

    /** The same under each name that it has. */
    static List<Proof> allOf(Consent entry, Instant latest) {
        Instant capturedAt = dateOf(entry, latest);
        Evidence evidence = entry.evidence();
        return evidence == null || capturedAt == null
                ? List.of()
                : namesOf(evidence).stream()
                        .map(name -> new Proof(name, capturedAt))
                        .toList();
    }

    /** By what a proof is known: its reference, its digest, and the recording that it is. */
    static List<String> namesOf(Evidence evidence) {
        if (evidence.digest() == null && evidence.recordingRef() == null) {
            return evidence.reference() == null ? List.of() : List.of(evidence.reference());
        }
        return Stream.of(evidence.reference(), evidence.digest(), evidence.recordingRef())
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Instant dateOf(Consent entry, Instant latest) {
        Evidence evidence = entry.evidence();
        // A request is no consent yet, and what shows it dates no later one.
        return entry.status() == ConsentStatus.PENDING || evidence == null
                ? null
                : Plausible.known(evidence.capturedAt(), latest);
    }

    /** Those of a row's record, each as old as any of its names is known to be. */
    static List<KnownProof> in(ConsentRow row, Instant latest) {
        List<KnownProof> proofs = new ArrayList<>();
        if (row.newest() != null) {
            ProofDates dates = ProofDates.of(row, latest);
            for (Consent entry : row.newest().consents()) {
                Instant madeBy = dates.of(entry);
                for (Proof stated : allOf(entry, latest)) {
                    proofs.add(new KnownProof(
                            entry.controllerId(),
                            new Proof(stated.reference(), madeBy == null ? stated.capturedAt() : madeBy)));
                }
            }
        }
        return proofs;
    }

    /** Those of a record. */
    static List<KnownProof> in(@Nullable ConsentFacts record, Instant latest) {
        List<KnownProof> proofs = new ArrayList<>();
        if (record != null) {
            for (Consent entry : record.consents()) {
                for (Proof proof : allOf(entry, latest)) {
                    proofs.add(new KnownProof(entry.controllerId(), proof));
                }
            }
        }
        return proofs;
    }

    /**
     * Those that a record does not name, or dates later; each once, at its first date. Of many digests are kept. Of more than may be
     * kept any other counts as no later than the first of those that are forgotten.
     *
     * @param stated those of the record
     */
    static List<KnownProof> kept(Stream<KnownProof> known, List<KnownProof> stated) {
        TreeMap<String, KnownProof> first = new TreeMap<>();
        known.filter(each -> stated.stream().noneMatch(other -> isKeptBy(each, other)))
                .map(KnownProofs::shortened)
                .forEach(each -> first.merge(
                        each.controllerId() + '\n' + Proof.keyOf(each.proof().reference()),
                        each,
                        KnownProofs::earlier));
        List<KnownProof> oldestFirst = first.values().stream()
                .sorted(Comparator.comparing((KnownProof each) -> each.proof().capturedAt()))
                .toList();
        if (oldestFirst.size() <= Bounds.MOST) {
            return oldestFirst;
        }
        List<KnownProof> digests = digests(oldestFirst);
        return digests.size() <= MOST
                ? digests
                : Stream.concat(
                                digests.stream().limit(MOST - 1L),
                                Stream.of(new KnownProof(
                                        null,
                                        Proof.any(digests.get(MOST - 1).proof().capturedAt()))))
                        .toList();
    }

    /** What is kept of them when the person is erased: digests, to whichever controller, as old as the erasure. */
    static List<KnownProof> erased(Stream<KnownProof> known, Instant erasedAt) {
        return kept(known.map(each -> digest(each, erasedAt)), List.of());
    }

    private static List<KnownProof> digests(List<KnownProof> oldestFirst) {
        Map<String, KnownProof> first = new LinkedHashMap<>();
        for (KnownProof each : oldestFirst) {
            KnownProof digest = digest(each, each.proof().capturedAt());
            first.putIfAbsent(digest.proof().reference(), digest);
        }
        return List.copyOf(first.values());
    }

    private static KnownProof digest(KnownProof known, Instant madeBy) {
        return new KnownProof(null, known.proof().digested(madeBy));
    }

    /** One without the controller is a proof to any of them. */
    private static KnownProof shortened(KnownProof proof) {
        String controllerId = proof.controllerId();
        boolean fits = controllerId == null || controllerId.length() <= Bounds.LONGEST_TEXT;
        return new KnownProof(fits ? controllerId : null, proof.proof().shortened());
    }

    private static boolean isKeptBy(KnownProof known, KnownProof stated) {
        return Objects.equals(known.controllerId(), stated.controllerId())
                && known.proof().isKeptBy(stated.proof());
    }

    private static KnownProof earlier(KnownProof one, KnownProof other) {
        return other.proof().capturedAt().isBefore(one.proof().capturedAt()) ? other : one;
    }
}
