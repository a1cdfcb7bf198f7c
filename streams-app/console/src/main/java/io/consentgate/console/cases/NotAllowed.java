// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.io.Serial;

/** The reviewer's roles do not allow the act, or another reviewer must do it. */
public final class NotAllowed extends ReviewProblem {

    @Serial
    private static final long serialVersionUID = 1L;

    public NotAllowed(String message) {
        super(message);
    }
}
