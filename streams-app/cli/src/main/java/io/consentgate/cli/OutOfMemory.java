// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.run.GateRunner;

/** Recognises failures that only more memory or a restart can fix. */
final class OutOfMemory {

    private OutOfMemory() {}

    /** Whether the failure or one of its causes is an out-of-memory error. */
    static boolean isCauseOf(Throwable failure) {
        return GateRunner.Stop.of(failure) == GateRunner.Stop.OUT_OF_MEMORY;
    }
}
