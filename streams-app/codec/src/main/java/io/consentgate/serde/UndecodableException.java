// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

/**
 * These bytes can never become a record of the contract, as far as waiting in reason can tell.
 *
 * <p>Its message names schemas, fields and positions, never a value: it may be logged and put into headers. It
 * has no stack trace and no cause, for a cause's message could quote the payload and a flood of bad records must
 * stay cheap.
 */
public final class UndecodableException extends Exception {

    /** What is wrong; the names are public contract of the dead-letter headers. */
    public enum Reason {
        /** There is no value at all. */
        NULL_VALUE,
        /** The value has no bytes. */
        EMPTY,
        /** Neither a schema id header nor magic byte and id, or a schema that is not Avro. */
        NOT_THE_FORMAT,
        /** A healthy registry says that it does not have the schema. */
        UNKNOWN_SCHEMA,
        /** A healthy registry does not give this schema: it refuses or fails, and gives others. */
        UNRESOLVABLE_SCHEMA,
        /** A well-formed record, but not of the type that belongs on the topic. */
        WRONG_RECORD_TYPE,
        /** The writer's schema cannot be read as the contract's: a required field is missing or of another type. */
        INCOMPATIBLE_SCHEMA,
        /** Truncated, malformed, or followed by bytes that belong to nothing. */
        CORRUPT,
        /** A consent record that says more of one person than is taken. */
        TOO_MANY_ENTRIES
    }

    private final Reason reason;

    UndecodableException(Reason reason, String detail) {
        super(reason + ": " + detail, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
