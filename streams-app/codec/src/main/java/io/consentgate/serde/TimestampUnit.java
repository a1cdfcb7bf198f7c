// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Finds instants that a writer counts in another unit than the contract. Avro resolves schemas by type and ignores
 * logical types. Fifty milliseconds, written as microseconds, would then be read as fifty seconds.
 */
final class TimestampUnit {

    private static final String MILLIS = LogicalTypes.timestampMillis().getName();

    private TimestampUnit() {}

    /**
     * Compares all instants that both schemas have.
     *
     * @return empty when the writer has each as {@code timestamp-millis}; else the first that differs, and the remedy
     */
    static Optional<String> mismatch(Schema writer, Schema contract) {
        return mismatch(writer, contract, contract.getFullName());
    }

    /** @throws UndecodableException with the finding of {@link #mismatch}, if any */
    static void requireTheContracts(Schema writer, Schema contract) throws UndecodableException {
        Optional<String> mismatch = mismatch(writer, contract);
        if (mismatch.isPresent()) {
            throw new UndecodableException(UndecodableException.Reason.INCOMPATIBLE_SCHEMA, mismatch.get());
        }
    }

    private static Optional<String> mismatch(Schema writer, Schema contract, String path) {
        if (writer.isUnion() || contract.isUnion()) {
            return branches(writer)
                    .flatMap(written -> branches(contract).flatMap(wanted -> mismatch(written, wanted, path).stream()))
                    .findFirst();
        }
        if (isInstant(contract)) {
            return isWholeNumber(writer) && !isInstant(writer)
                    ? Optional.of(
                            path + " is " + described(writer) + " in the writer's schema, which may count in another"
                                    + " unit; make it long of logical type " + MILLIS)
                    : Optional.empty();
        }
        if (writer.getType() != contract.getType()) {
            return Optional.empty();
        }
        return switch (contract.getType()) {
            case ARRAY -> mismatch(writer.getElementType(), contract.getElementType(), path);
            case RECORD ->
                contract.getFields().stream()
                        .filter(wanted -> writer.getField(wanted.name()) != null)
                        .flatMap(
                                wanted -> mismatch(
                                        writer.getField(wanted.name()).schema(),
                                        wanted.schema(),
                                        path + "." + wanted.name())
                                        .stream())
                        .findFirst();
            default -> Optional.empty();
        };
    }

    private static Stream<Schema> branches(Schema schema) {
        return schema.isUnion() ? schema.getTypes().stream() : Stream.of(schema);
    }

    private static boolean isInstant(Schema schema) {
        return schema.getType() == Schema.Type.LONG && MILLIS.equals(schema.getProp(LogicalType.LOGICAL_TYPE_PROP));
    }

    private static boolean isWholeNumber(Schema schema) {
        return schema.getType() == Schema.Type.LONG || schema.getType() == Schema.Type.INT;
    }

    private static String described(Schema schema) {
        String logicalType = schema.getProp(LogicalType.LOGICAL_TYPE_PROP);
        return schema.getType().getName() + (logicalType == null ? "" : " of logical type " + logicalType);
    }
}
