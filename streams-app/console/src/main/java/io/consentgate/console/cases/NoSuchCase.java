// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.io.Serial;

/** No such case, person or verdict is known here, or nothing of it can be shown any more. */
public final class NoSuchCase extends ReviewProblem {

    @Serial
    private static final long serialVersionUID = 1L;

    public NoSuchCase(String message) {
        super(message);
    }
}
