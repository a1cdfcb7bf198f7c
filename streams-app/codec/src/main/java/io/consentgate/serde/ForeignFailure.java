// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.io.EOFException;
import java.lang.reflect.Method;
import java.nio.BufferUnderflowException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.AvroTypeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Tells bad data from an unreachable registry, in exceptions of foreign serializers and deserializers.
 *
 * <p>All of them wrap both in {@link SerializationException}; only the causes differ. A failure that does not prove bad
 * data counts as unavailable: waiting loses nothing, a dead letter might. Confluent's exceptions are recognised by
 * name, since their classes are not on the compile path.
 */
final class ForeignFailure {

    private static final int NOT_FOUND = 404;
    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int SCHEMA_NOT_FOUND = 40403;

    private ForeignFailure() {}

    /** Returns the finding about the data, or throws {@link RegistryUnavailable}. */
    static UndecodableException proven(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            UndecodableException proven = proven(cause);
            if (proven != null) {
                return proven;
            }
        }
        throw unavailable(failure);
    }

    private static @Nullable UndecodableException proven(Throwable cause) {
        if (cause instanceof UndecodableException own) {
            return own;
        }
        if (isRegistryAnswer(cause)) {
            int code = number(cause, "getErrorCode");
            boolean absent =
                    number(cause, "getStatus") == NOT_FOUND && code >= SUBJECT_NOT_FOUND && code <= SCHEMA_NOT_FOUND;
            return absent
                    ? new UndecodableException(
                            UndecodableException.Reason.UNKNOWN_SCHEMA,
                            "the registry does not have the schema (" + code + ")")
                    : null;
        }
        if (cause instanceof SerializationException
                && cause.getCause() == null
                && ("" + cause.getMessage()).startsWith("Unknown magic byte")) {
            return new UndecodableException(
                    UndecodableException.Reason.NOT_THE_FORMAT, "the deserializer found no magic byte that it knows");
        }
        if (cause instanceof AvroTypeException) {
            return new UndecodableException(
                    UndecodableException.Reason.INCOMPATIBLE_SCHEMA,
                    "the deserializer cannot resolve the writer's schema to its own");
        }
        if (isCorruption(cause)) {
            return new UndecodableException(
                    UndecodableException.Reason.CORRUPT,
                    "the deserializer failed within the bytes ("
                            + cause.getClass().getSimpleName() + ")");
        }
        return null;
    }

    /** A network may cause some of these as well; they count only if thrown while decoding bytes. */
    private static boolean isCorruption(Throwable cause) {
        if (cause instanceof BufferUnderflowException) {
            return true;
        }
        boolean suspicious = cause instanceof EOFException
                || cause instanceof AvroRuntimeException
                || cause instanceof IndexOutOfBoundsException
                || cause instanceof NegativeArraySizeException
                || cause.getClass().getName().equals("org.apache.avro.InvalidNumberEncodingException");
        if (!suspicious) {
            return false;
        }
        StackTraceElement[] trace = cause.getStackTrace();
        // The JVM omits the stack trace of frequent index errors.
        if (trace.length == 0) {
            return cause instanceof IndexOutOfBoundsException;
        }
        for (StackTraceElement frame : trace) {
            if (!frame.getClassName().startsWith("java.")
                    && !frame.getClassName().startsWith("jdk.")) {
                return frame.getClassName().startsWith("org.apache.avro.");
            }
        }
        return false;
    }

    /** The meaning of a failed call into foreign code when the data is not proven bad. */
    static RegistryUnavailable unavailable(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryUnavailable own) {
                return own;
            }
            if (isRegistryAnswer(cause)) {
                int status = number(cause, "getStatus");
                return status == 401 || status == 403
                        ? new RegistryUnavailable(
                                RegistryUnavailable.Kind.REFUSED,
                                "The schema registry refused the request (" + status
                                        + "): check the credentials given to the configured serializer and deserializer",
                                failure)
                        : new RegistryUnavailable(
                                status >= 500 || status == 408 || status == 429
                                        ? RegistryUnavailable.Kind.UNREACHABLE
                                        : RegistryUnavailable.Kind.UNEXPECTED_ANSWER,
                                "The schema registry answered " + status
                                        + ": check that it runs and that schema.registry.url is right",
                                failure);
            }
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new RegistryUnavailable(
                root instanceof java.io.IOException
                        ? RegistryUnavailable.Kind.UNREACHABLE
                        : RegistryUnavailable.Kind.UNEXPLAINED,
                "The configured class failed without proving the data bad ("
                        + root.getClass().getName() + "): check the registry and that class's configuration",
                failure);
    }

    private static boolean isRegistryAnswer(Throwable cause) {
        return cause.getClass().getSimpleName().equals("RestClientException");
    }

    private static int number(Throwable cause, String getter) {
        try {
            Method method = cause.getClass().getMethod(getter);
            return method.invoke(cause) instanceof Integer value ? value : -1;
        } catch (ReflectiveOperationException e) {
            return -1;
        }
    }
}
