// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.Plausible;
import io.consentgate.policy.facts.ActAgainst.Proof;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.KeptActs.KnownProof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The proofs that a person's record names, and those that the gate keeps when a newer version leaves them out. */
final class KnownProofs {
    /** Most digests of proofs that the gate keeps of one person. */
    private static final int MOST = 256;

    private static final Comparator<KnownProof> OLDEST_FIRST = Comparator.comparing(KnownProof::capturedAt)
            .thenComparing(each -> String.valueOf(each.controllerId()))
            .thenComparing(each -> each.names().get(0));

    private KnownProofs() {}

    /** The proof that an entry refers to; null if it refers to none, or to one with an impossible time. */
    static @Nullable Proof of(Consent entry, Instant latest) {
        Evidence evidence = entry.evidence();
        Instant capturedAt = dateOf(entry, latest);
        return evidence == null || evidence.reference() == null || capturedAt == null
                ? null
                : new Proof(evidence.reference(), capturedAt);
    }

    /** The names of a proof: its reference, its digest and its recording. */
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
        // A request is no consent yet, so its proof must not date a later consent.
        boolean waits = entry.status() == ConsentStatus.PENDING && entry.withdrawnAt() == null;
        return waits || evidence == null ? null : Plausible.known(evidence.capturedAt(), latest);
    }

    static List<KnownProof> in(@Nullable ConsentFacts record, Instant latest) {
        List<KnownProof> proofs = new ArrayList<>();
        if (record != null) {
            for (Consent entry : record.consents()) {
                Evidence evidence = entry.evidence();
                Instant capturedAt = dateOf(entry, latest);
                List<String> names = evidence == null || capturedAt == null ? List.of() : namesOf(evidence);
                if (capturedAt != null && !names.isEmpty()) {
                    proofs.add(new KnownProof(entry.controllerId(), names, capturedAt));
                }
            }
        }
        return proofs;
    }

    /**
     * The proofs that the record does not name under the same names, or dates later. Each proof appears once, under all
     * its names, at its first date. If there are many names, the gate keeps digests. If there are too many digests, any
     * other proof counts as no later than the first forgotten one.
     *
     * @param stated proofs that the record states
     */
    static List<KnownProof> kept(Stream<KnownProof> known, List<KnownProof> stated) {
        List<KnownProof> before = known.toList();
        if (before.isEmpty()) {
            return List.of();
        }
        Set<KnownProof> evident = Set.copyOf(joined(stated.stream()));
        List<KnownProof> kept = joined(Stream.concat(before.stream(), stated.stream())).stream()
                .filter(each -> !evident.contains(each))
                .toList();
        if (names(kept) <= Bounds.MOST) {
            return kept;
        }
        List<KnownProof> digests = joined(kept.stream().map(KnownProofs::digest));
        return names(digests) <= MOST ? digests : oldest(digests);
    }

    /** What an erasure leaves of the proofs: digests, for any controller, dated at the erasure. */
    static List<KnownProof> erased(Stream<KnownProof> known, Instant erasedAt) {
        return kept(known.map(each -> new KnownProof(null, digest(each).names(), erasedAt)), List.of());
    }

    /** Statements under a common name become one proof, as old as the oldest. The oldest proofs come first. */
    private static List<KnownProof> joined(Stream<KnownProof> proofs) {
        List<KnownProof> statements = proofs.map(KnownProofs::shortened).toList();
        ProofIndex index = new ProofIndex(statements);
        Set<KnownProof> seen = new HashSet<>();
        List<KnownProof> joined = new ArrayList<>();
        for (KnownProof each : statements) {
            if (!seen.contains(each)) {
                Set<KnownProof> one = index.about(
                        each.names().get(0), other -> Objects.equals(each.controllerId(), other.controllerId()));
                seen.addAll(one);
                joined.add(joined(one));
            }
        }
        joined.sort(OLDEST_FIRST);
        return joined;
    }

    private static KnownProof joined(Set<KnownProof> statements) {
        KnownProof oldest = Collections.min(statements, OLDEST_FIRST);
        List<String> names = statements.stream()
                .flatMap(each -> each.names().stream())
                .distinct()
                .sorted()
                .toList();
        return new KnownProof(oldest.controllerId(), names, oldest.capturedAt());
    }

    private static List<KnownProof> oldest(List<KnownProof> oldestFirst) {
        List<KnownProof> kept = new ArrayList<>();
        int left = MOST - 1;
        for (KnownProof each : oldestFirst) {
            if (each.names().size() > left) {
                if (left > 0) {
                    kept.add(new KnownProof(null, each.names().subList(0, left), each.capturedAt()));
                }
                kept.add(new KnownProof(null, List.of(Proof.ANY), each.capturedAt()));
                return kept;
            }
            kept.add(each);
            left -= each.names().size();
        }
        return kept;
    }

    private static int names(List<KnownProof> proofs) {
        return proofs.stream().mapToInt(each -> each.names().size()).sum();
    }

    private static KnownProof digest(KnownProof known) {
        return new KnownProof(null, known.names().stream().map(Proof::digested).toList(), known.capturedAt());
    }

    /** A proof without a controller counts for any controller. */
    private static KnownProof shortened(KnownProof proof) {
        String controllerId = proof.controllerId();
        boolean fits = controllerId == null || controllerId.length() <= Bounds.LONGEST_TEXT;
        return new KnownProof(
                fits ? controllerId : null,
                proof.names().stream().map(Proof::keyOf).distinct().toList(),
                proof.capturedAt());
    }
}
