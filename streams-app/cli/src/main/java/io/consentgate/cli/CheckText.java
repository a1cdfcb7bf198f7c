// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.cli.CheckCommand.Kind;
import io.consentgate.policy.Assessment;
import io.consentgate.policy.Language;
import io.consentgate.policy.Reason;
import io.consentgate.topology.OfflineGate.Judged;
import java.io.PrintWriter;
import java.util.List;

/** For people: one line per event, followed by each reason with its law. */
final class CheckText implements CheckReport {

    private static final String INDENT = "    ";

    private final PrintWriter out;
    private final Language language;
    private final CheckWords words;
    private final String file;

    CheckText(PrintWriter out, Language language, String file) {
        this.out = out;
        this.language = language;
        this.words = new CheckWords(language);
        this.file = file;
    }

    @Override
    public void judged(int line, Kind kind, Judged judged) {
        Assessment assessment = judged.assessment();
        out.println(words.of("line") + " " + line + "  " + judged.eventId() + "  "
                + words.of(CheckVerdict.of(assessment).toString()));
        tell(CheckReport.violations(assessment), "");
        tell(assessment.advice(), words.of("as-advice") + ": ");
        tell(assessment.observed(), words.of("as-observed") + ": ");
    }

    private void tell(List<Reason> reasons, String label) {
        for (Reason reason : reasons) {
            out.println(INDENT + reason.code() + "  " + label + reason.text(language));
            out.println(INDENT + INDENT + reason.law(language));
        }
    }

    @Override
    public void unreadable(int line, String problem) {
        out.println(words.of("line") + " " + line + "  -  " + words.of("unreadable"));
        out.println(INDENT + problem);
    }

    @Override
    public void end(CheckSummary summary) {
        out.println();
        out.println(file + ": " + words.of("events") + " " + summary.events() + "; " + words.of("cleared") + " "
                + summary.cleared() + ", " + words.of("advice") + " " + summary.withAdvice() + ", "
                + words.of("diverted") + " " + summary.diverted() + ", " + words.of("unreadable") + " "
                + summary.unreadable());
        int width = summary.rules().keySet().stream()
                .mapToInt(code -> code.code().length())
                .max()
                .orElse(0);
        summary.rules().forEach((code, count) -> {
            StringBuilder row = new StringBuilder(INDENT)
                    .append(code)
                    .append(" ".repeat(width - code.code().length()));
            append(row, "diverted", count.diverted());
            append(row, "as-advice", count.advised());
            append(row, "as-observed", count.observed());
            out.println(row);
        });
        out.println(words.of("consents") + ": " + summary.consents());
        out.println(words.of("judged-at") + ": " + summary.at() + "; " + words.of("policy") + ": "
                + summary.policyVersion());
    }

    private void append(StringBuilder row, String word, long count) {
        if (count > 0) {
            row.append("  ").append(words.of(word)).append(' ').append(count);
        }
    }
}
