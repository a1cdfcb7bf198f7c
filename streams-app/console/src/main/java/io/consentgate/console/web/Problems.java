// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.AmendmentUnseen;
import io.consentgate.console.cases.CaseClosed;
import io.consentgate.console.cases.ClaimHeld;
import io.consentgate.console.cases.LogUnavailable;
import io.consentgate.console.cases.NoSuchCase;
import io.consentgate.console.cases.NotAllowed;
import io.consentgate.console.cases.ReviewProblem;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows errors as pages that say what to do instead. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final Pages pages;
    private final AccessControl access;
    private final SignInPages signIn;

    Problems(Pages pages, AccessControl access, SignInPages signIn) {
        this.pages = pages;
        this.access = access;
        this.signIn = signIn;
    }

    void explain(RoutesConfig routes) {
        routes.exception(UnauthorizedResponse.class, (e, context) -> unauthorized(context));
        routes.exception(HttpResponseException.class, (e, context) -> answer(context, e.getStatus(), reason(e), ""));
        routes.exception(ReviewProblem.class, (e, context) -> reviewProblem(e, context));
        // An invalid charset named in a form, which fails deep in the server.
        routes.exception(IllegalCharsetNameException.class, (e, context) -> malformed(context));
        routes.exception(UnsupportedCharsetException.class, (e, context) -> malformed(context));
        routes.exception(Exception.class, (e, context) -> failed(e, context));
        routes.error(HttpStatus.NOT_FOUND.getCode(), context -> {
            if (context.resultInputStream() == null || context.contentType() == null || isPlain(context)) {
                answer(context, HttpStatus.NOT_FOUND.getCode(), "not-found", "");
            }
        });
    }

    private static boolean isPlain(Context context) {
        return String.valueOf(context.res().getContentType()).startsWith("text/plain");
    }

    private void unauthorized(Context context) {
        if (access.isApi(context)) {
            context.header("WWW-Authenticate", "Bearer");
            answer(context, HttpStatus.UNAUTHORIZED.getCode(), "sign-in", "");
        } else {
            signIn.askToSignIn(context);
        }
    }

    private static String reason(HttpResponseException e) {
        return switch (e.getStatus()) {
            case 403 -> "csrf".equals(e.getMessage()) ? "stale-form" : "forbidden";
            case 404 -> "not-found";
            case 421 -> "wrong-name";
            default -> e.getStatus() < 500 ? "bad-request" : "unexpected";
        };
    }

    private void reviewProblem(ReviewProblem problem, Context context) {
        if (problem instanceof ClaimHeld held) {
            answer(context, 409, "claim-held", held.claim().holder());
        } else if (problem instanceof CaseClosed) {
            answer(context, 409, "case-closed", "");
        } else if (problem instanceof AmendmentUnseen) {
            answer(context, 409, "amendment-unseen", "");
        } else if (problem instanceof NotAllowed) {
            answer(context, 403, "forbidden", "");
        } else if (problem instanceof NoSuchCase) {
            answer(context, 404, "no-such-case", "");
        } else if (problem instanceof LogUnavailable) {
            LOG.warn("A reviewer was told to try again. {}", problem.getMessage());
            answer(context, 503, "log-unavailable", "");
        }
    }

    private void malformed(Context context) {
        answer(context, HttpStatus.BAD_REQUEST.getCode(), "bad-request", "");
    }

    private void failed(Exception failure, Context context) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException refused
                    && refused.getCode() < HttpStatus.INTERNAL_SERVER_ERROR.getCode()) {
                // The server's error for a body that contradicts its headers.
                answer(context, refused.getCode(), "bad-request", "");
                return;
            }
        }
        unexpected(failure, context);
    }

    private void unexpected(Exception failure, Context context) {
        String incident = UUID.randomUUID().toString();
        LOG.error(
                "A page of the console failed; incident {}, {} {}",
                incident,
                context.method(),
                route(context),
                failure);
        answer(context, 500, "unexpected", incident);
    }

    /** The pattern of the path; the path itself may name a person. */
    private static String route(Context context) {
        return context.endpoint().path;
    }

    private void answer(Context context, int status, String problem, String detail) {
        context.status(status);
        if (access.isApi(context)) {
            context.contentType("application/problem+json")
                    .result("{\"status\":" + status + ",\"title\":\"" + problem + "\"}");
            return;
        }
        pages.show(context, "problem.jte", Map.of("problem", problem, "detail", detail));
    }
}
