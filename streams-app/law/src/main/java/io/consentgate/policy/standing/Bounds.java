// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ActAgainst.Kind;
import io.consentgate.policy.facts.ActAgainstBuilder;
import io.consentgate.policy.facts.KeptActs.Corrected;
import io.consentgate.policy.facts.KeptActs.SharedName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Limits what the gate keeps of one person, so that it can always write the row. Beyond the limit, acts against merge
 * into wider acts, which forbid more and which no correction can name. No act is dropped.
 */
final class Bounds {

    /** Most acts, and most corrections, that the gate keeps of one person. */
    static final int MOST = 64;

    /** Longest id or contact, in characters. */
    static final int LONGEST_TEXT = 200;

    /** Stands for every name, where there are more names than the gate may keep. */
    private static final SharedName ALL_NAMES = new SharedName("", Long.MIN_VALUE, Long.MIN_VALUE);

    /** Applied in turn until few enough acts remain. The last leaves at most one act of each kind. */
    private static final List<UnaryOperator<ActAgainst>> WIDENINGS = List.of(
            act -> ActAgainstBuilder.builder(act)
                    .contactRef(null)
                    .contactKeyId(null)
                    .build(),
            act -> ActAgainstBuilder.builder(act).channel(null).build(),
            act -> ActAgainstBuilder.builder(act).purpose(null).build(),
            act -> ActAgainstBuilder.builder(act).controllerId(null).build());

    private Bounds() {}

    /** At most {@link #MOST} acts, which together forbid all that the given acts forbid. */
    static List<ActAgainst> kept(List<ActAgainst> acts) {
        List<ActAgainst> kept = acts.stream().map(Bounds::shortened).toList();
        if (kept.size() > MOST) {
            kept = merged(kept);
        }
        for (UnaryOperator<ActAgainst> widening : WIDENINGS) {
            if (kept.size() > MOST) {
                kept = merged(kept.stream().map(widening).toList());
            }
        }
        return kept;
    }

    /**
     * The first corrections. Later ones correct nothing, which is the safe side: a forgotten correction would count as
     * new as soon as a newer version repeats it.
     */
    static List<Corrected> corrected(List<Corrected> firstFirst) {
        return firstFirst.stream()
                .filter(each -> each.act().length() <= LONGEST_TEXT)
                .limit(MOST)
                .toList();
    }

    /** The names, or one name that stands for all if there are too many. */
    static List<SharedName> shared(List<SharedName> names) {
        // No correction can name an act with a longer name.
        List<SharedName> kept = names.stream().filter(each -> fits(each.name())).toList();
        return kept.size() > MOST || kept.contains(ALL_NAMES) ? List.of(ALL_NAMES) : kept;
    }

    /** The newest of the corrected acts. A forgotten act stays corrected, even if its name turns out to be shared. */
    static List<ActAgainst> lifted(List<ActAgainst> acts) {
        return newest(acts.stream());
    }

    /** The acts stated last, each once, at most {@link #MOST}. */
    static List<ActAgainst> newest(Stream<ActAgainst> acts) {
        return acts.filter(act -> fits(act.id()))
                .map(Bounds::shortened)
                .distinct()
                .sorted(Comparator.comparing(ActAgainst::version).reversed())
                .limit(MOST)
                .toList();
    }

    /** Drops each act that another act covers; the wider act takes the later time of both. */
    static List<ActAgainst> merged(List<ActAgainst> acts) {
        List<ActAgainst> merged = new ArrayList<>();
        for (ActAgainst act : acts) {
            ActAgainst widest = act;
            for (ActAgainst other : List.copyOf(merged)) {
                if (other.covers(widest)) {
                    merged.remove(other);
                    widest = both(other, widest);
                } else if (widest.covers(other)) {
                    merged.remove(other);
                    widest = both(widest, other);
                }
            }
            merged.add(widest);
        }
        return merged;
    }

    private static ActAgainst both(ActAgainst wider, ActAgainst narrower) {
        ActAgainst later = narrower.isLaterThan(wider) ? narrower : wider;
        return ActAgainstBuilder.builder(wider)
                .id(Objects.equals(wider.id(), narrower.id()) ? wider.id() : null)
                .kind(later.kind() == Kind.UNKNOWN ? wider.kind() : later.kind())
                .at(later.at())
                .version(Math.max(wider.version(), narrower.version()))
                .proof(wider.proof() == null ? narrower.proof() : wider.proof())
                .grantedAt(later(wider.grantedAt(), narrower.grantedAt()))
                .build();
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }

    static ActAgainst shortened(ActAgainst act) {
        boolean contactFits = fits(act.contactRef()) && fits(act.contactKeyId());
        ActAgainst.Proof proof = act.proof() == null ? null : act.proof().shortened();
        if (contactFits && Objects.equals(proof, act.proof()) && fits(act.id()) && fits(act.controllerId())) {
            return act;
        }
        return ActAgainstBuilder.builder(act)
                .id(fits(act.id()) ? act.id() : null)
                .controllerId(fits(act.controllerId()) ? act.controllerId() : null)
                .contactRef(contactFits ? act.contactRef() : null)
                .contactKeyId(contactFits ? act.contactKeyId() : null)
                .proof(proof)
                .build();
    }

    private static boolean fits(@Nullable String text) {
        return text == null || text.length() <= LONGEST_TEXT;
    }
}
