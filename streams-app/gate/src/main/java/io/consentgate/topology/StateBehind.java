// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

/**
 * What a task holds of consent is not what its position says that it has read. An objection or a withdrawal may be missing
 * from it, and only an operator can have it read again. The message says where, and how.
 */
public final class StateBehind extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    StateBehind(String message) {
        super(message);
    }
}
