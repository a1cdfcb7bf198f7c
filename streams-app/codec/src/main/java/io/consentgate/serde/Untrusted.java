// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import org.jspecify.annotations.Nullable;

/**
 * What it means when work on a schema or a value fails that somebody else wrote. Whatever is thrown is the data's fault:
 * an error of the Avro library or of a configured class on these bytes comes again on every attempt, and would end the
 * thread at every start. Only the JVM's own failures pass, since they say nothing of the data.
 *
 * <p>To be used as {@code catch (Throwable e) { throw Untrusted.inValue(e); }}.
 */
final class Untrusted {

    private Untrusted() {}

    /**
     * Of reading, or planning to read, a schema.
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

    /** Of reading a value by a schema that could be planned for. */
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
     * Of a deserializer of somebody else. What is no proof of bad data may be the registry's failure.
     *
     * @throws RegistryUnavailable where the data is not proven bad
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
