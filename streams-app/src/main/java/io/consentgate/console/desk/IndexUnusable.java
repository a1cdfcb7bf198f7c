// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The index's folder cannot be used; the message says why and what to do. */
public final class IndexUnusable extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    IndexUnusable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
