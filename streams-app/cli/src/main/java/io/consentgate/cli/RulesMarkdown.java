// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.policy.Language;
import io.consentgate.rulebook.Example;
import io.consentgate.rulebook.RuleEntry;
import io.consentgate.rulebook.RuleEntry.Does;
import io.consentgate.rulebook.RuleEntry.WayOut;
import io.consentgate.rulebook.RuleList;
import io.consentgate.rulebook.RulesInForce;
import io.consentgate.rulebook.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** For web pages: a table of all rules, followed by a section for each. */
final class RulesMarkdown {
    private final RuleList list;
    private final Wording wording;
    private final boolean explained;
    private final List<String> lines = new ArrayList<>();

    private RulesMarkdown(RuleList list, Language language, boolean explained) {
        this.list = list;
        this.wording = Wording.in(language);
        this.explained = explained;
    }

    /** @param explained whether the user named these rules */
    static List<String> lines(RuleList list, Language language, boolean explained) {
        RulesMarkdown page = new RulesMarkdown(list, language, explained);
        page.lines.add("<!-- " + RulesTitle.command(list) + " -->");
        list.jurisdictions().forEach(page::law);
        if (!list.onVerdicts().isEmpty()) {
            page.section(page.wording.of("verdicts"), list.onVerdicts());
        }
        return page.lines;
    }

    private void law(RulesInForce law) {
        String title = RulesTitle.of(list, law, wording);
        lines.add("");
        lines.add("# " + title);
        lines.add("");
        lines.add(wording.of("reading"));
        section(wording.of("events"), law.rules());
    }

    private void section(String title, List<RuleEntry> rules) {
        lines.add("");
        lines.add("## " + title);
        if (!explained) {
            lines.add("");
            index(rules);
        }
        rules.forEach(this::rule);
    }

    private void index(List<RuleEntry> rules) {
        row(wording.of("rule"), wording.of("question"), wording.of("does"), wording.of("review"));
        row("---", "---", "---", "---");
        for (RuleEntry rule : rules) {
            String code = rule.code();
            row(
                    "[" + code + "](#" + code.toLowerCase(Locale.ROOT) + ")",
                    rule.question(),
                    rule.doing(),
                    rule.review() == null && rule.isDisputed()
                            ? wording.of("unreviewed") + "; " + wording.of("disputed")
                            : RulesTitle.review(rule, wording));
        }
    }

    private void row(String... cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    private void rule(RuleEntry rule) {
        lines.add("");
        lines.add("### " + rule.code());
        lines.add("");
        lines.add("**" + rule.question() + "**");
        lines.add("");
        lines.add("> " + rule.says());
        lines.add("");
        item("does", rule.doing());
        item("citations", citations(rule));
        if (rule.does() == Does.DIVERTS || rule.does() == Does.OBSERVED) {
            item("releases", releases(rule));
        }
        item("review", RulesTitle.review(rule, wording));
        rule.examples().forEach(this::example);
    }

    private void example(Example example) {
        item("example." + example.side().name().toLowerCase(Locale.ROOT), example.sentence());
        if (example.given().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("  ```yaml");
        example.given().lines().map(line -> "  " + line).forEach(lines::add);
        lines.add("  ```");
    }

    private void item(String key, String text) {
        lines.add("- " + wording.of(key) + ": " + text);
    }

    private String citations(RuleEntry rule) {
        return RulesTitle.citations(
                rule,
                wording,
                rule.citations().stream()
                        .map(source -> "[" + source.text() + "](" + source.url() + ")")
                        .toList());
    }

    private String releases(RuleEntry rule) {
        return rule.releases().isEmpty()
                ? wording.of("releases.none")
                : rule.releases().stream().map(WayOut::text).collect(Collectors.joining("; "));
    }
}
