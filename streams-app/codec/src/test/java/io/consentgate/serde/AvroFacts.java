// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Facts written back as the records that they would be read from: their fields have the contract's names. */
public final class AvroFacts {

    private AvroFacts() {}

    /** A field that the facts do not have is left out; one without a default is empty. */
    public static IndexedRecord record(Record facts, Schema contract) {
        Map<String, RecordComponent> components = Arrays.stream(facts.getClass().getRecordComponents())
                .collect(Collectors.toMap(RecordComponent::getName, Function.identity()));
        GenericData.Record record = new GenericData.Record(contract);
        for (Schema.Field field : contract.getFields()) {
            RecordComponent component = components.get(field.name());
            Object value = component == null ? null : read(component, facts);
            record.put(field.pos(), value == null ? absent(field) : value(value, notNull(field.schema())));
        }
        return record;
    }

    private static @Nullable Object read(RecordComponent component, Record facts) {
        try {
            return component.getAccessor().invoke(facts);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("reading " + component, e);
        }
    }

    private static @Nullable Object absent(Schema.Field field) {
        if (field.hasDefaultValue()) {
            return GenericData.get().getDefaultValue(field);
        }
        return switch (field.schema().getType()) {
            case BYTES -> ByteBuffer.allocate(0);
            case STRING -> "";
            default -> throw new IllegalArgumentException(field.name() + " is needed");
        };
    }

    private static Object value(Object value, Schema schema) {
        if (value instanceof Instant time) {
            return time.toEpochMilli();
        }
        if (value instanceof Enum<?> symbol) {
            return new GenericData.EnumSymbol(schema, symbol.name());
        }
        if (value instanceof Record nested) {
            return record(nested, schema);
        }
        return value instanceof Collection<?> values
                ? values.stream()
                        .map(each -> value(Objects.requireNonNull(each), notNull(schema.getElementType())))
                        .toList()
                : value;
    }

    private static Schema notNull(Schema schema) {
        return schema.getType() != Schema.Type.UNION
                ? schema
                : schema.getTypes().stream()
                        .filter(branch -> branch.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow();
    }
}
