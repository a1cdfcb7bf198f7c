// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import org.jspecify.annotations.Nullable;

/**
 * The registry could not be asked, or its answer proves nothing about the data. Callers should wait.
 *
 * <p>The message names the registry's host and the remedy, never credentials.
 */
public final class RegistryUnavailable extends RuntimeException {

    /** The reason for the missing answer. */
    public enum Kind {
        /** Connection refused, time-out, overload or an internal error: likely to pass. */
        UNREACHABLE,
        /**
         * The credentials (401, 403) or a schema of the gate was refused. An operator must act; until then, all records
         * wait.
         */
        REFUSED,
        /** The server is no registry, or speaks another protocol. An operator should check the URL. */
        UNEXPECTED_ANSWER,
        /** A foreign serializer or deserializer failed without a known reason. An operator must find out. */
        UNEXPLAINED,
        /** The registry works, but does not return one schema so far. The wait for this schema is limited. */
        WITHHELD,
        /** The waiting thread was interrupted or is being shut down. */
        INTERRUPTED;

        /** Whether waiting alone is unlikely to help. */
        public boolean needsOperator() {
            return this == REFUSED || this == UNEXPECTED_ANSWER || this == UNEXPLAINED;
        }

        /** Whether the problem may concern only the requested schema. */
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
