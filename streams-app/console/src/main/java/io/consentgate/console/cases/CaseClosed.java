// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.io.Serial;

/** The case has ended. Its file shows how. */
public final class CaseClosed extends ReviewProblem {

    @Serial
    private static final long serialVersionUID = 1L;

    public CaseClosed(String message) {
        super(message);
    }
}
