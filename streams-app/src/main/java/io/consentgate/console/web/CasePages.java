// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.config.GateConfig;
import io.consentgate.console.cases.Activity;
import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.Claims;
import io.consentgate.console.cases.Content;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Submission;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.cases.VerdictResult;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.Purpose;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One case: what it is, why it is here, what may be done, and doing it. */
final class CasePages {

    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(4);
    private static final List<String> PURPOSES = Arrays.stream(Purpose.values())
            .map(Purpose::name)
            .filter(CasePages::isKnown)
            .toList();
    private static final List<String> EFFECTS = Arrays.stream(Effect.values())
            .map(Effect::name)
            .filter(CasePages::isKnown)
            .toList();

    private final GateConfig.Review settings;
    private final ReviewDesk desk;
    private final Pages pages;
    private final Origins origins;

    CasePages(GateConfig.Review settings, ReviewDesk desk, Pages pages, Origins origins) {
        this.settings = settings;
        this.desk = desk;
        this.pages = pages;
        this.origins = origins;
    }

    private static boolean isKnown(String symbol) {
        return !symbol.equals("UNKNOWN");
    }

    void show(Context context) {
        String verdictId = context.queryParam("verdict");
        VerdictResult answer =
                verdictId == null ? null : desk.verdicts().result(verdictId).orElse(null);
        CaseFile file = open(context);
        page(context, file, Draft.blank(file), Set.of(), null, null, answer, verdictId != null && answer == null);
    }

    private CaseFile open(Context context) {
        Reviewer reviewer = reviewer(context);
        CaseFile file = desk.files().open(reviewer, caseId(context));
        // These two stand at the top of the page: to open it is to see them.
        desk.activity().lookedAt(reviewer, caseId(context), CasePart.EVENT);
        desk.activity().lookedAt(reviewer, caseId(context), CasePart.VIOLATIONS);
        return file;
    }

    private void page(
            Context context,
            CaseFile file,
            Draft draft,
            Set<Draft.Fault> faults,
            @Nullable Content content,
            @Nullable Preview preview,
            @Nullable VerdictResult answer,
            boolean answerPending) {
        Optional<Activity.Consideration> look = desk.activity().consideration(reviewer(context), caseId(context));
        CaseView view = new CaseView(
                file,
                reviewer(context),
                look.map(Activity.Consideration::looked).orElse(EnumSet.noneOf(CasePart.class)),
                content != null
                        ? CasePart.CONTENT
                        : Optional.ofNullable(context.queryParam("open"))
                                .flatMap(CasePart::of)
                                .orElse(null),
                look.map(Activity.Consideration::active).orElse(Duration.ZERO),
                settings.floor(),
                draft,
                faults,
                content,
                preview,
                answer,
                answerPending,
                PURPOSES,
                EFFECTS);
        pages.show(context, "case.jte", Map.of("one", view));
    }

    void claim(Context context) {
        desk.claims().claim(reviewer(context), caseId(context));
        backToCase(context, "");
    }

    void release(Context context) {
        desk.claims().release(reviewer(context), caseId(context));
        context.redirect(origins.base() + Route.QUEUE.path(), HttpStatus.SEE_OTHER);
    }

    void takeOver(Context context) {
        Claims.TakeOverReason reason = Arrays.stream(Claims.TakeOverReason.values())
                .filter(candidate -> candidate.name().equals(context.formParam("reason")))
                .findFirst()
                .orElseThrow(BadRequestResponse::new);
        desk.claims().takeOver(reviewer(context), caseId(context), reason);
        backToCase(context, "");
    }

    void openPart(Context context) {
        CasePart part = CasePart.of(context.pathParam("part"))
                .filter(candidate -> candidate != CasePart.CONTENT)
                .orElseThrow(BadRequestResponse::new);
        desk.activity().lookedAt(reviewer(context), caseId(context), part);
        backToCase(context, "?open=" + part.word() + "#part-" + part.word());
    }

    /** A sign of life; answers with the seconds that count so far. */
    void present(Context context) {
        desk.activity().present(reviewer(context), caseId(context));
        context.result(Long.toString(desk.activity()
                .consideration(reviewer(context), caseId(context))
                .map(look -> look.active().toSeconds())
                .orElse(0L)));
    }

    /** Shows the content once; asking again goes on record again. */
    void unmask(Context context) {
        CaseFile file = open(context);
        Content content = desk.files().unmask(reviewer(context), caseId(context));
        page(context, file, Draft.blank(file), Set.of(), content, null, null, false);
    }

    void preview(Context context) {
        Reviewer reviewer = reviewer(context);
        Draft draft = Draft.of(context);
        CaseFile file = open(context);
        VerdictOutcome outcome = draft.outcome();
        if (outcome == null || draft.faults(file).contains(Draft.Fault.CLASSIFICATION)) {
            context.status(HttpStatus.UNPROCESSABLE_CONTENT);
            page(
                    context,
                    file,
                    draft,
                    EnumSet.of(outcome == null ? Draft.Fault.OUTCOME : Draft.Fault.CLASSIFICATION),
                    null,
                    null,
                    null,
                    false);
            return;
        }
        desk.activity().lookedAt(reviewer, caseId(context), CasePart.OUTCOMES);
        Preview preview = desk.files()
                .preview(
                        reviewer,
                        caseId(context),
                        outcome,
                        draft.classification(file),
                        draft.specialCategoryExcluded());
        page(context, file, draft, Set.of(), null, preview, null, false);
    }

    void verdict(Context context) {
        Draft draft = Draft.of(context);
        CaseFile file = open(context);
        Set<Draft.Fault> faults = draft.faults(file);
        VerdictOutcome outcome = draft.outcome();
        if (outcome == null || !faults.isEmpty()) {
            context.status(HttpStatus.UNPROCESSABLE_CONTENT);
            page(context, file, draft, faults, null, null, null, false);
            return;
        }
        Submission submission =
                desk.verdicts().submit(reviewer(context), draft.verdict(file, outcome), ANSWER_PATIENCE);
        backToCase(context, "?verdict=" + submission.verdictId());
    }

    void confirm(Context context) {
        String rationale =
                Optional.ofNullable(context.formParam("rationale")).orElse("").strip();
        String verdictId = Optional.ofNullable(context.formParam("verdictId")).orElse("");
        if (rationale.isEmpty()) {
            CaseFile file = open(context);
            context.status(HttpStatus.UNPROCESSABLE_CONTENT);
            page(context, file, Draft.blank(file), EnumSet.of(Draft.Fault.RATIONALE), null, null, null, false);
            return;
        }
        Submission submission =
                desk.verdicts().confirm(reviewer(context), caseId(context), verdictId, rationale, ANSWER_PATIENCE);
        backToCase(context, "?verdict=" + submission.verdictId());
    }

    private void backToCase(Context context, String query) {
        context.redirect(pages.view(context).url("/cases/", caseId(context)) + query, HttpStatus.SEE_OTHER);
    }

    private static String caseId(Context context) {
        return context.pathParam("caseId");
    }

    private static Reviewer reviewer(Context context) {
        return AccessControl.of(context).reviewer();
    }
}
