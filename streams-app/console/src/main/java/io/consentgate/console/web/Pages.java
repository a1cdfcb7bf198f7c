// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.Utf8ByteOutput;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Renders pages in the reader's language. Thread-safe. */
final class Pages {

    static final String SHORTCUTS_COOKIE = "consent-gate-shortcuts";

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Origins origins;
    private final ZoneId zone;
    private final Clock clock;
    private final boolean demo;

    Pages(Origins origins, ZoneId zone, Clock clock, boolean demo) {
        this.origins = origins;
        this.zone = zone;
        this.clock = clock;
        this.demo = demo;
    }

    /** Answers with a page. */
    void show(Context context, String template, Map<String, ?> matter) {
        SecurityHeaders.forbidStoring(context);
        Utf8ByteOutput output = new Utf8ByteOutput();
        View view = view(context);
        render(template, view, matter, output);
        context.contentType("text/html; charset=utf-8")
                .header("Content-Language", view.lang())
                .result(output.toByteArray());
    }

    /** Renders a part of a page. */
    void render(String template, View view, Map<String, ?> matter, TemplateOutput output) {
        Map<String, Object> parameters = new LinkedHashMap<>(matter);
        parameters.put("view", view);
        templates.render(template, parameters, output);
    }

    View view(Context context) {
        Language language = Language.of(context);
        Optional<Sessions.Signed> signed = AccessControl.signed(context);
        String query = context.queryString();
        String path = context.path().substring(origins.base().length());
        return new View(
                Texts.in(language),
                language,
                zone,
                clock.instant(),
                origins.base(),
                query == null ? path : path + "?" + query,
                signed.map(Sessions.Signed::staff).orElse(null),
                signed.map(Sessions.Signed::token).orElse(""),
                new View.SessionTimes(signed.map(Sessions.Signed::left).orElse(Duration.ZERO), Sessions.WARNING),
                !"off".equals(context.cookie(SHORTCUTS_COOKIE)),
                demo,
                Assets.VERSION);
    }
}
