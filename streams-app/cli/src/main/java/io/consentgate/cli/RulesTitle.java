// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.rulebook.RuleEntry;
import io.consentgate.rulebook.RuleList;
import io.consentgate.rulebook.RulesInForce;
import io.consentgate.rulebook.Wording;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The texts that all formats of the list share. */
final class RulesTitle {

    private RulesTitle() {}

    static String of(RuleList list, RulesInForce law, Wording wording) {
        return wording.of("title.of", "jurisdiction", law.country())
                .replace("{day}", list.on().toString());
    }

    /** The command that makes this list again. */
    static String command(RuleList list) {
        String countries =
                list.jurisdictions().stream().map(RulesInForce::jurisdiction).collect(Collectors.joining(","));
        return "gate rules --on " + list.on() + (countries.isEmpty() ? "" : " --jurisdiction " + countries)
                + " --language " + list.language() + " --format markdown";
    }

    /** Who has checked the rule against its law, and which judgments read the law otherwise. */
    static String review(RuleEntry rule, Wording wording) {
        String status = rule.review() == null
                ? wording.of("unreviewed")
                : wording.of("review.by", "by", rule.review().by())
                        .replace("{day}", rule.review().on().toString());
        return rule.isDisputed()
                ? status + "; " + wording.of("disputed") + " (" + wording.of("disputed.by") + ": "
                        + rule.disputedBy().stream().map(RuleEntry.Source::text).collect(Collectors.joining("; "))
                        + ")"
                : status;
    }

    /**
     * The rule's legal sources, in one line.
     *
     * @param sources its sources, in the list's format
     */
    static String citations(RuleEntry rule, Wording wording, List<String> sources) {
        if (sources.isEmpty()) {
            return wording.of("own-rule");
        }
        List<String> told = new ArrayList<>(sources);
        if (!rule.binds()) {
            LocalDate first = rule.citations().get(0).from();
            told.add(wording.of("earlier-law", "day", first));
        }
        return String.join("; ", told);
    }
}
