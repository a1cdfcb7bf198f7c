// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import java.io.Serial;

/** A consumer group does not tell what was left unread. The message names it, says why, and what to do. */
final class UnusableGroup extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnusableGroup(String message) {
        super(message);
    }
}
