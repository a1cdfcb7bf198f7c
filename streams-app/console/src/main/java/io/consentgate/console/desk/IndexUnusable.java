// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The index's folder cannot be used; the message says why and what to do. */
public final class IndexUnusable extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean inUse;

    private IndexUnusable(String message, boolean inUse, @Nullable Throwable cause) {
        super(message, cause);
        this.inUse = inUse;
    }

    static IndexUnusable notWritable(String message, Throwable cause) {
        return new IndexUnusable(message, false, cause);
    }

    static IndexUnusable inUse(String message, @Nullable Throwable cause) {
        return new IndexUnusable(message, true, cause);
    }

    /** Whether a retry may help: another console uses the folder, and may be about to stop. */
    public boolean isInUse() {
        return inUse;
    }
}
