// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.rulebook.RuleBook;
import io.consentgate.rulebook.RuleList;
import io.consentgate.rulebook.Wording;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rules in force: the question, effect and legal source of each. */
final class RulesPages {

    private final RuleBook rules;
    private final String usual;
    private final Pages pages;

    /** @param jurisdictions countries whose events are judged; the first is the default */
    RulesPages(RuleBook rules, Set<String> jurisdictions, Pages pages) {
        this.rules = rules;
        this.usual = new TreeSet<>(jurisdictions).first();
        this.pages = pages;
    }

    void rules(Context context) {
        View view = pages.view(context);
        RuleList list = rules.list(
                List.of(jurisdiction(context.queryParam("jurisdiction"))),
                day(context.queryParam("on"), view),
                view.language().ofRules());
        pages.show(
                context,
                "rules.jte",
                Map.of(
                        "list", list,
                        "countries", rules.countries(view.language().ofRules()),
                        "wording", Wording.in(view.language().ofRules())));
    }

    /** A case may name a country whose law the gate does not know: the page then shows the default country's rules. */
    private String jurisdiction(@Nullable String asked) {
        return asked != null && rules.jurisdictions().contains(asked) ? asked : usual;
    }

    private static LocalDate day(@Nullable String asked, View view) {
        if (asked == null || asked.isEmpty()) {
            return view.now().atZone(view.zone()).toLocalDate();
        }
        try {
            return LocalDate.parse(asked);
        } catch (DateTimeParseException e) {
            throw new BadRequestResponse();
        }
    }
}
