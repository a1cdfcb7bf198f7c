// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.jspecify.annotations.Nullable;

/**
 * Reads a projection of records whose writer gave each wanted field the very type that the projection has: nearly all
 * there are. Avro's own readers, which do every other case, spend most of their time on what these records do not need:
 * type promotion, reuse, and the size check of each array. Thread-safe.
 *
 * <p>Strings come as {@link String}, and symbols as the constants of the facts' own enums, looked up once for each
 * writer's schema; {@link RecordCursor} takes both.
 */
final class ProjectionReader implements DatumReader<IndexedRecord> {

    /** Reads a value of one type. */
    @FunctionalInterface
    private interface Step {
        @Nullable
        Object read(Decoder in) throws IOException;
    }

    /** Thrown and caught here: this pair of schemas is Avro's to resolve. */
    private static final class LeaveToAvro extends Exception {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        private LeaveToAvro() {
            super(null, null, false, false);
        }
    }

    private static final int SKIPPED = -1;

    private final Schema projection;
    /** By the writer's order. */
    private final Step[] steps;
    /** By the writer's order: position in the projection, or {@link #SKIPPED}. */
    private final int[] positions;
    /** Values of the projection's fields that the writer does not have; null at all others. */
    private final @Nullable Object[] defaults;

    private ProjectionReader(Schema projection, Step[] steps, int[] positions, @Nullable Object[] defaults) {
        this.projection = projection;
        this.steps = steps;
        this.positions = positions;
        this.defaults = defaults;
    }

    /**
     * Plans to read one writer's records.
     *
     * @param facts the record class that the projection was made from: its components are the projection's fields
     * @return empty when Avro's schema resolution is needed, which also says what is incompatible
     */
    static Optional<DatumReader<IndexedRecord>> of(Schema writer, Schema projection, Class<?> facts) {
        try {
            return Optional.of(recordReader(writer, projection, facts));
        } catch (LeaveToAvro e) {
            return Optional.empty();
        }
    }

    private static ProjectionReader recordReader(Schema writer, Schema projection, Class<?> facts) throws LeaveToAvro {
        RecordComponent[] components = facts.getRecordComponents();
        List<Schema.Field> written = writer.getFields();
        Step[] steps = new Step[written.size()];
        int[] positions = new int[written.size()];
        for (Schema.Field field : written) {
            Schema.Field wanted = projection.getField(field.name());
            steps[field.pos()] = wanted == null
                    ? skip(field.schema())
                    : step(
                            field.schema(),
                            wanted.schema(),
                            RecordShape.element(components[wanted.pos()].getGenericType()));
            positions[field.pos()] = wanted == null ? SKIPPED : wanted.pos();
        }
        @Nullable
        Object[] defaults = new @Nullable Object[projection.getFields().size()];
        for (Schema.Field wanted : projection.getFields()) {
            if (writer.getField(wanted.name()) == null) {
                if (!wanted.hasDefaultValue()) {
                    throw new LeaveToAvro();
                }
                defaults[wanted.pos()] = GenericData.get().getDefaultValue(wanted);
            }
        }
        return new ProjectionReader(projection, steps, positions, defaults);
    }

    /** @param type the facts' class for a value, for a list's or set's elements */
    private static Step step(Schema writer, Schema reader, Class<?> type) throws LeaveToAvro {
        if (writer.getType() != reader.getType()) {
            throw new LeaveToAvro();
        }
        return switch (writer.getType()) {
            case STRING -> Decoder::readString;
            case INT -> Decoder::readInt;
            case LONG -> Decoder::readLong;
            case DOUBLE -> Decoder::readDouble;
            case BOOLEAN -> Decoder::readBoolean;
            case NULL -> ProjectionReader::readNull;
            case ENUM -> symbol(sameName(writer, reader), type);
            case RECORD -> nested(recordReader(sameName(writer, reader), reader, type));
            case ARRAY -> array(step(writer.getElementType(), reader.getElementType(), type));
            case UNION -> union(writer, reader, type);
            case BYTES, FIXED, FLOAT, MAP -> throw new LeaveToAvro();
        };
    }

    private static Schema sameName(Schema writer, Schema reader) throws LeaveToAvro {
        if (!writer.getFullName().equals(reader.getFullName())) {
            throw new LeaveToAvro();
        }
        return writer;
    }

    private static @Nullable Object readNull(Decoder in) throws IOException {
        in.readNull();
        return null;
    }

    private static Step symbol(Schema writer, Class<?> type) {
        Vocabulary<?> vocabulary = Vocabulary.forType(type);
        Object[] constants =
                writer.getEnumSymbols().stream().map(vocabulary::of).toArray();
        return in -> constants[in.readEnum()];
    }

    private static Step nested(ProjectionReader reader) {
        return reader::read;
    }

    private static Step array(Step element) {
        return in -> {
            // Not sized by the count, which corrupt data may make huge.
            List<@Nullable Object> values = new ArrayList<>(4);
            for (long block = in.readArrayStart(); block > 0; block = in.arrayNext()) {
                for (long i = 0; i < block; i++) {
                    values.add(element.read(in));
                }
            }
            return values;
        };
    }

    private static Step union(Schema writer, Schema reader, Class<?> type) throws LeaveToAvro {
        Step[] branches = new Step[writer.getTypes().size()];
        for (int i = 0; i < branches.length; i++) {
            Schema branch = writer.getTypes().get(i);
            Integer same = reader.getIndexNamed(branch.getFullName());
            if (same == null) {
                throw new LeaveToAvro();
            }
            branches[i] = step(branch, reader.getTypes().get(same), type);
        }
        return in -> branches[in.readIndex()].read(in);
    }

    private static Step skip(Schema writer) {
        return switch (writer.getType()) {
            case STRING ->
                in -> {
                    in.skipString();
                    return null;
                };
            case BYTES ->
                in -> {
                    in.skipBytes();
                    return null;
                };
            case RECORD, ENUM, ARRAY, MAP, UNION, FIXED, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL ->
                in -> {
                    GenericDatumReader.skip(writer, in);
                    return null;
                };
        };
    }

    @Override
    public void setSchema(Schema schema) {
        throw new UnsupportedOperationException("planned for one writer's schema");
    }

    /** Reads one record; nothing is reused. */
    @Override
    public IndexedRecord read(@Nullable IndexedRecord reuse, Decoder in) throws IOException {
        return read(in);
    }

    private IndexedRecord read(Decoder in) throws IOException {
        GenericData.Record record = new GenericData.Record(projection);
        for (int i = 0; i < defaults.length; i++) {
            if (defaults[i] != null) {
                record.put(i, defaults[i]);
            }
        }
        for (int i = 0; i < steps.length; i++) {
            Object value = steps[i].read(in);
            if (positions[i] != SKIPPED) {
                record.put(positions[i], value);
            }
        }
        return record;
    }
}
