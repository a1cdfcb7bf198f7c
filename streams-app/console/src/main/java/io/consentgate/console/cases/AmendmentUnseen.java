// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.io.Serial;

/**
 * The verdict would replace the event's content, and the confirming reviewer has not opened the new content. They must
 * open it first.
 */
public final class AmendmentUnseen extends ReviewProblem {

    @Serial
    private static final long serialVersionUID = 1L;

    public AmendmentUnseen(String message) {
        super(message);
    }
}
