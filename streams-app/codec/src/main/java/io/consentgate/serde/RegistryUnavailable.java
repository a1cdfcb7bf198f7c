// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import org.jspecify.annotations.Nullable;

/**
 * The registry could not be asked, or what it answered proves nothing about the data; to be waited for.
 *
 * <p>The message names the registry's host and the remedy, never credentials.
 */
public final class RegistryUnavailable extends RuntimeException {

    /** Why there is no answer. */
    public enum Kind {
        /** Connection refused, time-out, overload or an error of its own: it is likely to pass. */
        UNREACHABLE,
        /** The credentials (401, 403) or a schema of ours was refused: an operator has to act; until then all waits. */
        REFUSED,
        /** Something answered that is not a registry, or not in its language: an operator should check the URL. */
        UNEXPECTED_ANSWER,
        /** A serializer or deserializer of somebody else failed, and nobody can say why: an operator has to find out. */
        UNEXPLAINED,
        /** The registry is well, but does not give one schema so far. Who waits for it learns what that means in bounded time. */
        WITHHELD,
        /** The waiting thread was interrupted or is being shut down. */
        INTERRUPTED;

        /** Whether waiting alone is unlikely to help. */
        public boolean needsOperator() {
            return this == REFUSED || this == UNEXPECTED_ANSWER || this == UNEXPLAINED;
        }

        /** Whether it may be so for the schema that was asked for, and not for others. */
        boolean mayConcernOneSchema() {
            return this == UNREACHABLE || this == REFUSED || this == UNEXPECTED_ANSWER;
        }
    }

    private final Kind kind;

    public RegistryUnavailable(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
