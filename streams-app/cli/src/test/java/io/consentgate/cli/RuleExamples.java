// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.policy.DecisionTable;
import io.consentgate.policy.DecisionTable.Row;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.law.LawBook;
import io.consentgate.rulebook.Example.Side;
import io.consentgate.rulebook.Examples.Case;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Picks the examples of the rules from the decision tables: of each side a plain row that is there for the rule. */
final class RuleExamples {
    private static final Set<String> GIVEN =
            Set.of("at", "settings", "observe", "consent", "memory", "humanHistory", "message", "decision");
    private static final LawBook LAWS = LawBook.standard();
    private static final LocalDate DAY = LocalDate.of(2026, 11, 2);

    private RuleExamples() {}

    static List<Case> all() {
        List<Row> rows = DecisionTable.rows().toList();
        List<Case> cases = new ArrayList<>();
        for (RuleCode rule : RuleCode.values()) {
            for (String law : List.of("PL", "EU-STRICT")) {
                List<Row> about = rows.stream()
                        .filter(row -> rule.code().equals(row.about()))
                        .filter(row -> law(row).equals(law) || rule == RuleCode.GATE_JURISDICTION)
                        .toList();
                Arrays.stream(Side.values())
                        .map(side -> plainest(about, rule, side).map(row -> example(rule, law, side, row)))
                        .flatMap(Optional::stream)
                        .forEach(cases::add);
            }
        }
        return cases;
    }

    private static String law(Row row) {
        String country =
                row.isDecision() ? row.decision().jurisdiction() : row.message().jurisdiction();
        return country == null ? "" : LAWS.on(country, DAY).pack();
    }

    /** The first one in the table that has most of the rule's rows, without settings or versions and with few rules if there is one. */
    private static Optional<Row> plainest(List<Row> rows, RuleCode rule, Side side) {
        Map<String, Long> homes = rows.stream().collect(Collectors.groupingBy(Row::table, Collectors.counting()));
        return rows.stream()
                .filter(row -> sideOf(row, rule.code()) == side)
                .min(Comparator.comparing((Row row) -> row.node().has("settings"))
                        .thenComparing(row -> row.node().path("consent").has("versions"))
                        .thenComparing(
                                row -> row.diverted().size() + row.advice().size())
                        .thenComparing(row -> -homes.get(row.table())));
    }

    /** Null where the row shows the rule on no side, as one that is only observed. */
    private static Side sideOf(Row row, String code) {
        if (row.diverted().contains(code)) {
            return Side.DIVERTED;
        }
        if (!row.isCleared() || row.observed().contains(code)) {
            return null;
        }
        return row.advice().contains(code) ? Side.ADVISED : Side.KEPT;
    }

    private static Case example(RuleCode rule, String law, Side side, Row row) {
        return new Case(
                rule.code(), law, side, new TreeMap<>(Map.of("en", row.name(), "pl", row.namePl())), given(row));
    }

    /** What the row's case differs in, line by line as the table has it. */
    private static String given(Row row) {
        StringBuilder given = new StringBuilder();
        boolean kept = false;
        for (String line : row.lines()) {
            if (line.length() > 2 && !Character.isWhitespace(line.charAt(2))) {
                kept = GIVEN.contains(line.substring(2).split(":", 2)[0]);
            }
            if (kept && !line.isBlank()) {
                given.append(line.substring(2)).append('\n');
            }
        }
        return given.toString().stripTrailing();
    }
}
