// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.law;

import io.consentgate.policy.Citation;
import io.consentgate.policy.InForce;
import io.consentgate.policy.Rule;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.rules.Catalogue;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which rules bind where and when: the only place that selects them. Immutable. Looking up the law of an event
 * allocates nothing.
 *
 * <p>In a legal order the most specific version of a rule binds; of several, the one that began last. If the gate does
 * not know a country's law, it judges by what all legal orders have in common. It holds such an event back in any case.
 */
public final class LawBook {
    private static final List<RulePack> PACKS = List.of(EuropeanUnion.PACK, Poland.PACK, MemberStates.PACK);

    private final List<RulePack> packs;
    private final List<Rule> versions;
    private final Map<String, Periods> byJurisdiction = new HashMap<>();
    private final Periods elsewhere;

    /**
     * The law of one legal order, period by period; the first period has no beginning. Within a period no rule begins
     * or ends.
     */
    private record Periods(List<Instant> beginnings, List<LawInForce> laws) {

        LawInForce at(Instant instant) {
            int period = beginnings.size();
            while (period > 0 && instant.isBefore(beginnings.get(period - 1))) {
                period--;
            }
            return laws.get(period);
        }
    }

    private LawBook(List<RulePack> packs, List<Rule> versions) {
        this.packs = List.copyOf(packs);
        this.versions = List.copyOf(versions);
        requireKnownSources();
        for (RulePack pack : packs) {
            Periods periods = periods(pack);
            pack.jurisdictions().forEach(country -> byJurisdiction.put(country, periods));
        }
        this.elsewhere = periods(packs.get(0));
    }

    /** The catalogue of rules, in the legal orders that the gate knows. */
    public static LawBook standard() {
        return of(Catalogue.rules());
    }

    /** The given rules, in the legal orders that the gate knows. */
    public static LawBook of(List<? extends Rule> versions) {
        return new LawBook(PACKS, List.copyOf(versions));
    }

    /** This book and one more legal order, with versions of rules for it. */
    public LawBook with(RulePack pack, Rule... more) {
        return new LawBook(
                Stream.concat(packs.stream(), Stream.of(pack)).toList(),
                Stream.concat(versions.stream(), Stream.of(more)).toList());
    }

    /**
     * The instant whose law governs an event. For something already done (a message sent, a decision taken) it is the
     * time of the act; for anything still to be done, now.
     *
     * @param doneAt when it was done; null if it was not
     * @param at when the gate judges
     */
    public static Instant governing(@Nullable Instant doneAt, Instant at) {
        return doneAt == null ? at : doneAt;
    }

    public LawInForce at(String jurisdiction, Instant instant) {
        return byJurisdiction.getOrDefault(jurisdiction, elsewhere).at(instant);
    }

    /** The law of a country on a day, from the day's beginning there. */
    public LawInForce on(String jurisdiction, LocalDate day) {
        return at(jurisdiction, pack(jurisdiction).startOf(day));
    }

    private RulePack pack(String jurisdiction) {
        return packs.stream()
                .filter(pack -> pack.jurisdictions().contains(jurisdiction))
                .findFirst()
                .orElse(packs.get(0));
    }

    /**
     * Whether the days of the country's legal order begin by the country's own clocks: no other country shares the
     * legal order.
     */
    public boolean hasOwnZone(String country) {
        return pack(country).jurisdictions().equals(Set.of(country));
    }

    /** The countries whose law the gate knows. */
    public Set<String> jurisdictions() {
        return new TreeSet<>(byJurisdiction.keySet());
    }

    /**
     * Refuses countries whose law the gate does not know.
     *
     * @throws IllegalArgumentException if the gate does not know the law of a country
     */
    public void requireLawOf(Set<String> accepted) {
        for (String jurisdiction : accepted) {
            if (!byJurisdiction.containsKey(jurisdiction)) {
                throw new IllegalArgumentException("There is no rule set for jurisdiction " + jurisdiction
                        + ", and its events must not be judged by another country's law. Remove it from the"
                        + " jurisdictions; there is one for " + String.join(", ", jurisdictions()) + ".");
            }
        }
    }

    /** All versions of all rules, in the order in which the gate reports them. */
    public List<Rule> versions() {
        return versions;
    }

    private Periods periods(RulePack pack) {
        TreeSet<LocalDate> days = new TreeSet<>();
        for (Rule rule : versions) {
            RuleDescription description = rule.description();
            if (pack.distanceTo(description) >= 0) {
                // A provision behind a rule may begin or end while the rule itself stays.
                Stream.concat(
                                Stream.of(description.binds()),
                                pack.here(description).citations().stream().map(Citation::inForce))
                        .flatMap(inForce -> Stream.of(Optional.of(inForce.from()), Optional.ofNullable(inForce.to())))
                        .flatMap(Optional::stream)
                        .filter(day -> day.isAfter(InForce.ALWAYS.from()))
                        .forEach(days::add);
            }
        }
        List<LawInForce> laws = new ArrayList<>();
        laws.add(law(pack, InForce.ALWAYS.from()));
        days.forEach(day -> laws.add(law(pack, day)));
        return new Periods(days.stream().map(pack::startOf).toList(), List.copyOf(laws));
    }

    private LawInForce law(RulePack pack, LocalDate day) {
        Map<RuleCode, Rule> binding = new LinkedHashMap<>();
        Comparator<Rule> particular = Comparator.comparing(rule -> -pack.distanceTo(rule.description()));
        Comparator<Rule> latest =
                Comparator.comparing(rule -> rule.description().binds().from());
        for (Rule rule : versions) {
            RuleDescription description = rule.description();
            if (pack.distanceTo(description) >= 0 && description.binds().on(day)) {
                binding.merge(rule.code(), rule, (one, other) -> {
                    int order = particular.thenComparing(latest).compare(one, other);
                    if (order == 0) {
                        throw new IllegalStateException("Two versions of " + rule.code() + " bind in " + pack.name()
                                + " from the same day. Give one of them another first day or legal order.");
                    }
                    return order < 0 ? other : one;
                });
            }
        }
        return new LawInForce(pack, day, List.copyOf(binding.values()));
    }

    /** Without this check, a rule on an act that no legal order has would silently bind nowhere. */
    private void requireKnownSources() {
        Set<String> known = new HashSet<>();
        packs.forEach(pack -> known.addAll(pack.allActs()));
        versions.stream()
                .map(Rule::description)
                .flatMap(rule -> Stream.of(rule.citations(), rule.disputedBy()).flatMap(Collection::stream))
                .map(citation -> citation.act().key())
                .filter(key -> !known.contains(key))
                .findAny()
                .ifPresent(key -> {
                    throw new IllegalStateException(
                            "No legal order has the act " + key + ", so that a rule that rests on"
                                    + " it binds nowhere. Add it to the pack of its legal order.");
                });
    }
}
