// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record's fields one after another in its {@link RecordShape}'s order, for any class and schema.
 *
 * <p>Accepts the results of Avro's generic and specific readers, with logical types converted or not. Every method
 * throws {@link UndecodableException}, naming the field, when a value has another type or is null against the contract.
 */
final class RecordCursor {

    /** Makes facts from a nested record. */
    @FunctionalInterface
    interface Mapping<T> {
        T from(RecordCursor cursor) throws UndecodableException;
    }

    private final RecordShape shape;
    private final RecordShape.Layout layout;
    private final IndexedRecord record;
    private int next;

    RecordCursor(RecordShape shape, RecordShape.Layout layout, IndexedRecord record) {
        this.shape = shape;
        this.layout = layout;
        this.record = record;
    }

    private @Nullable Object advance() {
        int index = next++;
        int position = layout.positions[index];
        return position < 0 ? layout.defaults[index] : record.get(position);
    }

    String text() throws UndecodableException {
        return required(optionalText());
    }

    @Nullable
    String optionalText() throws UndecodableException {
        Object value = advance();
        if (value == null || value instanceof CharSequence) {
            return value == null ? null : value.toString();
        }
        throw unfit();
    }

    @Nullable
    ByteBuffer optionalBytes() throws UndecodableException {
        Object value = advance();
        if (value == null) {
            return null;
        }
        if (value instanceof ByteBuffer bytes) {
            return bytes.asReadOnlyBuffer();
        }
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }
        throw unfit();
    }

    boolean flag() throws UndecodableException {
        return required(optionalFlag());
    }

    @Nullable
    Boolean optionalFlag() throws UndecodableException {
        Object value = advance();
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        throw unfit();
    }

    int integer() throws UndecodableException {
        return advance() instanceof Integer value ? value : fail();
    }

    long longInteger() throws UndecodableException {
        Object value = advance();
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        throw unfit();
    }

    @Nullable
    Double optionalDecimal() throws UndecodableException {
        Object value = advance();
        if (value == null) {
            return null;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw unfit();
    }

    Instant instant() throws UndecodableException {
        return required(optionalInstant());
    }

    @Nullable
    Instant optionalInstant() throws UndecodableException {
        Object value = advance();
        if (value == null) {
            return null;
        }
        if (value instanceof Long millis) {
            return Instant.ofEpochMilli(millis);
        }
        if (value instanceof Instant instant) {
            return instant;
        }
        throw unfit();
    }

    <E extends Enum<E>> E symbol(Vocabulary<E> vocabulary) throws UndecodableException {
        return required(optionalSymbol(vocabulary));
    }

    <E extends Enum<E>> @Nullable E optionalSymbol(Vocabulary<E> vocabulary) {
        Object value = advance();
        return value == null ? null : vocabulary.of(value);
    }

    <E extends Enum<E>> Set<E> symbols(Vocabulary<E> vocabulary) throws UndecodableException {
        Collection<?> values = collection();
        if (values.isEmpty()) {
            return Set.of();
        }
        EnumSet<E> symbols = EnumSet.noneOf(vocabulary.type());
        for (Object value : values) {
            symbols.add(vocabulary.of(required(value)));
        }
        return Collections.unmodifiableSet(symbols);
    }

    List<String> texts() throws UndecodableException {
        Collection<?> values = collection();
        List<String> texts = new ArrayList<>(values.size());
        for (Object value : values) {
            texts.add(required(value).toString());
        }
        return Collections.unmodifiableList(texts);
    }

    <T> T nested(RecordShape nestedShape, Mapping<T> mapping) throws UndecodableException {
        return mapping.from(nestedShape.open(record(advance())));
    }

    <T> @Nullable T optionalNested(RecordShape nestedShape, Mapping<T> mapping) throws UndecodableException {
        Object value = advance();
        return value == null ? null : mapping.from(nestedShape.open(record(value)));
    }

    <T> List<T> allNested(RecordShape nestedShape, Mapping<T> mapping) throws UndecodableException {
        Collection<?> values = collection();
        List<T> nested = new ArrayList<>(values.size());
        for (Object value : values) {
            nested.add(mapping.from(nestedShape.open(record(value))));
        }
        return Collections.unmodifiableList(nested);
    }

    private Collection<?> collection() throws UndecodableException {
        if (advance() instanceof Collection<?> values) {
            return values;
        }
        throw unfit();
    }

    private IndexedRecord record(@Nullable Object value) throws UndecodableException {
        if (value instanceof IndexedRecord nested) {
            return nested;
        }
        throw unfit();
    }

    private <T> T required(@Nullable T value) throws UndecodableException {
        if (value == null) {
            throw unfit();
        }
        return value;
    }

    private int fail() throws UndecodableException {
        throw unfit();
    }

    private UndecodableException unfit() {
        return new UndecodableException(
                UndecodableException.Reason.INCOMPATIBLE_SCHEMA,
                "field " + shape.fieldName(next - 1) + " of " + layout.schema.getFullName()
                        + " is null or not of the contract's type");
    }
}
