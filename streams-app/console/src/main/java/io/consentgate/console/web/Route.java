// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Every page and action of the console, with its access. The JSON API has its own table. */
enum Route {
    HEALTH(Method.GET, "/health", Access.OPEN),
    ASSET(Method.GET, "/assets/{name}", Access.OPEN),
    SIGN_IN(Method.GET, "/sign-in", Access.OPEN),
    SIGN_IN_DEMO(Method.POST, "/sign-in", Access.OPEN),
    SIGN_IN_CALLBACK(Method.GET, "/sign-in/callback", Access.OPEN),
    SIGNED_OUT(Method.GET, "/signed-out", Access.OPEN),
    SIGN_OUT(Method.POST, "/sign-out", Access.SIGNED_IN),
    SESSION(Method.GET, "/session", Access.STAFF),
    SESSION_EXTEND(Method.POST, "/session", Access.STAFF),
    SHORTCUTS(Method.POST, "/shortcuts", Access.STAFF),

    HOME(Method.GET, "/", Access.STAFF),
    QUEUE(Method.GET, "/queue", Access.STAFF),
    QUEUE_LIVE(Method.GET, "/queue/live", Access.STAFF),
    QUEUE_NEXT(Method.POST, "/queue/next", Access.DECIDES),

    CASE(Method.GET, "/cases/{caseId}", Access.STAFF),
    CASE_LIVE(Method.GET, "/cases/{caseId}/live", Access.STAFF),
    CASE_CLAIM(Method.POST, "/cases/{caseId}/claim", Access.DECIDES),
    CASE_RELEASE(Method.POST, "/cases/{caseId}/release", Access.DECIDES),
    CASE_TAKE_OVER(Method.POST, "/cases/{caseId}/take-over", Access.CONFIRMS),
    CASE_PART(Method.POST, "/cases/{caseId}/parts/{part}", Access.STAFF),
    CASE_PRESENT(Method.POST, "/cases/{caseId}/present", Access.STAFF),
    CASE_PREVIEW(Method.POST, "/cases/{caseId}/preview", Access.DECIDES),
    CASE_VERDICT(Method.POST, "/cases/{caseId}/verdict", Access.DECIDES),
    CASE_CONFIRM(Method.POST, "/cases/{caseId}/confirm", Access.CONFIRMS),
    CASE_CONTENT(Method.POST, "/cases/{caseId}/content", Access.DECIDES),
    CASE_AMENDMENT(Method.POST, "/cases/{caseId}/amendment", Access.DECIDES),
    CASE_AUDIT(Method.POST, "/cases/{caseId}/audit", Access.STAFF),

    CAMPAIGN(Method.GET, "/campaigns/{campaignId}/reject", Access.DECIDES),
    CAMPAIGN_REJECT(Method.POST, "/campaigns/{campaignId}/reject", Access.DECIDES),

    SEARCH(Method.GET, "/search", Access.STAFF),
    SEARCH_FIND(Method.POST, "/search", Access.STAFF),
    SUBJECT(Method.GET, "/subjects/{subjectId}", Access.STAFF),
    SUBJECT_AUDIT(Method.POST, "/subjects/{subjectId}/audit", Access.STAFF),

    FIGURES(Method.GET, "/figures", Access.STAFF),
    ENFORCED(Method.GET, "/enforced", Access.STAFF),
    RULES(Method.GET, "/rules", Access.STAFF);

    private enum Method {
        GET,
        POST
    }

    /** Requests that a page makes by itself: no sign that its reader is present. */
    private static final Set<Route> LISTENING = EnumSet.of(SESSION, QUEUE_LIVE, CASE_LIVE);

    /** Requests that a page sends in the background of its reader's actions; the answer is not shown as a page. */
    private static final Set<Route> IN_BACKGROUND =
            EnumSet.of(SESSION, SESSION_EXTEND, CASE_PRESENT, QUEUE_LIVE, CASE_LIVE);

    private final Method method;
    private final String path;
    private final Pattern requests;
    private final Access access;

    Route(Method method, String path, Access access) {
        this.method = method;
        this.path = path;
        this.requests = Pattern.compile(path.replaceAll("\\{\\w+}", "[^/]+") + "/?");
        this.access = access;
    }

    HandlerType method() {
        return switch (method) {
            case GET -> HandlerType.GET;
            case POST -> HandlerType.POST;
        };
    }

    /** In Javalin's syntax, with names in braces. */
    String path() {
        return path;
    }

    Access access() {
        return access;
    }

    /** Whether the request comes from a page that only listens. For use before the route is known. */
    static boolean listens(Context context) {
        return isOneOf(LISTENING, context);
    }

    /** Whether a page's script made the request, so that no page must be shown. For use before the route is known. */
    static boolean isInBackground(Context context) {
        return isOneOf(IN_BACKGROUND, context);
    }

    private static boolean isOneOf(Set<Route> routes, Context context) {
        return routes.stream()
                .anyMatch(route -> route.method().equals(context.method())
                        && route.isAskedBy(context.contextPath(), context.path()));
    }

    /** Whether a request's path is this route's below the console's own, with or without a slash at its end. */
    boolean isAskedBy(String base, String requested) {
        return requested.startsWith(base)
                && requests.matcher(requested.substring(base.length())).matches();
    }
}
