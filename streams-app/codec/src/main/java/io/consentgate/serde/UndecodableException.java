// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

/**
 * The bytes can never become a record of the contract, as far as a reasonable wait can tell.
 *
 * <p>The message names schemas, fields and positions, never a value: it may be logged and put into headers. There is no
 * stack trace and no cause. A cause's message could quote the payload, and a flood of bad records must stay cheap.
 */
public final class UndecodableException extends Exception {

    /** The reason; its names are public contract of the dead-letter headers. */
    public enum Reason {
        /** The value is null. */
        NULL_VALUE,
        /** The value has no bytes. */
        EMPTY,
        /** Neither a schema id header nor magic byte and id, or a schema that is not Avro. */
        NOT_THE_FORMAT,
        /** A healthy registry says that it does not have the schema. */
        UNKNOWN_SCHEMA,
        /** A healthy registry does not return this schema: it refuses or fails, but returns others. */
        UNRESOLVABLE_SCHEMA,
        /** A well-formed record, but not of the type that belongs on the topic. */
        WRONG_RECORD_TYPE,
        /** The writer's schema cannot be read as the contract's: a required field is missing or of another type. */
        INCOMPATIBLE_SCHEMA,
        /** Truncated, malformed, or with bytes left over. */
        CORRUPT,
        /** A consent record with more entries than the gate accepts. */
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
