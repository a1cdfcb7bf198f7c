// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads facts directly from a record's bytes, if the writer gave each wanted field exactly the contract's type. Nearly
 * all records qualify. Avro's own readers handle the rest. They spend most of their time on things that these records
 * do not need: type promotion, reuse, intermediate records. Thread-safe.
 *
 * @param <F> the facts, a record class whose components are named as the contract's fields
 */
final class ProjectionReader<F> {

    /**
     * Reads a value of one type, as the facts have it. An event needs about thirty of these calls. With an interface of
     * so many implementations, the JVM would look up the method on each call, so this is a class.
     */
    private abstract static class Step {
        abstract @Nullable Object read(AvroBytes in) throws UndecodableException;
    }

    /** Thrown and caught in this class: Avro must resolve this pair of schemas. */
    private static final class LeaveToAvro extends Exception {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        private LeaveToAvro() {
            super(null, null, false, false);
        }
    }

    /** Largest writer's enum whose sets are cached. */
    private static final int MOST_SYMBOLS = 12;

    private final Step facts;
    private final Class<F> type;

    private ProjectionReader(Step facts, Class<F> type) {
        this.facts = facts;
        this.type = type;
    }

    /**
     * Prepares reading of one writer's records.
     *
     * @param writer within {@link SchemaBudget}
     * @param projection the contract's schema, reduced to the fields of the facts
     * @return empty when Avro's schema resolution is needed, which also reports incompatibilities
     */
    static <F> Optional<ProjectionReader<F>> of(Schema writer, Schema projection, Class<F> facts) {
        try {
            return Optional.of(new ProjectionReader<>(record(writer, projection, facts), facts));
        } catch (LeaveToAvro e) {
            return Optional.empty();
        }
    }

    /**
     * Reads the facts of one record.
     *
     * @param offset start of the Avro payload, which ends with the array
     */
    F read(byte[] value, int offset) throws UndecodableException {
        AvroBytes in = new AvroBytes(value, offset);
        F read = type.cast(Objects.requireNonNull(facts.read(in)));
        in.requireEnd();
        return read;
    }

    private static Step record(Schema writer, Schema projection, Class<?> facts) throws LeaveToAvro {
        if (!writer.getFullName().equals(projection.getFullName())) {
            throw new LeaveToAvro();
        }
        RecordComponent[] components = facts.getRecordComponents();
        @Nullable Object[] defaults = new @Nullable Object[components.length];
        for (Schema.Field wanted : projection.getFields()) {
            if (writer.getField(wanted.name()) == null) {
                defaults[wanted.pos()] = defaultOf(wanted, components[wanted.pos()]);
            }
        }
        List<Schema.Field> written = writer.getFields();
        Step[] steps = new Step[written.size()];
        int[] positions = new int[written.size()];
        for (Schema.Field field : written) {
            Schema.Field wanted = projection.getField(field.name());
            // Unwanted fields go into an extra last element, which the constructor ignores.
            positions[field.pos()] = wanted == null ? components.length : wanted.pos();
            steps[field.pos()] = wanted == null
                    ? skipped(field.schema())
                    : value(field.schema(), wanted.schema(), components[wanted.pos()].getAnnotatedType());
        }
        MethodHandle constructor = constructor(facts, components);
        return new Step() {
            @Override
            Object read(AvroBytes in) throws UndecodableException {
                @Nullable Object[] values = Arrays.copyOf(defaults, defaults.length + 1);
                for (int i = 0; i < steps.length; i++) {
                    values[positions[i]] = steps[i].read(in);
                }
                return construct(constructor, values);
            }
        };
    }

