// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.console.cases.Content;
import io.consentgate.console.cases.EventField;
import io.consentgate.console.cases.EventField.Sensitivity;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ContactReferences;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A publisher's record as fields to show. The gate's contract decides how far each may be shown, not the publisher's
 * schema. A field unknown to the contract may hold anything, and counts as content.
 */
final class EventFields {

    private static final String PII = "pii";
    private static final String CONTENT = "content";
    private static final String CONTENT_KEY = "contentKeyId";

    /**
     * By the contract, keyed hashes of a number or address; a publisher may have written the number or address itself.
     */
    private static final Set<String> CONTACTS = Set.of("contactRef", "contactRefPrevious");

    private EventFields() {}

    /** The fields of a record, nested ones under their path, in the order of the writer's schema. */
    static List<EventField> of(IndexedRecord record, Schema contract) {
        List<EventField> fields = new ArrayList<>();
        collect("", record, contract, fields);
        return fields;
    }

    private static void collect(String prefix, IndexedRecord record, Schema contract, List<EventField> fields) {
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            String path = prefix + field.name();
            Schema.Field known = contract.getField(field.name());
            if (known == null) {
                fields.add(new EventField(path, null, Sensitivity.CONTENT));
            } else if (value instanceof IndexedRecord nested) {
                collect(path + ".", nested, notNull(known.schema()), fields);
            } else {
                Sensitivity sensitivity = sensitivity(known);
                String text = value == null || sensitivity == Sensitivity.CONTENT
                        ? null
                        : text(value, notNull(field.schema()));
                fields.add(
                        CONTACTS.contains(field.name())
                                ? contact(path, text)
                                : new EventField(path, text, sensitivity));
            }
        }
    }

    /** A reference to a number or address, masked if it is the number or address itself. */
    static EventField contact(String path, @Nullable String reference) {
        return ContactReferences.isInClear(reference)
                ? new EventField(path, null, Sensitivity.CONTACT_IN_CLEAR)
                : new EventField(path, reference, Sensitivity.PSEUDONYM);
    }

    private static Sensitivity sensitivity(Schema.Field known) {
        String pii = known.getProp(PII);
        if (pii == null) {
            return Sensitivity.NONE;
        }
        return pii.equals("pseudonym") ? Sensitivity.PSEUDONYM : Sensitivity.CONTENT;
    }

    /** The non-null type of a union with null. */
    private static Schema notNull(Schema schema) {
        return schema.getType() != Schema.Type.UNION
                ? schema
                : schema.getTypes().stream()
                        .filter(branch -> branch.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElse(schema);
    }

    private static String text(Object value, Schema schema) {
        if (value instanceof Collection<?> values) {
            Schema elements = notNull(schema.getElementType());
            return values.stream().map(element -> text(element, elements)).collect(Collectors.joining(", "));
        }
        if (value instanceof Long millis && schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
            return Instant.ofEpochMilli(millis).toString();
        }
        return value.toString();
    }

    /** Bytes of content; 0 when there is none. */
    static int contentLength(IndexedRecord event) {
        return content(event).map(ByteBuffer::remaining).orElse(0);
    }

    /** The content in clear, unless the publisher has encrypted it. */
    static Content unmasked(IndexedRecord event) {
        return content(event)
                .map(bytes -> inClear(bytes, value(event, CONTENT_KEY) != null))
                .orElse(Content.NONE);
    }

    static Content inClear(ByteBuffer bytes, boolean encrypted) {
        try {
            return new Content(UTF_8.newDecoder().decode(bytes.duplicate()).toString(), false, encrypted);
        } catch (CharacterCodingException notText) {
            return new Content(Base64.getEncoder().encodeToString(LogEntries.bytes(bytes)), true, encrypted);
        }
    }

    /** The gate never decodes the content, so a publisher may use text where the contract has bytes. */
    private static Optional<ByteBuffer> content(IndexedRecord event) {
        Object content = value(event, CONTENT);
        return content instanceof CharSequence text
                ? Optional.of(ByteBuffer.wrap(text.toString().getBytes(UTF_8)))
                : Optional.ofNullable(content)
                        .filter(ByteBuffer.class::isInstance)
                        .map(ByteBuffer.class::cast);
    }

    static @Nullable Object value(IndexedRecord record, String name) {
        Schema.Field field = record.getSchema().getField(name);
        return field == null ? null : record.get(field.pos());
    }

    /** The channel with this name; unknown if this version does not know it. */
    static Channel channel(Object name) {
        return Arrays.stream(Channel.values())
                .filter(channel -> channel.name().equals(name.toString()))
                .findFirst()
                .orElse(Channel.UNKNOWN);
    }
}
