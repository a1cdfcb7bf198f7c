// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import java.io.Serial;
import java.util.List;

/** The cluster does not meet the gate's requirements. The message lists every finding with its remedy. */
public final class PreflightFailed extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    PreflightFailed(List<String> errors) {
        super("The gate does not start:" + System.lineSeparator() + "- "
                + String.join(System.lineSeparator() + "- ", errors));
    }
}
