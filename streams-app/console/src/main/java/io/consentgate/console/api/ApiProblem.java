// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.consentgate.console.cases.AmendmentUnseen;
import io.consentgate.console.cases.CaseClosed;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.ClaimHeld;
import io.consentgate.console.cases.LogUnavailable;
import io.consentgate.console.cases.NoSuchCase;
import io.consentgate.console.cases.NotAllowed;
import io.consentgate.console.cases.ReviewProblem;
import io.consentgate.console.json.ReviewJson;
import io.javalin.http.Context;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An error as {@code application/problem+json} (RFC 9457).
 *
 * @param title a stable code
 * @param detail for people
 */
record ApiProblem(int status, String title, String detail) {

    static ApiProblem badRequest(String detail) {
        return new ApiProblem(400, "bad-request", detail);
    }

    /** @param unopened empty when the reviewer has opened no part at all, and any part would suffice */
    static ApiProblem evidenceUnopened(Set<CasePart> unopened) {
        return new ApiProblem(
                409,
                "evidence-unopened",
                "The gate would refuse it, so nothing was published. Open first: "
                        + (unopened.isEmpty()
                                ? "the case, and any part of it"
                                : unopened.stream().map(CasePart::word).collect(Collectors.joining(", ")))
                        + ".");
    }

    static ApiProblem of(ReviewProblem problem) {
        String detail = String.valueOf(problem.getMessage());
        if (problem instanceof ClaimHeld) {
            return new ApiProblem(409, "claim-held", detail);
        }
        if (problem instanceof CaseClosed) {
            return new ApiProblem(409, "case-closed", detail);
        }
        if (problem instanceof AmendmentUnseen) {
            return new ApiProblem(409, "amendment-unseen", detail);
        }
        if (problem instanceof NotAllowed) {
            return new ApiProblem(403, "forbidden", detail);
        }
        if (problem instanceof LogUnavailable) {
            return new ApiProblem(503, "log-unavailable", detail);
        }
        if (problem instanceof NoSuchCase) {
            return new ApiProblem(404, "no-such-case", detail);
        }
        return new ApiProblem(500, "unexpected", detail);
    }

    void write(Context context) throws JsonProcessingException {
        context.status(status)
                .contentType("application/problem+json")
                .result(ReviewJson.mapper().writeValueAsBytes(this));
    }
}
