// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.Text;
import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Correction;
import io.consentgate.policy.facts.ContactReferences;
import io.consentgate.policy.facts.KeptActs.Corrected;
import io.consentgate.policy.facts.KeptActs.SharedName;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which acts against a publisher took back, because they were recorded in error.
 *
 * <ul>
 *   <li>A correction is of the first version that states it. Later versions that carry it along do not make it newer, so it does
 *       not take back what the person did since.
 *   <li>It means one act. Where versions before it state different acts under its name, and no correction lies between them, it
 *       is not known which one, and it takes none of them back.
 * </ul>
 */
final class Corrections {

    private Corrections() {}

    /** Those before and those of a version, each at its first version. */
    static List<Corrected> with(List<Corrected> before, ConsentFacts version) {
        if (version.corrects().isEmpty()) {
            return before;
        }
        Map<Object, Corrected> first = new HashMap<>();
        before.forEach(each -> first.put(List.of(each.act(), each.reference()), each));
        for (Correction correction : version.corrects()) {
            if (ActsAgainst.isName(correction.act()) && Text.isPresent(correction.reference())) {
                Corrected stated = new Corrected(correction.act(), known(correction.reference()), version.version());
                first.merge(List.of(stated.act(), stated.reference()), stated, Corrections::first);
            }
        }
        return Bounds.corrected(first.values().stream()
                .sorted(Comparator.comparing(Corrected::version)
                        .reversed()
                        .thenComparing(Corrected::act)
                        .thenComparing(Corrected::reference))
                .toList());
    }

    private static Corrected first(Corrected one, Corrected other) {
        return other.version() < one.version() ? other : one;
    }

    /** A reference as far as it is compared: whole links may be references. */
    private static String known(String reference) {
        String whole = reference.strip().toLowerCase(Locale.ROOT);
        return whole.length() <= Bounds.LONGEST_TEXT ? whole : whole.substring(0, Bounds.LONGEST_TEXT);
    }

    /** Whether an act was taken back. */
    static boolean lift(ActAgainst act, List<Corrected> corrected, List<SharedName> shared) {
        String name = ActsAgainst.nameOf(act);
        if (name == null) {
            return false;
        }
        for (Corrected each : corrected) {
            if (each.act().equals(name) && act.version() < each.version() && isPlain(each, corrected, shared)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the versions before a correction hold one act of its name, but for those that an earlier one took back. */
    private static boolean isPlain(Corrected correction, List<Corrected> corrected, List<SharedName> shared) {
        return shared.stream()
                .noneMatch(each -> (each.name().isEmpty() || each.name().equals(correction.act()))
                        && each.to() < correction.version()
                        && corrected.stream().noneMatch(other -> separates(other, correction.act(), each)));
    }

    private static boolean separates(Corrected correction, String name, SharedName shared) {
        return correction.act().equals(name)
                && shared.from() < correction.version()
                && correction.version() <= shared.to();
    }

    /** The names under which these hold different acts. */
    static List<SharedName> sharedBy(Iterable<ActAgainst> acts) {
        Map<String, Set<ActAgainst>> byName = new TreeMap<>();
        for (ActAgainst act : acts) {
            String name = ActsAgainst.nameOf(act);
            if (name != null) {
                byName.computeIfAbsent(name, each -> new LinkedHashSet<>()).add(act);
            }
        }
        List<SharedName> shared = new ArrayList<>();
        byName.forEach((name, named) -> shared.addAll(sharedBy(name, List.copyOf(named))));
        return shared;
    }

    private static List<SharedName> sharedBy(String name, List<ActAgainst> acts) {
        if (acts.size() > Bounds.MOST) {
            long first = acts.stream().mapToLong(ActAgainst::version).min().orElseThrow();
            return List.of(new SharedName(name, first, first));
        }
        List<SharedName> shared = new ArrayList<>();
        for (int i = 0; i < acts.size(); i++) {
            for (int j = 0; j < i; j++) {
                ActAgainst one = acts.get(i);
                ActAgainst other = acts.get(j);
                if (isAnother(one, other)) {
                    shared.add(new SharedName(
                            name, Math.min(one.version(), other.version()), Math.max(one.version(), other.version())));
                }
            }
        }
        return narrowest(shared);
    }

    /**
     * The names that acts of an older version share with those on record. What was stated under a name in between is not known, so
     * it counts as shared from the first.
     *
     * @param late the acts of that version
     */
    static List<SharedName> sharedBy(List<ActAgainst> late, List<ActAgainst> onRecord) {
        Set<ActAgainst> known = new HashSet<>(onRecord);
        List<ActAgainst> unknown = late.stream()
                .map(Bounds::shortened)
                .filter(act -> !known.contains(act))
                .toList();
        if (unknown.isEmpty()) {
            return List.of();
        }
        Map<String, List<ActAgainst>> byName = new HashMap<>();
        for (ActAgainst act : known) {
            String name = ActsAgainst.nameOf(act);
            if (name != null) {
                byName.computeIfAbsent(name, each -> new ArrayList<>()).add(act);
            }
        }
        List<SharedName> shared = new ArrayList<>(sharedBy(unknown));
        for (ActAgainst act : unknown) {
            String name = ActsAgainst.nameOf(act);
            if (name != null) {
                for (ActAgainst other : byName.getOrDefault(name, List.of())) {
                    if (isAnother(act, other)) {
                        long first = Math.min(act.version(), other.version());
                        shared.add(new SharedName(name, first, first));
                    }
                }
            }
        }
        return shared;
    }

    /** Without those of which others say more: that a name was shared no later, and by versions that lie no further apart. */
    static List<SharedName> narrowest(Collection<SharedName> shared) {
        List<SharedName> distinct = shared.stream().distinct().toList();
        return distinct.stream()
                .filter(each -> distinct.stream()
                        .noneMatch(other -> !other.equals(each)
                                && other.name().equals(each.name())
                                && other.from() >= each.from()
                                && other.to() <= each.to()))
                .toList();
    }

    /** Another time makes another act, save that an unknown one may be any. A key that was rotated does not. */
    private static boolean isAnother(ActAgainst one, ActAgainst other) {
        return one.isObjection() != other.isObjection()
                || !Objects.equals(one.controllerId(), other.controllerId())
                || one.purpose() != other.purpose()
                || one.channel() != other.channel()
                || isToAnotherContact(one, other)
                || isOfAnotherTime(one, other);
    }

    private static boolean isToAnotherContact(ActAgainst one, ActAgainst other) {
        if (one.contactRef() == null || other.contactRef() == null) {
            return one.contactRef() != null || other.contactRef() != null;
        }
        return Objects.equals(one.contactKeyId(), other.contactKeyId())
                && !ContactReferences.isSame(one.contactRef(), other.contactRef());
    }

    private static boolean isOfAnotherTime(ActAgainst one, ActAgainst other) {
        return one.at() != null
                && other.at() != null
                && !one.at().truncatedTo(ChronoUnit.SECONDS).equals(other.at().truncatedTo(ChronoUnit.SECONDS));
    }
}
