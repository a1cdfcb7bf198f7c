// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import java.io.Serial;

/** A record cannot be stepped over, or need not be: the operator has to name another, or none. */
public final class SkipRefused extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public SkipRefused(String message) {
        super(message);
    }
}
