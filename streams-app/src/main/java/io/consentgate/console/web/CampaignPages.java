// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.BulkReject;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.console.cases.Reviewer;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.Optional;

/** Rejecting what a campaign has in the queue: first what it would be, then the reasons, then the deed. */
final class CampaignPages {

    private static final String PLAN = "campaign-plan";

    private final ReviewDesk desk;
    private final Pages pages;

    CampaignPages(ReviewDesk desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    void plan(Context context) {
        Reviewer reviewer = AccessControl.of(context).reviewer();
        BulkReject.Plan plan = desk.bulkReject().plan(reviewer, context.pathParam("campaignId"));
        context.sessionAttribute(PLAN, plan);
        show(context, plan, false);
    }

    void reject(Context context) {
        Reviewer reviewer = AccessControl.of(context).reviewer();
        BulkReject.Plan plan = context.sessionAttribute(PLAN);
        if (plan == null || !plan.campaignId().equals(context.pathParam("campaignId"))) {
            plan(context); // nothing is rejected that was not looked at
            return;
        }
        String rationale =
                Optional.ofNullable(context.formParam("rationale")).orElse("").strip();
        if (rationale.isEmpty()) {
            context.status(HttpStatus.UNPROCESSABLE_CONTENT);
            show(context, plan, true);
            return;
        }
        BulkReject.Done done = desk.bulkReject().reject(reviewer, plan, rationale);
        context.sessionAttribute(PLAN, null);
        pages.show(context, "campaign-done.jte", Map.of("campaignId", plan.campaignId(), "done", done));
    }

    private void show(Context context, BulkReject.Plan plan, boolean rationaleMissing) {
        pages.show(context, "campaign.jte", Map.of("plan", plan, "rationaleMissing", rationaleMissing));
    }
}
