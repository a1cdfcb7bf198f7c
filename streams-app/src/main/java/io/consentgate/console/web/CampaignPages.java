// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.config.GateConfig;
import io.consentgate.console.cases.BulkReject;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.console.cases.Reviewer;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Rejecting what a campaign has in the queue: first what it would be, then the reasons, then the deed and its answers. */
final class CampaignPages {

    private static final String PLAN = "campaign-plan";
    private static final String DONE = "campaign-done";

    private final GateConfig.Review settings;
    private final ReviewDesk desk;
    private final Pages pages;

    CampaignPages(GateConfig.Review settings, ReviewDesk desk, Pages pages) {
        this.settings = settings;
        this.desk = desk;
        this.pages = pages;
    }

    /** What was done, for as long as the session lasts. */
    private record Deed(String campaignId, BulkReject.Done done) {}

    void plan(Context context) {
        Deed deed = context.sessionAttribute(DONE);
        if (context.queryParam("done") != null
                && deed != null
                && deed.campaignId().equals(campaignId(context))) {
            BulkReject.Answers answers =
                    desk.bulkReject().answers(AccessControl.of(context).reviewer(), deed.done());
            pages.show(
                    context,
                    "campaign-done.jte",
                    Map.of("campaignId", deed.campaignId(), "done", deed.done(), "answers", answers));
            return;
        }
        BulkReject.Plan plan = desk.bulkReject().plan(AccessControl.of(context).reviewer(), campaignId(context));
        context.sessionAttribute(PLAN, plan);
        show(context, plan, "", false, false);
    }

    void reject(Context context) {
        Reviewer reviewer = AccessControl.of(context).reviewer();
        BulkReject.Plan plan = context.sessionAttribute(PLAN);
        if (plan == null || !plan.campaignId().equals(campaignId(context))) {
            plan(context); // nothing is rejected that was not looked at
            return;
        }
        String rationale =
                Optional.ofNullable(context.formParam("rationale")).orElse("").strip();
        boolean tooSoon = looked(context, plan).compareTo(settings.floor()) < 0;
        if (rationale.isEmpty() || tooSoon) {
            context.status(HttpStatus.UNPROCESSABLE_CONTENT);
            show(context, plan, rationale, rationale.isEmpty(), tooSoon);
            return;
        }
        BulkReject.Done done = desk.bulkReject().reject(reviewer, plan, rationale);
        context.sessionAttribute(PLAN, null);
        context.sessionAttribute(DONE, new Deed(plan.campaignId(), done));
        context.redirect(
                pages.view(context).url("/campaigns/", plan.campaignId(), "/reject?done"), HttpStatus.SEE_OTHER);
    }

    /** In whole seconds, as the verdicts will state it. */
    private Duration looked(Context context, BulkReject.Plan plan) {
        return Duration.ofSeconds(
                Duration.between(plan.openedAt(), pages.view(context).now()).toSeconds());
    }

    private void show(
            Context context, BulkReject.Plan plan, String rationale, boolean rationaleMissing, boolean tooSoon) {
        pages.show(
                context,
                "campaign.jte",
                Map.of(
                        "plan", plan,
                        "rationale", rationale,
                        "rationaleMissing", rationaleMissing,
                        "tooSoon", tooSoon,
                        "looked", looked(context, plan),
                        "floor", settings.floor()));
    }

    private static String campaignId(Context context) {
        return context.pathParam("campaignId");
    }
}
