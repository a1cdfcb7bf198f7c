// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.io.Serial;

/** There is no such case, person or verdict here, or nothing of it can be shown any more. */
public final class NoSuchCase extends ReviewProblem {

    @Serial
    private static final long serialVersionUID = 1L;

    public NoSuchCase(String message) {
        super(message);
    }
}
