// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.Spelling;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The acts against that a publisher took back, because they were recorded in error.
 *
 * <ul>
 *   <li>A correction belongs to the first version that states it. Later versions that repeat it do not make it newer,
 *       so it does not take back what the person did since.
 *   <li>A correction means one act. If earlier versions state different acts under its name, with no correction between
 *       them, it is unknown which act it means. It then takes none of them back.
 * </ul>
 */
final class Corrections {

    private Corrections() {}

    /** The corrections before a version and those of the version, each at the first version that states it. */
    static List<Corrected> with(List<Corrected> before, ConsentFacts version) {
        if (version.corrects().isEmpty()) {
            return before;
        }
        Map<Object, Corrected> first = new LinkedHashMap<>();
        // Earlier gates wrote rows without references. A correction of the same act may repeat such a correction, and
        // then takes its version.
        Map<String, Long> unnamed = new HashMap<>();
        for (Corrected each : before) {
            if (each.reference().isEmpty()) {
                unnamed.merge(each.act(), each.version(), Math::min);
            } else {
                // Earlier gates kept the reference as the publisher wrote it.
                Corrected named = new Corrected(each.act(), Spelling.plain(each.reference()), each.version());
                first.merge(List.of(named.act(), named.reference()), named, Corrections::first);
            }
        }
        Set<String> named = new HashSet<>();
        for (Correction correction : version.corrects()) {
            if (ActsAgainst.isName(correction.act()) && Text.isPresent(correction.reference())) {
                long since = Math.min(unnamed.getOrDefault(correction.act(), version.version()), version.version());
                Corrected stated = new Corrected(correction.act(), Spelling.plain(correction.reference()), since);
                first.merge(List.of(stated.act(), stated.reference()), stated, Corrections::first);
                named.add(correction.act());
            }
        }
        before.stream()
                .filter(each -> each.reference().isEmpty() && !named.contains(each.act()))
                .forEach(each -> first.put(List.of(each.act(), each.reference()), each));
        return Bounds.corrected(first.values().stream()
                .sorted(Comparator.comparing(Corrected::version)
                        .thenComparing(Corrected::act)
                        .thenComparing(Corrected::reference))
                .toList());
    }

    private static Corrected first(Corrected one, Corrected other) {
        return other.version() < one.version() ? other : one;
    }

    /** Whether a correction took the act back. */
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

    /**
     * Whether the versions before a correction hold one act of its name, apart from acts that an earlier correction
     * took back.
     */
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

    /** The names under which the acts differ. */
    static List<SharedName> sharedBy(Iterable<ActAgainst> acts) {
        List<SharedName> shared = new ArrayList<>();
        byName(acts).forEach((name, named) -> shared.addAll(sharedBy(name, List.copyOf(named))));
        return shared;
    }

    private static Map<String, Set<ActAgainst>> byName(Iterable<ActAgainst> acts) {
        Map<String, Set<ActAgainst>> byName = new TreeMap<>();
        for (ActAgainst act : acts) {
            String name = ActsAgainst.nameOf(act);
            if (name != null) {
                byName.computeIfAbsent(name, each -> new LinkedHashSet<>()).add(act);
            }
        }
        return byName;
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
                    shared.add(between(name, one, other));
                }
            }
        }
        return narrowest(shared);
    }

    /**
     * The names that acts of an older version share with acts on record. If such a name was not known to be shared,
     * versions in between may have stated more acts under it. The name then counts as shared from the first version,
     * permanently: a replay in order does not undo this.
     *
     * @param late the acts of the older version
     * @param known the names already known to be shared
     */
    static List<SharedName> sharedBy(List<ActAgainst> late, List<ActAgainst> onRecord, List<SharedName> known) {
        Map<String, Set<ActAgainst>> byName = byName(onRecord);
        Set<SharedName> shared = new LinkedHashSet<>();
        for (ActAgainst each : late) {
            ActAgainst act = Bounds.shortened(each);
            String name = ActsAgainst.nameOf(act);
            if (name == null) {
                continue;
            }
            Set<ActAgainst> others = byName.computeIfAbsent(name, none -> new LinkedHashSet<>());
            if (others.size() > Bounds.MOST) {
                shared.add(new SharedName(name, act.version(), act.version()));
            } else if (others.add(act)) {
                for (ActAgainst other : others) {
                    if (isAnother(act, other)) {
                        SharedName found = between(name, act, other);
                        if (known.stream().noneMatch(one -> saysMore(one, found))) {
                            shared.add(new SharedName(name, found.from(), found.from()));
                        }
                    }
                }
            }
        }
        return List.copyOf(shared);
    }

    private static SharedName between(String name, ActAgainst one, ActAgainst other) {
        return new SharedName(name, Math.min(one.version(), other.version()), Math.max(one.version(), other.version()));
    }

    /** Drops each entry about which another says more: the name was shared no later, by versions no further apart. */
    static List<SharedName> narrowest(Collection<SharedName> shared) {
        Map<String, Set<SharedName>> byName = new TreeMap<>();
        shared.forEach(each -> byName.computeIfAbsent(each.name(), none -> new LinkedHashSet<>())
                .add(each));
        return byName.values().stream()
                .flatMap(same -> same.stream()
                        .filter(each -> same.stream().noneMatch(other -> !other.equals(each) && saysMore(other, each))))
                .toList();
    }

    private static boolean saysMore(SharedName one, SharedName other) {
        return one.name().equals(other.name()) && one.from() >= other.from() && one.to() <= other.to();
    }

    /** Whether the acts differ in more than what one of them leaves open. A rotated key does not make another act. */
    private static boolean isAnother(ActAgainst one, ActAgainst other) {
        return one.isObjection() != other.isObjection()
                || !isToTheSameController(one.controllerId(), other.controllerId())
                || one.purpose() != other.purpose()
                || one.channel() != other.channel()
                || isToAnotherContact(one, other)
                || isOfAnotherTime(one, other);
    }

    private static boolean isToTheSameController(@Nullable String one, @Nullable String other) {
        return Objects.equals(one, other)
                || (one != null && other != null && Text.stripped(one).equalsIgnoreCase(Text.stripped(other)));
    }

    private static boolean isToAnotherContact(ActAgainst one, ActAgainst other) {
        return one.contactRef() != null
                && other.contactRef() != null
                && Objects.equals(one.contactKeyId(), other.contactKeyId())
                && !ContactReferences.isSame(one.contactRef(), other.contactRef());
    }

    /**
     * A newer version may give an act of unknown time a known time. In any other case the unknown time counts as the
     * latest.
     */
    private static boolean isOfAnotherTime(ActAgainst one, ActAgainst other) {
        if (one.at() == null || other.at() == null) {
            ActAgainst unknown = one.at() == null ? one : other;
            ActAgainst known = one.at() == null ? other : one;
            return known.at() != null && unknown.version() >= known.version();
        }
        return !one.at().truncatedTo(ChronoUnit.SECONDS).equals(other.at().truncatedTo(ChronoUnit.SECONDS));
    }
}
