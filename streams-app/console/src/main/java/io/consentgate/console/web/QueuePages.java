// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.QueuePage;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.console.cases.Reviewer;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The queue of waiting cases, most urgent first. */
final class QueuePages {

    private static final int PAGE = 50;

    private final ReviewDesk desk;
    private final Pages pages;
    private final Origins origins;

    QueuePages(ReviewDesk desk, Pages pages, Origins origins) {
        this.desk = desk;
        this.pages = pages;
        this.origins = origins;
    }

    void home(Context context) {
        context.redirect(origins.base() + Route.QUEUE.path(), HttpStatus.SEE_OTHER);
    }

    void queue(Context context) {
        QueueQuery query = QueueQuery.of(context);
        Reviewer reviewer = AccessControl.of(context).reviewer();
        List<CaseSummary> mine = reviewer.mayDecide() ? desk.claims().heldBy(reviewer) : List.of();
        pages.show(
                context,
                "queue.jte",
                Map.of(
                        "query", query,
                        "page", page(query),
                        "mine", mine,
                        "progress", desk.progress(),
                        "empty", "true".equals(context.queryParam("nothing-left"))));
    }

    private QueuePage page(QueueQuery query) {
        try {
            return desk.queue().page(query.filter(), query.sort(), query.cursor(), PAGE);
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse();
        }
    }

    /** Claims the most urgent unclaimed case, and opens it. */
    void next(Context context) {
        Reviewer reviewer = AccessControl.of(context).reviewer();
        Optional<CaseSummary> taken = desk.takeNext(QueueQuery.of(context).filter(), reviewer);
        String found = taken.map(each -> "/cases/" + each.caseId()).orElse(Route.QUEUE.path() + "?nothing-left=true");
        context.redirect(origins.base() + found, HttpStatus.SEE_OTHER);
    }
}
