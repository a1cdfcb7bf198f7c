// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.AuditTrail;
import io.consentgate.console.cases.NoSuchCase;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.console.cases.QueuePage;
import io.consentgate.console.cases.QueueSort;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.console.cases.Reviewer;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a case or a person by id, and exports their record as a file. The search term is sent in the body of a form:
 * people type telephone numbers into search fields, and addresses end up in logs and histories.
 */
final class SearchPages {

    private final ReviewDesk desk;
    private final Pages pages;

    SearchPages(ReviewDesk desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    void form(Context context) {
        pages.show(context, "search.jte", Map.of("nothingFound", false));
    }

    void find(Context context) {
        String id = Optional.ofNullable(context.formParam("id")).orElse("").strip();
        if (!id.isEmpty() && desk.queue().find(id).isPresent()) {
            context.redirect(address(context, "/cases/", id), HttpStatus.SEE_OTHER);
        } else if (!id.isEmpty() && !cases(id, null).cases().isEmpty()) {
            context.redirect(address(context, "/subjects/", id), HttpStatus.SEE_OTHER);
        } else {
            context.status(HttpStatus.NOT_FOUND);
            pages.show(context, "search.jte", Map.of("nothingFound", true));
        }
    }

    private String address(Context context, String path, String id) {
        return pages.view(context).url(path, id);
    }

    void subject(Context context) {
        String subjectId = context.pathParam("subjectId");
        QueuePage page = cases(subjectId, context.queryParam("after"));
        if (page.counts().total() == 0) {
            throw new NoSuchCase("Nothing is known of that person");
        }
        pages.show(
                context,
                "subject.jte",
                Map.of(
                        "subjectId",
                        subjectId,
                        "page",
                        page,
                        "held",
                        desk.files().held(subjectId)));
    }

    private QueuePage cases(String id, @org.jspecify.annotations.Nullable String cursor) {
        try {
            return desk.queue().page(QueueFilter.search(id), QueueSort.NEWEST_FIRST, cursor, 100);
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse();
        }
    }

    void caseAudit(Context context) {
        Reviewer reviewer = AccessControl.of(context).reviewer();
        send(
                context,
                desk.auditTrail()
                        .ofCase(
                                reviewer,
                                context.pathParam("caseId"),
                                format(context),
                                Language.of(context).locale()));
    }

    void subjectAudit(Context context) {
        Reviewer reviewer = AccessControl.of(context).reviewer();
        send(
                context,
                desk.auditTrail()
                        .ofSubject(
                                reviewer,
                                context.pathParam("subjectId"),
                                format(context),
                                Language.of(context).locale()));
    }

    private static AuditTrail.Format format(Context context) {
        return Arrays.stream(AuditTrail.Format.values())
                .filter(format -> format.name().equals(context.formParam("format")))
                .findFirst()
                .orElseThrow(BadRequestResponse::new);
    }

    private static void send(Context context, AuditTrail.AuditFile file) {
        SecurityHeaders.forbidStoring(context);
        context.contentType(file.mediaType())
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + file.name().replaceAll("[^\\w.-]", "_") + "\"")
                .result(file.bytes());
    }
}
