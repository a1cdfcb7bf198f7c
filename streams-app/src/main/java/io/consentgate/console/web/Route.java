// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.EnumSet;
import java.util.Set;

/** Every page and act of the console, and who may take it. The JSON API has a table of its own. */
enum Route {
    HEALTH(HandlerType.GET, "/health", Access.OPEN),
    ASSET(HandlerType.GET, "/assets/{name}", Access.OPEN),
    SIGN_IN(HandlerType.GET, "/sign-in", Access.OPEN),
    SIGN_IN_DEMO(HandlerType.POST, "/sign-in", Access.OPEN),
    SIGN_IN_CALLBACK(HandlerType.GET, "/sign-in/callback", Access.OPEN),
    SIGNED_OUT(HandlerType.GET, "/signed-out", Access.OPEN),
    SIGN_OUT(HandlerType.POST, "/sign-out", Access.STAFF),
    SESSION(HandlerType.GET, "/session", Access.STAFF),
    SESSION_EXTEND(HandlerType.POST, "/session", Access.STAFF),
    SHORTCUTS(HandlerType.POST, "/shortcuts", Access.STAFF),

    HOME(HandlerType.GET, "/", Access.STAFF),
    QUEUE(HandlerType.GET, "/queue", Access.STAFF),
    QUEUE_LIVE(HandlerType.GET, "/queue/live", Access.STAFF),
    QUEUE_NEXT(HandlerType.POST, "/queue/next", Access.DECIDES),

    CASE(HandlerType.GET, "/cases/{caseId}", Access.STAFF),
    CASE_LIVE(HandlerType.GET, "/cases/{caseId}/live", Access.STAFF),
    CASE_CLAIM(HandlerType.POST, "/cases/{caseId}/claim", Access.DECIDES),
    CASE_RELEASE(HandlerType.POST, "/cases/{caseId}/release", Access.DECIDES),
    CASE_TAKE_OVER(HandlerType.POST, "/cases/{caseId}/take-over", Access.CONFIRMS),
    CASE_PART(HandlerType.POST, "/cases/{caseId}/parts/{part}", Access.STAFF),
    CASE_PRESENT(HandlerType.POST, "/cases/{caseId}/present", Access.STAFF),
    CASE_PREVIEW(HandlerType.POST, "/cases/{caseId}/preview", Access.DECIDES),
    CASE_VERDICT(HandlerType.POST, "/cases/{caseId}/verdict", Access.DECIDES),
    CASE_CONFIRM(HandlerType.POST, "/cases/{caseId}/confirm", Access.CONFIRMS),
    CASE_CONTENT(HandlerType.POST, "/cases/{caseId}/content", Access.DECIDES),
    CASE_AUDIT(HandlerType.POST, "/cases/{caseId}/audit", Access.STAFF),

    CAMPAIGN(HandlerType.GET, "/campaigns/{campaignId}/reject", Access.DECIDES),
    CAMPAIGN_REJECT(HandlerType.POST, "/campaigns/{campaignId}/reject", Access.DECIDES),

    SEARCH(HandlerType.GET, "/search", Access.STAFF),
    SEARCH_FIND(HandlerType.POST, "/search", Access.STAFF),
    SUBJECT(HandlerType.GET, "/subjects/{subjectId}", Access.STAFF),
    SUBJECT_AUDIT(HandlerType.POST, "/subjects/{subjectId}/audit", Access.STAFF),

    FIGURES(HandlerType.GET, "/figures", Access.STAFF),
    ENFORCED(HandlerType.GET, "/enforced", Access.STAFF);

    /** What a page asks by itself: no sign that its reader is there. */
    private static final Set<Route> LISTENING = EnumSet.of(SESSION, QUEUE_LIVE, CASE_LIVE);

    private final HandlerType method;
    private final String path;
    private final Access access;

    Route(HandlerType method, String path, Access access) {
        this.method = method;
        this.path = path;
        this.access = access;
    }

    HandlerType method() {
        return method;
    }

    /** As Javalin has it, with names in braces. */
    String path() {
        return path;
    }

    Access access() {
        return access;
    }

    /** Whether the request comes from a page that only listens. To be asked before the route itself is known. */
    static boolean listens(Context context) {
        return LISTENING.stream()
                .anyMatch(route -> route.method.equals(context.method())
                        && context.path().endsWith(route.path.substring(route.path.lastIndexOf('/'))));
    }
}
