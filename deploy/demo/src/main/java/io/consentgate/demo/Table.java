// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The demo's table as lines of text. Holds counts and codes, but no content of records. */
final class Table {

    private static final String ROW = "%-22s %9s %9s %11s %8s %8s   %s";
    private static final int MOST_REASONS = 3;

    private Table() {}

    static List<String> lines(List<Tally> tallies) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, ROW, "system", "published", "cleared", "quarantined", "dead", "rerouted", "why diverted"));
        tallies.forEach(tally -> lines.add(line(tally)));
        lines.add(line(total(tallies)));
        return lines;
    }

    static String line(Tally tally) {
        return String.format(
                Locale.ROOT,
                ROW,
                tally.system(),
                count(tally.published()),
                count(tally.cleared()),
                count(tally.quarantined()),
                count(tally.deadLettered()),
                count(tally.rerouted()),
                reasons(tally.reasons()));
    }

    /** All systems in one line. */
    static Tally total(List<Tally> tallies) {
        Map<String, Long> reasons = new HashMap<>();
        tallies.forEach(tally -> tally.reasons().forEach((code, count) -> reasons.merge(code, count, Long::sum)));
        return new Tally(
                "all",
                tallies.stream().mapToLong(Tally::published).sum(),
                tallies.stream().mapToLong(Tally::cleared).sum(),
                tallies.stream().mapToLong(Tally::quarantined).sum(),
                tallies.stream().mapToLong(Tally::deadLettered).sum(),
                tallies.stream().mapToLong(Tally::rerouted).sum(),
                reasons);
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String reasons(Map<String, Long> reasons) {
        String most = reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(MOST_REASONS)
                .map(reason -> reason.getKey() + " " + count(reason.getValue()))
                .collect(Collectors.joining(", "));
        return reasons.size() <= MOST_REASONS ? most : most + ", +" + (reasons.size() - MOST_REASONS) + " more";
    }
}
