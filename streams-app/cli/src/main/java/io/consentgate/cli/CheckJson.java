// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consentgate.cli.CheckCommand.Kind;
import io.consentgate.policy.Assessment;
import io.consentgate.policy.Language;
import io.consentgate.policy.Reason;
import io.consentgate.topology.OfflineGate.Judged;
import java.io.PrintWriter;
import java.util.List;

/** For programs: one JSON object per line for each event, and one for the summary at the end. */
final class CheckJson implements CheckReport {

    private final PrintWriter out;
    private final Language language;

    CheckJson(PrintWriter out, Language language) {
        this.out = out;
        this.language = language;
    }

    @Override
    public void judged(int line, Kind kind, Judged judged) {
        Assessment assessment = judged.assessment();
        ObjectNode object = object().put("line", line)
                .put("kind", kind.toString())
                .put("id", judged.eventId())
                .put("verdict", CheckVerdict.of(assessment).toString());
        object.set("violations", reasons(CheckReport.violations(assessment)));
        object.set("advice", reasons(assessment.advice()));
        object.set("observed", reasons(assessment.observed()));
        if (assessment instanceof Assessment.Diverted diverted) {
            ArrayNode outcomes = object.putArray("outcomes");
            diverted.allowedOutcomes().stream().sorted().map(Enum::name).forEach(outcomes::add);
        }
        out.println(object);
    }

    private ArrayNode reasons(List<Reason> reasons) {
        ArrayNode told = JsonNodeFactory.instance.arrayNode();
        for (Reason reason : reasons) {
            ObjectNode one = told.addObject()
                    .put("rule", reason.code().code())
                    .put("text", reason.text(language))
                    .put("law", reason.law(language));
            ObjectNode facts = one.putObject("facts");
            reason.factsByName().forEach(facts::put);
        }
        return told;
    }

    @Override
    public void unreadable(int line, String problem) {
        out.println(object().put("line", line).put("verdict", "unreadable").put("problem", problem));
    }

    @Override
    public void end(CheckSummary summary) {
        ObjectNode line = object();
        ObjectNode told = line.putObject("summary")
                .put("events", summary.events())
                .put("cleared", summary.cleared())
                .put("advice", summary.withAdvice())
                .put("diverted", summary.diverted())
                .put("unreadable", summary.unreadable())
                .put("consents", summary.consents())
                .put("at", summary.at().toString())
                .put("policyVersion", summary.policyVersion());
        ObjectNode rules = told.putObject("rules");
        summary.rules()
                .forEach((code, count) -> rules.putObject(code.code())
                        .put("diverted", count.diverted())
                        .put("advised", count.advised())
                        .put("observed", count.observed()));
        out.println(line);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
