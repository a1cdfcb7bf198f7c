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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The proofs that a person's record names, and those of them that are kept when a newer version leaves them out. */
final class KnownProofs {
    private KnownProofs() {}

    /** What an entry names as a proof; null if it names none, or none of a time that can be true. */
    static @Nullable Proof of(Consent entry, Instant latest) {
        Evidence evidence = entry.evidence();
        // A request is no consent yet, and what shows it dates no later one.
        if (entry.status() == ConsentStatus.PENDING || evidence == null || evidence.reference() == null) {
            return null;
        }
        Instant capturedAt = Plausible.known(evidence.capturedAt(), latest);
        return capturedAt == null ? null : new Proof(evidence.reference(), capturedAt);
    }

    /** Those of a record. */
    static List<KnownProof> in(@Nullable ConsentFacts record, Instant latest) {
        List<KnownProof> proofs = new ArrayList<>();
        if (record != null) {
            for (Consent entry : record.consents()) {
                Proof proof = of(entry, latest);
                if (proof != null) {
                    proofs.add(new KnownProof(entry.controllerId(), proof));
                }
            }
        }
        return proofs;
    }

    /**
     * Those that a record does not name, or dates later; each once, at its first date. Of more than may be kept the newest are
     * forgotten: an old one is what an import may date later.
     *
     * @param stated those of the record
     */
    static List<KnownProof> kept(Stream<KnownProof> known, List<KnownProof> stated) {
        TreeMap<String, KnownProof> first = new TreeMap<>();
        known.filter(each -> stated.stream().noneMatch(other -> isKeptBy(each, other)))
                .map(KnownProofs::shortened)
                .forEach(each -> first.merge(
                        each.controllerId() + '\0' + each.proof().reference().toLowerCase(Locale.ROOT),
                        each,
                        KnownProofs::earlier));
        return first.values().stream()
                .sorted(Comparator.comparing((KnownProof each) -> each.proof().capturedAt()))
                .limit(Bounds.MOST)
                .toList();
    }

    /** What is kept of them when the person is erased: digests, to whichever controller, as old as the erasure. */
    static List<KnownProof> erased(Stream<KnownProof> known, Instant erasedAt) {
        return kept(known.map(each -> new KnownProof(null, each.proof().digested(erasedAt))), List.of());
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
