// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.policy.Language;
import io.consentgate.rulebook.Example;
import io.consentgate.rulebook.RuleEntry;
import io.consentgate.rulebook.RuleEntry.Source;
import io.consentgate.rulebook.RuleEntry.WayOut;
import io.consentgate.rulebook.RuleList;
import io.consentgate.rulebook.RulesInForce;
import io.consentgate.rulebook.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** For terminals: one column for the code, one for the rule's effect, and one for the rest. */
final class RulesTable {
    private static final int WIDTH = 110;
    private static final String GAP = "  ";

    private final RuleList list;
    private final Wording wording;
    private final boolean explained;
    private final List<String> lines = new ArrayList<>();
    private final int codeWidth;
    private final int doingWidth;

    private RulesTable(RuleList list, Language language, boolean explained) {
        this.list = list;
        this.wording = Wording.in(language);
        this.explained = explained;
        this.codeWidth = list.all().mapToInt(rule -> rule.code().length()).max().orElse(0);
        this.doingWidth =
                list.all().mapToInt(rule -> rule.doing().length()).max().orElse(0);
    }

    /** @param explained whether the user named these rules */
    static List<String> lines(RuleList list, Language language, boolean explained) {
        RulesTable table = new RulesTable(list, language, explained);
        list.jurisdictions().forEach(table::law);
        if (!list.onVerdicts().isEmpty()) {
            table.section(table.wording.of("verdicts"), list.onVerdicts());
        }
        return table.lines;
    }

    private void law(RulesInForce law) {
        section(
                RulesTitle.of(list, law, wording) + " (" + wording.of("law", "law", law.law()) + "; "
                        + wording.of("policy", "version", list.policyVersion()) + ")",
                law.rules());
    }

    private void section(String title, List<RuleEntry> rules) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(title);
        if (lines.size() == 1) {
            lines.addAll(wrapped(wording.of("reading"), WIDTH));
        }
        for (RuleEntry rule : rules) {
            lines.add("");
            row(rule);
        }
    }

    private void row(RuleEntry rule) {
        String start = pad(rule.code(), codeWidth) + GAP + pad(rule.doing(), doingWidth) + GAP;
        String indent = " ".repeat(start.length());
        for (String line : cell(rule, WIDTH - start.length())) {
            lines.add((start + line).stripTrailing());
            start = indent;
        }
    }

    private List<String> cell(RuleEntry rule, int width) {
        List<String> cell = new ArrayList<>(wrapped(rule.question(), width));
        if (explained) {
            cell.addAll(named("says", rule.says(), width));
        }
        cell.addAll(named("citations", citations(rule), width));
        if (rule.does() == RuleEntry.Does.DIVERTS || rule.does() == RuleEntry.Does.OBSERVED) {
            cell.addAll(named("releases", releases(rule), width));
        }
        cell.addAll(named("review", RulesTitle.review(rule, wording), width));
        if (explained) {
            for (Example example : rule.examples()) {
                String side = "example." + example.side().name().toLowerCase(Locale.ROOT);
                cell.add("");
                cell.addAll(named(side, example.sentence(), width));
                example.given().lines().map(line -> GAP + line).forEach(cell::add);
            }
        }
        return cell;
    }

    private String citations(RuleEntry rule) {
        return RulesTitle.citations(
                rule, wording, rule.citations().stream().map(Source::text).toList());
    }

    private String releases(RuleEntry rule) {
        return rule.releases().isEmpty()
                ? wording.of("releases.none")
                : rule.releases().stream().map(WayOut::text).collect(Collectors.joining("; "));
    }

    private List<String> named(String key, String text, int width) {
        return wrapped(wording.of(key) + ": " + text, width);
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(GAP);
            } else if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
