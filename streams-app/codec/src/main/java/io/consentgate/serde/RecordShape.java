// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.LoadingCache;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The part of one contract record type that the policy reads: one field per component of a facts record, in the order
 * of the components.
 *
 * <p>The facts' constructor takes its arguments in the same order, so {@link RecordCursor} simply moves from field to
 * field. Thread-safe.
 */
final class RecordShape {

    /** Positions of the shape's fields in records of one schema. */
    static final class Layout {
        final Schema schema;
        /** In the shape's order; -1 if the schema does not have the field. */
        final int[] positions;
        /** In the shape's order; the contract's default if the schema does not have the field. */
        final @Nullable Object[] defaults;
        /** Why records of this schema cannot be read; null if they can. */
        final @Nullable UndecodableException problem;
        /** The schema's fields that the contract does not have. */
        final UnknownFields unknown;

        private Layout(
                Schema schema,
                int[] positions,
                @Nullable Object[] defaults,
                @Nullable UndecodableException problem,
                UnknownFields unknown) {
            this.schema = schema;
            this.positions = positions;
            this.defaults = defaults;
            this.problem = problem;
            this.unknown = unknown;
        }
    }

    private final Schema contract;
    private final Schema projection;
    private final Map<String, RecordShape> nested = new HashMap<>();
    private final Layout ownLayout;
    private final LoadingCache<Schema, Layout> layouts =
            KeptSchemas.byIdentity().build(this::layoutIn);

    /**
     * Derives the shape.
     *
     * @param facts a record class whose components are named as the contract's fields
     * @param contract the generated schema
     */
    RecordShape(Class<?> facts, Schema contract) {
        this.contract = contract;
        this.projection = project(facts, contract);
        this.ownLayout = layoutIn(projection);
    }

    /** The reader's schema: the contract reduced to the fields read here. */
    Schema projection() {
        return projection;
    }

    /** The whole record type, with fields that the gate never reads. */
    Schema contract() {
        return contract;
    }

    /** The shape of the records in a field: single, optional or in an array. */
    RecordShape nested(String field) {
        return Objects.requireNonNull(nested.get(field), field);
    }

    String fieldName(int index) {
        return projection.getFields().get(index).name();
    }

    /**
     * Starts reading a record of any schema.
     *
     * @throws UndecodableException if its schema lacks a required field, or may have another unit of time
     */
    RecordCursor open(IndexedRecord record) throws UndecodableException {
        Layout layout = layout(record.getSchema());
        if (layout.problem != null) {
            throw layout.problem;
        }
        return new RecordCursor(this, layout, record);
    }

    @SuppressWarnings("ReferenceEquality") // comparing schemas by content costs more than reading the record
    Layout layout(Schema schema) {
        return schema == projection ? ownLayout : layouts.get(schema);
    }

    private Layout layoutIn(Schema schema) {
        List<Schema.Field> wanted = projection.getFields();
        int[] positions = new int[wanted.size()];
        @Nullable Object[] defaults = new @Nullable Object[wanted.size()];
        for (Schema.Field field : wanted) {
            Schema.Field there = schema.getField(field.name());
            positions[field.pos()] = there == null ? -1 : there.pos();
            if (there == null && field.hasDefaultValue()) {
                defaults[field.pos()] = GenericData.get().getDefaultValue(field);
            }
        }
        UndecodableException problem = problemOf(schema);
        return new Layout(
                schema,
                positions,
                defaults,
                problem,
                problem == null ? UnknownFields.of(schema, contract) : UnknownFields.none());
    }

    private @Nullable UndecodableException problemOf(Schema schema) {
        try {
            SchemaBudget.of(schema);
            TimestampUnit.requireTheContracts(schema, projection);
            for (Schema.Field field : projection.getFields()) {
                if (schema.getField(field.name()) == null && !field.hasDefaultValue()) {
                    throw new UndecodableException(
                            UndecodableException.Reason.INCOMPATIBLE_SCHEMA,
                            "the writer's " + schema.getFullName() + " has no field " + field.name());
                }
            }
            return null;
        } catch (Throwable e) {
            return Untrusted.inSchema("the writer's " + schema.getFullName(), e);
        }
    }

    private Schema project(Class<?> facts, Schema contract) {
        List<Schema.Field> fields = new ArrayList<>();
        for (RecordComponent component : facts.getRecordComponents()) {
            Schema.Field field = contract.getField(component.getName());
            if (field == null) {
                throw new IllegalStateException("The contract's " + contract.getFullName() + " has no field "
                        + component.getName() + ", which " + facts.getSimpleName() + " asks for");
            }
            Schema type = projectType(field.name(), element(component.getGenericType()), field.schema());
            // Avro expresses "no default" by null, and "default null" by a marker object.
            Object defaultValue = field.hasDefaultValue() && field.defaultVal() == null
                    ? JsonProperties.NULL_VALUE
                    : field.defaultVal();
            fields.add(new Schema.Field(field.name(), type, null, defaultValue));
        }
        return Schema.createRecord(contract.getName(), null, contract.getNamespace(), false, fields);
    }

    /** The class of a component's value, or of the elements of its list or set. */
    static Class<?> element(Type type) {
        return (Class<?>) (type instanceof ParameterizedType it ? it.getActualTypeArguments()[0] : type);
    }

    private Schema projectType(String field, Class<?> facts, Schema type) {
        return switch (type.getType()) {
            case RECORD -> nested.computeIfAbsent(field, name -> new RecordShape(facts, type)).projection;
            case ARRAY -> Schema.createArray(projectType(field, facts, type.getElementType()));
            case UNION ->
                Schema.createUnion(type.getTypes().stream()
                        .map(branch -> projectType(field, facts, branch))
                        .toList());
            case ENUM, MAP, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> type;
        };
    }
}
