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
 * Reads facts straight from the bytes of records whose writer gave each wanted field the very type that the contract
 * has: nearly all there are. Avro's own readers, which do every other case, spend most of their time on what these
 * records do not need: type promotion, reuse, records in between. Thread-safe.
 *
 * @param <F> the facts, a record class whose components are named as the contract's fields
 */
final class ProjectionReader<F> {

    /**
     * Reads a value of one type, as the facts have it. A class, since an event takes thirty of these calls, and of an
     * interface with so many implementations the JVM would look up the method each time.
     */
    private abstract static class Step {
        abstract @Nullable Object read(AvroBytes in) throws UndecodableException;
    }

    /** Thrown and caught here: this pair of schemas is Avro's to resolve. */
    private static final class LeaveToAvro extends Exception {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        private LeaveToAvro() {
            super(null, null, false, false);
        }
    }

    /** In an enum of the writer's whose sets are kept. */
    private static final int MOST_SYMBOLS = 12;

    private final Step facts;
    private final Class<F> type;

    private ProjectionReader(Step facts, Class<F> type) {
        this.facts = facts;
        this.type = type;
    }

    /**
     * Plans to read one writer's records.
     *
     * @param writer within {@link SchemaBudget}
     * @param projection the contract's schema, with the fields of the facts alone
     * @return empty when Avro's schema resolution is needed, which also says what is incompatible
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
     * @param offset where the Avro payload starts; it reaches to the end
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
            // What nobody wants is read into a place that nobody looks at.
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

    /** The constructor as a function of an array, which has one element more than it takes. */
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

    /** The contract's default, as the facts have it. */
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

    /** @param facts the type that the facts have for the value */
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

    /** The facts' own constants, by the writer's index; looked up once for each writer's schema. */
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
                // Not sized by the count, which corrupt data may make large.
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
     * Sets of few constants come again and again, so each is made once, and found by a number that has a bit for each of
     * the writer's symbols.
     */
    private static Step symbols(Object[] constants, Class<?> type) throws LeaveToAvro {
        if (constants.length > MOST_SYMBOLS) {
            throw new LeaveToAvro();
        }
        // Threads may each make the same one. Whichever they find is complete, since its fields are final.
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

    /** Iterates in the order of the facts' constants, whatever the writer's. */
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
            // Nearly every union; most are null, which needs no step.
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
