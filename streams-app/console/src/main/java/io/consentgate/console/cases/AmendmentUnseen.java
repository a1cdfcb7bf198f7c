// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.io.Serial;

/** The verdict would replace the event's content, and whoever is to confirm it has not opened what by; open it first. */
public final class AmendmentUnseen extends ReviewProblem {

    @Serial
    private static final long serialVersionUID = 1L;

    public AmendmentUnseen(String message) {
        super(message);
    }
}