    /** The constructor as a function of an array with one extra element. */
    private static MethodHandle constructor(Class<?> facts, RecordComponent[] components) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            MethodHandle constructor =
                    MethodHandles.lookup().findConstructor(facts, MethodType.methodType(void.class, types));
            return MethodHandles.dropArguments(constructor, types.length, Object.class)
                    .asSpreader(Object[].class, types.length + 1)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the facts' classes and their constructors are public", e);
        }
    }

    private static Object construct(MethodHandle constructor, @Nullable Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the facts' constructors throw nothing checked", e);
        }
    }

    /** The contract's default, in the facts' type. */
    private static @Nullable Object defaultOf(Schema.Field wanted, RecordComponent component) throws LeaveToAvro {
        if (!wanted.hasDefaultValue()) {
            throw new LeaveToAvro();
        }
        Step step = value(wanted.schema(), wanted.schema(), component.getAnnotatedType());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<>(wanted.schema()).write(GenericData.get().getDefaultValue(wanted), encoder);
            return step.read(new AvroBytes(bytes.toByteArray(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UndecodableException e) {
            throw new IllegalStateException("the default of " + wanted.name() + " is not of its type", e);
        }
    }

    /** @param facts the value's type in the facts */
    private static Step value(Schema writer, Schema reader, AnnotatedType facts) throws LeaveToAvro {
        if (writer.getType() != reader.getType()) {
            throw new LeaveToAvro();
        }
        if (writer.getType() == Schema.Type.UNION) {
            return union(writer, reader, facts);
        }
        if (writer.getType() == Schema.Type.ARRAY) {
            return array(writer.getElementType(), reader.getElementType(), facts);
        }
        return single(writer, reader, (Class<?>) facts.getType());
    }

    private static Step single(Schema writer, Schema reader, Class<?> type) throws LeaveToAvro {
        if (writer.getType() != reader.getType()) {
            throw new LeaveToAvro();
        }
        return switch (writer.getType()) {
            case STRING -> as(type == String.class, text());
            case INT -> as(type == int.class, number());
            case LONG -> type == Instant.class ? instant() : as(type == long.class, longNumber());
            case DOUBLE -> as(type == Double.class, fraction());
            case BOOLEAN -> as(type == boolean.class || type == Boolean.class, truth());
            case ENUM -> symbol(constants(writer, reader, type));
            case RECORD -> record(writer, reader, type);
            case ARRAY, UNION, NULL, BYTES, FIXED, FLOAT, MAP -> throw new LeaveToAvro();
        };
    }

    private static Step as(boolean factsHaveIt, Step step) throws LeaveToAvro {
        if (!factsHaveIt) {
            throw new LeaveToAvro();
        }
        return step;
    }

    private static Step text() {
        RepeatedTexts known = new RepeatedTexts();
        return new Step() {
            @Override
            Object read(AvroBytes in) throws UndecodableException {
                return in.readString(known);
            }
        };
    }

    private static Step number() {
        return new Step() {
            @Override
            Object read(AvroBytes in) throws UndecodableException {
                return in.readInt();
            }
        };
    }

    private static Step longNumber() {
        return new Step() {
            @Override
            Object read(AvroBytes in) throws UndecodableException {
                return in.readLong();
            }
        };
    }

    private static Step instant() {
        return new Step() {
            @Override
            Object read(AvroBytes in) throws UndecodableException {
                return Instant.ofEpochMilli(in.readLong());
            }
        };
    }

    private static Step fraction() {
        return new Step() {
            @Override
            Object read(AvroBytes in) throws UndecodableException {
                return in.readDouble();
            }
        };
    }

    private static Step truth() {
        return new Step() {
            @Override
            Object read(AvroBytes in) throws UndecodableException {
                return in.readBoolean();
            }
        };
    }

    private static Step symbol(Object[] constants) {
        return new Step() {
            @Override
            Object read(AvroBytes in) throws UndecodableException {
                return constants[in.readIndex(constants.length)];
            }
        };
    }

    /** The facts' own constants, by the writer's index; computed once per writer's schema. */
    private static Object[] constants(Schema writer, Schema reader, Class<?> type) throws LeaveToAvro {
        if (!writer.getFullName().equals(reader.getFullName()) || !type.isEnum()) {
            throw new LeaveToAvro();
        }
        Vocabulary<?> vocabulary = Vocabulary.forType(type);
        return writer.getEnumSymbols().stream().map(vocabulary::of).toArray();
    }

    private static Step array(Schema writer, Schema reader, AnnotatedType facts) throws LeaveToAvro {
        if (!(facts.getType() instanceof ParameterizedType collection)) {
            throw new LeaveToAvro();
        }
        Class<?> element = RecordShape.element(collection);
        if (collection.getRawType() == Set.class && writer.getType() == Schema.Type.ENUM) {
            return symbols(constants(writer, reader, element), element);
        }
        return list(as(collection.getRawType() == List.class, single(writer, reader, element)));
    }

    private static Step list(Step element) {
        return new Step() {
            @Override
            Object read(AvroBytes in) throws UndecodableException {
                long block = in.readBlockCount();
                if (block == 0) {
                    return List.of();
                }
                // Not sized by the count, which may be huge in corrupt data.
                List<Object> values = new ArrayList<>(4);
                for (; block > 0; block = in.readBlockCount()) {
                    for (long i = 0; i < block; i++) {
                        values.add(Objects.requireNonNull(element.read(in)));
                    }
                }
                return List.copyOf(values);
            }
        };
    }

    /**
     * The same few sets occur again and again. Each is made once, and found by a number with one bit per writer's
     * symbol.
     */
    private static Step symbols(Object[] constants, Class<?> type) throws LeaveToAvro {
        if (constants.length > MOST_SYMBOLS) {
            throw new LeaveToAvro();
        }
        // Threads may make the same set at once. Each set is complete when found, since its fields are final.
        Set<?>[] sets = new Set<?>[1 << constants.length];
        return new Step() {
            @Override
            Object read(AvroBytes in) throws UndecodableException {
                int members = 0;
                for (long block = in.readBlockCount(); block > 0; block = in.readBlockCount()) {
                    for (long i = 0; i < block; i++) {
                        members |= 1 << in.readIndex(constants.length);
                    }
                }
                Set<?> set = sets[members];
                if (set == null) {
                    set = setOf(constants, members, type);
                    sets[members] = set;
                }
                return set;
            }
        };
    }

    /** Iterates in the order of the facts' constants, independent of the writer's order. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Set<?> setOf(Object[] constants, int members, Class<?> type) {
        EnumSet set = EnumSet.noneOf(type.asSubclass(Enum.class));
        for (int i = 0; i < constants.length; i++) {
            if ((members & (1 << i)) != 0) {
                set.add(constants[i]);
            }
        }
        return Collections.unmodifiableSet(set);
    }

    private static Step union(Schema writer, Schema reader, AnnotatedType facts) throws LeaveToAvro {
        Step[] branches = new Step[writer.getTypes().size()];
        for (int i = 0; i < branches.length; i++) {
            Schema branch = writer.getTypes().get(i);
            Integer same = reader.getIndexNamed(branch.getFullName());
            if (same == null) {
                throw new LeaveToAvro();
            }
            branches[i] = branch.getType() == Schema.Type.NULL
                    ? as(facts.isAnnotationPresent(Nullable.class), skipped(branch))
                    : value(branch, reader.getTypes().get(same), facts);
        }
        if (branches.length == 2 && writer.isNullable()) {
            // Nearly every union is of this kind. Most of its values are null, which needs no step.
            int absent = writer.getIndexNamed("null");
            Step present = branches[1 - absent];
            return new Step() {
                @Override
                @Nullable
                Object read(AvroBytes in) throws UndecodableException {
                    return in.readIndex(2) == absent ? null : present.read(in);
                }
            };
        }
        return new Step() {
            @Override
            @Nullable
            Object read(AvroBytes in) throws UndecodableException {
                return branches[in.readIndex(branches.length)].read(in);
            }
        };
    }

    private static Step skipped(Schema writer) {
        return new Step() {
            @Override
            @Nullable
            Object read(AvroBytes in) throws UndecodableException {
                in.skip(writer);
                return null;
            }
        };
    }
}
