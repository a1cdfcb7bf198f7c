// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.run.GateRunner;

/** Tells a failure that only more memory, or another start, can mend. */
final class OutOfMemory {

    private OutOfMemory() {}

    /** Whether it, or what caused it, is one. */
    static boolean isCauseOf(Throwable failure) {
        return GateRunner.Stop.of(failure) == GateRunner.Stop.OUT_OF_MEMORY;
    }
}
