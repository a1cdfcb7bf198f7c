// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.facts.ActAgainst.Proof;
import io.consentgate.policy.facts.KeptActs.KnownProof;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Statements about proofs, by their names. Two statements with a common name concern one proof. */
final class ProofIndex {
    private final Map<String, List<KnownProof>> byName = new HashMap<>();
    private final boolean holdsDigests;

    ProofIndex(List<KnownProof> statements) {
        holdsDigests =
                statements.stream().flatMap(each -> each.names().stream()).anyMatch(Proof::isDigest);
        for (KnownProof each : statements) {
            for (String name : each.names()) {
                for (String key : keysOf(name)) {
                    byName.computeIfAbsent(key, none -> new ArrayList<>()).add(each);
                }
            }
        }
    }

    /**
     * The statements about the proof of a name: those under this name, those under any other name of the same proof,
     * and so on.
     *
     * @param counts which statements count; the others do not link names either
     */
    Set<KnownProof> about(String name, Predicate<KnownProof> counts) {
        Set<KnownProof> found = new LinkedHashSet<>();
        Set<String> seen = new HashSet<>(keysOf(name));
        Deque<String> next = new ArrayDeque<>(seen);
        while (!next.isEmpty()) {
            for (KnownProof each : byName.getOrDefault(next.remove(), List.of())) {
                if (counts.test(each) && found.add(each)) {
                    for (String other : each.names()) {
                        keysOf(other).stream().filter(seen::add).forEach(next::add);
                    }
                }
            }
        }
        return found;
    }

    /** An index that holds digests also looks up a plain name by its digests. */
    private List<String> keysOf(String name) {
        String key = Proof.keyOf(name);
        return holdsDigests && !key.isEmpty() && !Proof.isDigest(key)
                ? List.of(key, Proof.digest(name), Proof.digestAsWritten(name))
                : List.of(key);
    }
}
