// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import java.io.Serial;

/** The review console refused the request, or did not answer. */
final class ConsoleProblem extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    ConsoleProblem(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
