// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

/**
 * A task's consent state lacks records that its committed position covers. An objection or a withdrawal may be missing.
 * Only an operator can have the records read again. The message says where, and how.
 */
public final class StateBehind extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    StateBehind(String message) {
        super(message);
    }
}
