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

/** Pages to reject a campaign's cases: first the preview, then the reasons, then the result and the gate's answers. */
final class CampaignPages {

    private static final String PLAN = "campaign-plan";
    private static final String REJECTED = "campaigns-rejected";

    private final GateConfig.Review settings;
    private final ReviewDesk desk;
    private final Pages pages;

    CampaignPages(GateConfig.Review settings, ReviewDesk desk, Pages pages) {
        this.settings = settings;
        this.desk = desk;
        this.pages = pages;
    }

    void campaign(Context context) {
        if (context.queryParam("done") == null) {
            plan(context);
        } else {
            done(context);
        }
    }

    /** If the rejection is no longer known, the queue shows its results; a new plan would suggest a repetition. */
    private void done(Context context) {
        CampaignsRejected rejected = context.sessionAttribute(REJECTED);
        Optional<BulkReject.Done> done = rejected == null ? Optional.empty() : rejected.of(campaignId(context));
        if (done.isEmpty()) {
            context.redirect(pages.view(context).url(Route.QUEUE.path()), HttpStatus.SEE_OTHER);
            return;
        }
        BulkReject.Answers answers =
                desk.bulkReject().answers(AccessControl.of(context).reviewer(), done.get());
        pages.show(
                context,
                "campaign-done.jte",
                Map.of("campaignId", campaignId(context), "done", done.get(), "answers", answers));
    }

    private void plan(Context context) {
        BulkReject.Plan plan = desk.bulkReject().plan(AccessControl.of(context).reviewer(), campaignId(context));
        context.sessionAttribute(PLAN, plan);
        show(context, plan, "", false, false);
    }

    void reject(Context context) {
        Reviewer reviewer = AccessControl.of(context).reviewer();
        BulkReject.Plan plan = context.sessionAttribute(PLAN);
        if (plan == null || !plan.campaignId().equals(campaignId(context))) {
            plan(context); // nothing is rejected that the reviewer did not look at
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
        CampaignsRejected rejected = context.sessionAttribute(REJECTED);
        if (rejected == null) {
            rejected = new CampaignsRejected();
            context.sessionAttribute(REJECTED, rejected);
        }
        rejected.add(plan.campaignId(), done);
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
