// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.io.Serial;

/** Brokers or registry did not answer in time, or refused. Nothing was shown or done. Try again. */
public final class LogUnavailable extends ReviewProblem {

    @Serial
    private static final long serialVersionUID = 1L;

    public LogUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    public LogUnavailable(String message) {
        super(message);
    }
}
