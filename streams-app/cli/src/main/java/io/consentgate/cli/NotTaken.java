// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import java.io.Serial;

/** The brokers refused a record. The message says why. */
final class NotTaken extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    NotTaken(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
