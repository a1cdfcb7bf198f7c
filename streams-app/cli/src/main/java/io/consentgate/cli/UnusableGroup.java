// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import java.io.Serial;

/**
 * A consumer group does not show which records it left unread. The message names the group, the reason and the remedy.
 */
final class UnusableGroup extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnusableGroup(String message) {
        super(message);
    }
}
