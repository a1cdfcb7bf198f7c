// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.io.Serial;

/** A reviewer's request cannot be fulfilled. Messages are English and hold no personal data. */
public abstract sealed class ReviewProblem extends RuntimeException
        permits NoSuchCase, CaseClosed, ClaimHeld, NotAllowed, AmendmentUnseen, LogUnavailable {

    @Serial
    private static final long serialVersionUID = 1L;

    ReviewProblem(String message) {
        super(message);
    }

    ReviewProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
