// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.config.EnforcedSettings;
import io.consentgate.config.GateConfig;
import io.consentgate.console.cases.GateSettings;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.ReviewerFigures;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What reviewers did, in figures, and what is enforced on them and on the events. */
final class OversightPages {

    private static final int DEFAULT_DAYS = 30;

    private final GateConfig config;
    private final ReviewDesk desk;
    private final Pages pages;

    OversightPages(GateConfig config, ReviewDesk desk, Pages pages) {
        this.config = config;
        this.desk = desk;
        this.pages = pages;
    }

    void figures(Context context) {
        Reviewer reviewer = AccessControl.of(context).reviewer();
        View view = pages.view(context);
        int days = days(context);
        Instant since = view.now().minus(Duration.ofDays(days));
        List<ReviewerFigures> figures = Access.OVERSEES.isOpenTo(reviewer)
                ? desk.figures().all(since)
                : List.of(desk.figures().of(reviewer.id(), since));
        pages.show(context, "figures.jte", Map.of("figures", figures, "days", days, "enforced", config.review()));
    }

    private static int days(Context context) {
        String days = context.queryParam("days");
        return "7".equals(days) ? 7 : "90".equals(days) ? 90 : DEFAULT_DAYS;
    }

    void enforced(Context context) {
        Map<String, @Nullable Object> settings = new HashMap<>(
                Map.of("review", config.review(), "policy", config.policy(), "clearance", config.clearance()));
        GateSettings gate = desk.gateSettings();
        String digest = EnforcedSettings.digest(config);
        settings.put("differedAt", gate.differedAt(digest).orElse(null));
        settings.put("agreedAt", gate.agreedAt(digest).orElse(null));
        pages.show(context, "enforced.jte", settings);
    }
}
