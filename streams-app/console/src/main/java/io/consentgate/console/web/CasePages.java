// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.config.GateConfig;
import io.consentgate.console.cases.Activity;
import io.consentgate.console.cases.AmendmentUnseen;
import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.Claims;
import io.consentgate.console.cases.PendingVerdict;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Submission;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.cases.VerdictResult;
import io.consentgate.policy.facts.CommercialContent;
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
import java.util.function.Function;

/** Pages of one case: its content, the reasons, the possible verdicts, and giving one. */
final class CasePages {

    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(4);
    private static final String RATIONALE = "rationale";
    private static final List<String> PURPOSES = Arrays.stream(Purpose.values())
            .map(Purpose::name)
            .filter(CasePages::isKnown)
            .toList();
    private static final List<String> CONTENTS = Arrays.stream(CommercialContent.values())
            .map(CommercialContent::name)
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
        VerdictResult answer = verdictId == null
                ? null
                : desk.verdicts().result(verdictId, caseId(context)).orElse(null);
        long seen = desk.queue().changeNumber();
        CaseFile file = file(context);
        recordAsSeen(context, file);
        page(context, file, seen, verdictId == null ? CaseReply.none(file) : CaseReply.answer(file, answer));
    }

    /**
     * The part that is open at the top of the page: showing the page means showing this part. Other parts are opened
     * one by one.
     */
    private void recordAsSeen(Context context, CaseFile file) {
        Set<CasePart> shown = EnumSet.of(CasePart.VIOLATIONS);
        if (file.readability() == CaseFile.Readability.READ) {
            shown.add(CasePart.EVENT);
            if (file.contentLength() == 0) {
                shown.add(CasePart.CONTENT); // all there is of it
            }
        }
        shown.forEach(part -> desk.activity().lookedAt(reviewer(context), caseId(context), part));
    }

    private CaseFile file(Context context) {
        return desk.files().open(reviewer(context), caseId(context));
    }

    private void page(Context context, CaseFile file, long seen, CaseReply reply) {
        Optional<Activity.Consideration> look = look(context);
        CaseView view = new CaseView(
                file,
                reviewer(context),
                opened(look),
                reply.content() != null
                        ? CasePart.CONTENT
                        : Optional.ofNullable(context.queryParam("open"))
                                .or(() -> Optional.ofNullable(
                                        context.pathParamMap().get("part")))
                                .flatMap(CasePart::of)
                                .orElse(null),
                look.map(Activity.Consideration::active).orElse(Duration.ZERO),
                settings.floor(),
                reply,
                seen,
                PURPOSES,
                CONTENTS,
                EFFECTS);
        pages.show(context, "case.jte", Map.of("one", view));
    }

    private Optional<Activity.Consideration> look(Context context) {
        return desk.activity().consideration(reviewer(context), caseId(context));
    }

    /** In whole seconds, as the verdict will state them. */
    private boolean isTooSoon(Context context) {
        long seconds = look(context)
                .map(Activity.Consideration::active)
                .orElse(Duration.ZERO)
                .toSeconds();
        return Duration.ofSeconds(seconds).compareTo(settings.floor()) < 0;
    }

    private static Set<CasePart> opened(Optional<Activity.Consideration> look) {
        return look.map(Activity.Consideration::looked).orElse(Set.of());
    }

    /** The page after a submitted form. */
    private void answer(Context context, Function<CaseFile, CaseReply> reply) {
        long seen = desk.queue().changeNumber();
        CaseFile file = file(context);
        page(context, file, seen, reply.apply(file));
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
                .filter(candidate -> candidate != CasePart.CONTENT && candidate != CasePart.AMENDMENT)
                .orElseThrow(BadRequestResponse::new);
        desk.activity().lookedAt(reviewer(context), caseId(context), part);
        if (context.formParam(RATIONALE) == null) {
            backToCase(context, "?open=" + part.word() + "#part-" + part.word());
        } else {
            answer(context, file -> typed(context, file));
        }
    }

    /** Keeps the input of a form whose button opens a part; without script it would be lost. */
    private static CaseReply typed(Context context, CaseFile file) {
        return context.formParam("digest") == null
                ? CaseReply.agreement(file, rationale(context), Set.of())
                : CaseReply.draft(Draft.of(context), Set.of(), null);
    }

    private static String rationale(Context context) {
        return Optional.ofNullable(context.formParam(RATIONALE)).orElse("").strip();
    }

    /** A sign of life; answers with the seconds counted so far. */
    void present(Context context) {
        desk.activity().present(reviewer(context), caseId(context));
        context.result(Long.toString(desk.activity()
                .consideration(reviewer(context), caseId(context))
                .map(look -> look.active().toSeconds())
                .orElse(0L)));
    }

    /** Shows the content once; each further request is recorded again. */
    void unmask(Context context) {
        answer(
                context,
                file -> typed(context, file).withContent(desk.files().unmask(reviewer(context), caseId(context))));
    }

    /** Shows once the content that the pending verdict would put in place. */
    void openAmendment(Context context) {
        answer(
                context,
                file -> typed(context, file)
                        .withAmendment(
                                desk.verdicts().openAmendment(reviewer(context), caseId(context), verdictId(context))));
    }

    void preview(Context context) {
        Draft draft = Draft.of(context);
        answer(context, file -> preview(context, file, draft));
    }

    private CaseReply preview(Context context, CaseFile file, Draft draft) {
        VerdictOutcome outcome = draft.outcome();
        if (outcome == null || draft.faults(file, opened(look(context))).contains(Draft.Fault.CLASSIFICATION)) {
            context.status(HttpStatus.UNPROCESSABLE_CONTENT);
            return CaseReply.draft(
                    draft, Set.of(outcome == null ? Draft.Fault.OUTCOME : Draft.Fault.CLASSIFICATION), null);
        }
        Preview preview = desk.files()
                .preview(
                        reviewer(context),
                        caseId(context),
                        outcome,
                        draft.classification(file),
                        draft.specialCategoryExcluded());
        desk.activity().lookedAt(reviewer(context), caseId(context), CasePart.OUTCOMES);
        return CaseReply.draft(draft, Set.of(), preview);
    }

    void verdict(Context context) {
        Draft draft = Draft.of(context);
        // A deciding reviewer is present. Without this sign of life, a look that was paused for long would begin again.
        desk.activity().present(reviewer(context), caseId(context));
        long seen = desk.queue().changeNumber();
        CaseFile file = file(context);
        Set<Draft.Fault> faults = draft.faults(file, opened(look(context)));
        if (isTooSoon(context)) {
            faults.add(Draft.Fault.TOO_SOON);
        }
        VerdictOutcome outcome = draft.outcome();
        if (outcome == null || !faults.isEmpty()) {
            context.status(HttpStatus.UNPROCESSABLE_CONTENT);
            page(context, file, seen, CaseReply.draft(draft, faults, null));
            return;
        }
        Submission submission =
                desk.verdicts().submit(reviewer(context), draft.verdict(file, outcome), ANSWER_PATIENCE);
        backToCase(context, "?verdict=" + submission.verdictId());
    }

    void confirm(Context context) {
        String agreement = rationale(context);
        desk.activity().present(reviewer(context), caseId(context));
        long seen = desk.queue().changeNumber();
        CaseFile file = file(context);
        Set<Draft.Fault> faults = faults(context, file, agreement);
        if (!faults.isEmpty()) {
            context.status(HttpStatus.UNPROCESSABLE_CONTENT);
            page(context, file, seen, CaseReply.agreement(file, agreement, faults));
            return;
        }
        try {
            Submission submission = desk.verdicts()
                    .confirm(reviewer(context), caseId(context), verdictId(context), agreement, ANSWER_PATIENCE);
            backToCase(context, "?verdict=" + submission.verdictId());
        } catch (AmendmentUnseen e) {
            context.status(HttpStatus.CONFLICT);
            page(context, file, seen, CaseReply.agreement(file, agreement, Set.of(Draft.Fault.AMENDMENT_UNSEEN)));
        }
    }

    private Set<Draft.Fault> faults(Context context, CaseFile file, String agreement) {
        Set<Draft.Fault> faults = EnumSet.noneOf(Draft.Fault.class);
        if (agreement.isEmpty()) {
            faults.add(Draft.Fault.AGREEMENT);
        }
        PendingVerdict pending = file.awaitingSecond();
        if (pending != null
                && pending.verdictId().equals(verdictId(context))
                && !CasePart.unopened(pending.outcome(), pending.amends(), opened(look(context)))
                        .isEmpty()) {
            faults.add(Draft.Fault.AGREEMENT_EVIDENCE);
        }
        if (isTooSoon(context)) {
            faults.add(Draft.Fault.TOO_SOON);
        }
        return faults;
    }

    private static String verdictId(Context context) {
        return Optional.ofNullable(context.formParam("verdictId")).orElse("");
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
