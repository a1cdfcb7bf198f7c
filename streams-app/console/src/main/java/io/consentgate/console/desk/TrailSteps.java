// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.TrailEntry;
import io.consentgate.console.cases.TrailEntry.Act;
import io.consentgate.console.cases.TrailEntry.Answered;
import io.consentgate.console.cases.TrailEntry.Quarantined;
import io.consentgate.console.cases.TrailEntry.Stated;
import io.consentgate.console.cases.TrailEntry.VerdictGiven;
import io.consentgate.console.cases.VerdictResult;
import java.util.List;
import java.util.stream.Collectors;

/** What happened to a case, told in words: when, who and what. */
final class TrailSteps {

    private final TrailWords words;

    TrailSteps(TrailWords words) {
        this.words = words;
    }

    TrailView.Table table(List<TrailEntry> trail) {
        return new TrailView.Table(
                word("trail"),
                List.of(word("when"), word("who"), word("what")),
                trail.stream()
                        .map(entry -> List.of(words.at(entry.at()), who(entry), what(entry)))
                        .toList());
    }

    private String who(TrailEntry entry) {
        if (entry instanceof Act act) {
            return act.actor();
        }
        if (entry instanceof VerdictGiven verdict) {
            return verdict.reviewer() + (verdict.secondReviewer() == null ? "" : ", " + verdict.secondReviewer());
        }
        return word("gate");
    }

    private String what(TrailEntry entry) {
        if (entry instanceof Quarantined quarantined) {
            return word("act.QUARANTINED") + ": " + String.join(", ", quarantined.rules());
        }
        if (entry instanceof Act act) {
            return words.code("act", act.act().name()) + (act.part() == null ? "" : ": " + act.part());
        }
        if (entry instanceof VerdictGiven verdict) {
            return verdict(verdict) + elsewhere(verdict.elsewhere());
        }
        if (entry instanceof Answered answered) {
            return answer(answered.result()) + elsewhere(answered.elsewhere());
        }
        throw new IllegalArgumentException("no words for " + entry.getClass().getSimpleName());
    }

    private String verdict(VerdictGiven verdict) {
        return word("verdict") + ": " + words.code("outcome", verdict.outcome().name()) + ". "
                + word("opened") + " " + words.at(verdict.openedAt()) + ", "
                + word("active") + " " + verdict.activeSeconds() + " s, "
                + word("looked-at") + ": "
                + (verdict.evidenceOpened().isEmpty() ? word("nothing") : String.join(", ", verdict.evidenceOpened()))
                + ". " + word("rationale") + ": "
                + (verdict.rationale() == null ? word("gone-rationale") : verdict.rationale())
                + stated(verdict.stated());
    }

    private String stated(List<Stated> stated) {
        return stated.isEmpty()
                ? ""
                : stated.stream().map(this::stated).collect(Collectors.joining("; ", " " + word("stated") + ": ", "."));
    }

    private String stated(Stated stated) {
        return words.code("stated", stated.field()) + " " + stated.value()
                + (stated.reference() == null ? "" : ", " + word("stated-by") + " " + stated.reference());
    }

    private String answer(VerdictResult result) {
        String refusals = result.refusals().stream()
                .map(refusal -> refusal.rule() + ": " + refusal.text(words.locale()))
                .collect(Collectors.joining(" "));
        return words.code("result", result.kind().name())
                + (result.outcome() == null
                        ? ""
                        : ", " + words.code("outcome", result.outcome().name()))
                + (result.releasedTopic() == null ? "" : " -> " + result.releasedTopic())
                + (result.control() ? ". " + word("control") : "")
                + (refusals.isEmpty() ? "" : ". " + refusals);
    }

    private String elsewhere(boolean elsewhere) {
        return elsewhere ? " — " + word("elsewhere") : "";
    }

    private String word(String key) {
        return words.word(key);
    }
}
