// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import org.jspecify.annotations.Nullable;

/**
 * Classifies failures of work on a foreign schema or value. Everything thrown counts as bad data. An error of Avro or
 * of a configured class on these bytes would come again on every attempt, and end the thread at every start. Only the
 * JVM's own failures pass, since they say nothing about the data.
 *
 * <p>Use as {@code catch (Throwable e) { throw Untrusted.inValue(e); }}.
 */
final class Untrusted {

    private Untrusted() {}

    /**
     * For failures to read a schema, or to plan reading with it.
     *
     * @param what names the schema
     */
    static UndecodableException inSchema(String what, Throwable failure) {
        UndecodableException proven = known(failure);
        if (proven != null) {
            return proven;
        }
        String kind = failure instanceof StackOverflowError
                ? "types too deep within each other"
                : failure.getClass().getSimpleName();
        return new UndecodableException(
                UndecodableException.Reason.INCOMPATIBLE_SCHEMA,
                what + " is not a schema that Avro can read by (" + kind + ")");
    }

    /** For failures to read a value whose schema could be planned. */
    static UndecodableException inValue(Throwable failure) {
        UndecodableException proven = known(failure);
        if (proven != null) {
            return proven;
        }
        return corrupt(
                failure instanceof StackOverflowError
                        ? "the Avro payload holds values too deep within each other"
                        : "the Avro payload is malformed (" + failure.getClass().getSimpleName() + ")");
    }

    /**
     * For failures of a foreign deserializer. A failure that does not prove bad data may come from the registry.
     *
     * @throws RegistryUnavailable when the data is not proven bad
     */
    static UndecodableException inForeignClass(Throwable failure) {
        return failure instanceof RuntimeException e ? ForeignFailure.proven(e) : inValue(failure);
    }

    private static @Nullable UndecodableException known(Throwable failure) {
        if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
            throw fatal;
        }
        if (failure instanceof RegistryUnavailable unavailable) {
            throw unavailable;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UndecodableException own) {
                return own;
            }
        }
        return null;
    }

    private static UndecodableException corrupt(String detail) {
        return new UndecodableException(UndecodableException.Reason.CORRUPT, detail);
    }
}
