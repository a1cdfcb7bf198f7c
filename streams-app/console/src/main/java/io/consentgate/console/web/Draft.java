// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.EventKind;
import io.consentgate.console.cases.OutcomeOption;
import io.consentgate.console.cases.VerdictDraft;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.policy.Reference;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A verdict as it stands in the form, complete or not, so that nothing that was typed is lost when the form comes back.
 *
 * @param digest of the case as the reviewer saw it
 * @param truth what it says that the event truly is
 * @param amendedIsBase64 whether the amended content is written in base64, as content that is no text is shown
 */
public record Draft(
        @Nullable VerdictOutcome outcome,
        String digest,
        String rationale,
        TruthDraft truth,
        boolean specialCategoryExcluded,
        String explanationRef,
        String amended,
        boolean amendedIsBase64) {

    /** What is missing or wrong, each beside its field. */
    public enum Fault {
        OUTCOME,
        RATIONALE,
        CLASSIFICATION,
        SPECIAL_CATEGORY,
        AMENDED,
        /** What the outcome turns on was not opened. */
        EVIDENCE,
        /** Of a confirmation, too: less time than the least was spent on the case. */
        TOO_SOON,
        /** Of a confirmation: it says nothing. */
        AGREEMENT,
        /** Of a confirmation: what the verdict turns on was not opened by who confirms it. */
        AGREEMENT_EVIDENCE,
        /** Of a confirmation: what would replace the content was not opened. */
        AMENDMENT_UNSEEN
    }

    static Draft blank(CaseFile file) {
        return new Draft(null, file.digest(), "", TruthDraft.BLANK, false, "", "", false);
    }

    static Draft of(Context context) {
        return new Draft(
                Arrays.stream(VerdictOutcome.values())
                        .filter(outcome -> outcome.name().equals(context.formParam("outcome")))
                        .findFirst()
                        .orElse(null),
                text(context, "digest"),
                text(context, "rationale"),
                TruthDraft.of(context),
                context.formParam("specialCategoryExcluded") != null,
                text(context, "explanationRef"),
                Optional.ofNullable(context.formParam("amended")).orElse(""),
                context.formParam("amendedIsBase64") != null);
    }

    private static String text(Context context, String name) {
        return Optional.ofNullable(context.formParam(name)).orElse("").strip();
    }

    public boolean chose(VerdictOutcome candidate) {
        return outcome == candidate;
    }

    /**
     * What stands in the way of handing it on; the gate may find more.
     *
     * @param opened the parts of the case that whoever gives it has opened
     */
    Set<Fault> faults(CaseFile file, Set<CasePart> opened) {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        Optional<OutcomeOption> option = option(file);
        if (option.isEmpty()) {
            faults.add(Fault.OUTCOME);
            return faults;
        }
        if (Reference.isNoReason(rationale)) {
            faults.add(Fault.RATIONALE);
        }
        if (outcome == VerdictOutcome.RECLASSIFY && !truth.isComplete()) {
            faults.add(Fault.CLASSIFICATION);
        }
        if (option.get().mustExcludeSpecialCategory() && !specialCategoryExcluded) {
            faults.add(Fault.SPECIAL_CATEGORY);
        }
        if (changesContent() && (amended.isBlank() || amendedContent().isEmpty())) {
            faults.add(Fault.AMENDED);
        }
        if (!CasePart.unopened(option.get().outcome(), false, opened).isEmpty()) {
            faults.add(Fault.EVIDENCE);
        }
        return faults;
    }

    private Optional<OutcomeOption> option(CaseFile file) {
        return file.outcomes().stream()
                .filter(option -> option.outcome() == outcome)
                .findFirst();
    }

    private boolean changesContent() {
        return outcome == VerdictOutcome.DECIDE_AMEND || outcome == VerdictOutcome.DECIDE_OVERTURN;
    }

    /** What they say the event truly is; null when the outcome does not ask. */
    @Nullable
    Classification classification(CaseFile file) {
        if (outcome == VerdictOutcome.RECLASSIFY) {
            return truth.classification(file.summary().kind() == EventKind.OFFER_DECISION);
        }
        return outcome == VerdictOutcome.DECIDE_OVERTURN && !truth.effects().isEmpty() ? truth.overturned() : null;
    }

    /** Without faults only. */
    VerdictDraft verdict(CaseFile file, VerdictOutcome chosen) {
        boolean asksForSpecialCategory = option(file).orElseThrow().mustExcludeSpecialCategory();
        return new VerdictDraft(
                file.summary().caseId(),
                digest,
                chosen,
                rationale,
                classification(file),
                asksForSpecialCategory ? Boolean.TRUE : null,
                chosen.isDecision() && !explanationRef.isEmpty() ? explanationRef : null,
                changesContent() ? amendedContent().orElseThrow() : null);
    }

    private Optional<byte[]> amendedContent() {
        if (!amendedIsBase64) {
            return Optional.of(amended.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Optional.of(Base64.getMimeDecoder().decode(amended));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Says nothing of what was typed, so that it cannot leak into a log. */
    @Override
    public String toString() {
        return "Draft[" + outcome + "]";
    }
}
