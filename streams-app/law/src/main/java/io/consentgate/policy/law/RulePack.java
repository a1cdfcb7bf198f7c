// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.law;

import io.consentgate.policy.Act;
import io.consentgate.policy.AuthorisingStatute;
import io.consentgate.policy.Citation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A legal order: what binds there, on top of another legal order. A rule belongs to a pack if it rests on one of the
 * pack's acts, or on no act. The gate cites only the pack's acts.
 *
 * @param name the name by which a rule refers to the pack
 * @param base the legal order under this one; null for the first
 * @param zone time zone in which its days begin
 * @param jurisdictions countries whose law it is (ISO 3166 alpha-2)
 * @param acts keys of the acts, courts and bodies that it adds
 * @param diverting rules that advise elsewhere and hold an event back here, with the ways out that they leave
 * @param statutes statutes that it adds under which a machine alone may decide
 */
public record RulePack(
        String name,
        @Nullable RulePack base,
        ZoneId zone,
        Set<String> jurisdictions,
        Set<String> acts,
        Map<RuleCode, Set<Release>> diverting,
        List<AuthorisingStatute> statutes) {

    public RulePack {
        jurisdictions = Set.copyOf(jurisdictions);
        acts = Set.copyOf(acts);
        diverting = Map.copyOf(diverting);
        statutes = List.copyOf(statutes);
    }

    /** A legal order that rests on no other. */
    static RulePack first(String name, ZoneId zone) {
        return new RulePack(name, null, zone, Set.of(), Set.of(), Map.of(), List.of());
    }

    /** A legal order on top of this one, with the same days. */
    public RulePack under(String newName) {
        return new RulePack(newName, this, zone, Set.of(), Set.of(), Map.of(), List.of());
    }

    /** This pack, with days in another time zone. */
    public RulePack withDaysOf(ZoneId newZone) {
        return new RulePack(name, base, newZone, jurisdictions, acts, diverting, statutes);
    }

    /** This pack, for these countries. */
    public RulePack forCountries(String... countries) {
        return new RulePack(name, base, zone, Set.of(countries), acts, diverting, statutes);
    }

    /** This pack, with more acts. */
    public RulePack withActs(Act... more) {
        return withSources(Stream.of(more).map(Act::key));
    }

    /** This pack, with more judgments, guidance or single provisions. */
    public RulePack withCitations(Citation... more) {
        return withSources(Stream.of(more).map(citation -> citation.act().key()));
    }

    private RulePack withSources(Stream<String> keys) {
        Set<String> all = Stream.concat(acts.stream(), keys).collect(Collectors.toSet());
        return new RulePack(name, base, zone, jurisdictions, all, diverting, statutes);
    }

    /** This pack, in which a rule holds an event back that only advises elsewhere. */
    public RulePack diverting(RuleCode code, Release... releases) {
        Map<RuleCode, Set<Release>> all = new EnumMap<>(RuleCode.class);
        all.putAll(diverting);
        all.put(code, Set.of(releases));
        return new RulePack(name, base, zone, jurisdictions, acts, all, statutes);
    }

    /** This pack, with statutes under which a machine alone may decide. */
    public RulePack withStatutes(AuthorisingStatute... more) {
        return new RulePack(name, base, zone, jurisdictions, acts, diverting, List.of(more));
    }

    public LocalDate dayOf(Instant instant) {
        return instant.atZone(zone).toLocalDate();
    }

    public Instant startOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    /**
     * How many legal orders lie between this pack and the rule's own; negative if the rule does not belong to this
     * pack.
     */
    int distanceTo(RuleDescription rule) {
        if (!rule.citations().isEmpty() && citedHere(rule.citations()).isEmpty()) {
            return -1;
        }
        int distance = 0;
        for (RulePack pack = this; pack != null; pack = pack.base) {
            if (pack.name.equals(rule.pack())) {
                return distance;
            }
            distance++;
        }
        return rule.pack() == null ? distance : -1;
    }

    /** The rule as it applies in this legal order. */
    RuleDescription here(RuleDescription rule) {
        RuleDescription cited = rule.citing(citedHere(rule.citations()), citedHere(rule.disputedBy()));
        Set<Release> releases = diverting.get(rule.code());
        return releases == null ? cited : cited.diverting(releases);
    }

    /** Whether the rule advises elsewhere and holds events back here. */
    boolean diverts(RuleCode code) {
        return diverting.containsKey(code);
    }

    private List<Citation> citedHere(List<Citation> citations) {
        Set<String> known = allActs();
        return citations.stream()
                .filter(citation -> known.contains(citation.act().key()))
                .toList();
    }

    /** The statutes of this pack and its bases under which a machine alone may decide. */
    List<AuthorisingStatute> allStatutes() {
        List<AuthorisingStatute> all = new ArrayList<>();
        for (RulePack pack = this; pack != null; pack = pack.base) {
            all.addAll(pack.statutes);
        }
        return List.copyOf(all);
    }

    /** Keys of the acts of this pack and its bases. */
    Set<String> allActs() {
        Set<String> all = new HashSet<>();
        for (RulePack pack = this; pack != null; pack = pack.base) {
            all.addAll(pack.acts);
        }
        return all;
    }
}
