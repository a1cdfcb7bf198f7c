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
 * A verdict as typed into the form, complete or not, so that no input is lost when the form is shown again.
 *
 * @param digest of the case as the reviewer saw it
 * @param truth the event's true labels, as typed
 * @param amendedIsBase64 whether the amended content is in base64, as non-text content is shown
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

    /** Missing or wrong input; each fault is shown at its field. */
    public enum Fault {
        OUTCOME,
        RATIONALE,
        CLASSIFICATION,
        SPECIAL_CATEGORY,
        AMENDED,
        /** The evidence for the outcome was not opened. */
        EVIDENCE,
        /** Also for a confirmation: less than the least time was spent on the case. */
        TOO_SOON,
        /** For a confirmation: no reasons were given. */
        AGREEMENT,
        /** For a confirmation: the confirming reviewer has not opened the evidence for the verdict. */
        AGREEMENT_EVIDENCE,
        /** For a confirmation: the new content was not opened. */
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
     * The faults that prevent submission; the gate may find more.
     *
     * @param opened the parts of the case that the reviewer has opened
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

    /** The stated true labels; null when the outcome does not ask for them. */
    @Nullable
    Classification classification(CaseFile file) {
        if (outcome == VerdictOutcome.RECLASSIFY) {
            return truth.classification(file.summary().kind() == EventKind.OFFER_DECISION);
        }
        return outcome == VerdictOutcome.DECIDE_OVERTURN && !truth.effects().isEmpty() ? truth.overturned() : null;
    }

    /** Only without faults. */
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

    /** Omits the typed input, so that it cannot leak into a log. */
    @Override
    public String toString() {
        return "Draft[" + outcome + "]";
    }
}
