// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * Finds fields of a writer's schema that the contract does not have. Avro ignores them silently: a publisher who writes
 * {@code expires_at} for {@code expiresAt} would have given a consent without an end.
 *
 * <p>A field may be ignored in two cases:
 *
 * <ul>
 *   <li>It says so: it has the property {@code "consent-gate": "ignored"}, or its doc has a sentence or line that
 *       begins with {@code consent-gate: ignored}. Later versions of the contract mark fields that an older gate may
 *       ignore.
 *   <li>Debezium added it to tell a row's source, such as {@code __source_ts_ms} or {@code __lsn}. The fields that tell
 *       what happened to the row, {@code __deleted} and {@code __op}, are not ignored: the row may be deleted.
 * </ul>
 */
final class UnknownFields {

    private static final String PROPERTY = "consent-gate";
    private static final String IGNORED = "ignored";

    private static final Pattern MARKED = Pattern.compile("(^|[.;\\n])\\s*" + PROPERTY + ": " + IGNORED + "(?![\\w-])");

    /** Fields about a change event's source ({@code add.fields} of Debezium's ExtractNewRecordState). */
    private static final Pattern OF_THE_SOURCE =
            Pattern.compile("__(source_\\w+|ts_(ms|us|ns)|lsn|table|db|schema|connector|file|pos|snapshot)");

    /** Limit on named fields; further names add nothing. */
    private static final int MOST_NAMED = 10;

    private final List<String> found = new ArrayList<>();
    private final List<String> misspelt = new ArrayList<>();
    /** The writer's records, each with the contract's records that it was compared with. */
    private final IdentityHashMap<Schema, Set<Schema>> compared = new IdentityHashMap<>();

    private UnknownFields() {}

    /** No unknown fields, for a schema that cannot be read anyway. */
    static UnknownFields none() {
        return new UnknownFields();
    }

    /**
     * Compares two records and their nested records.
     *
     * @param writer within {@link SchemaBudget}
     * @param contract a record
     */
    static UnknownFields of(Schema writer, Schema contract) {
        UnknownFields unknown = new UnknownFields();
        unknown.compare(writer, contract, "");
        return unknown;
    }

    /** Paths of the fields, such as {@code consents.expires_at}; only the first few if there are many. */
    List<String> paths() {
        return List.copyOf(found);
    }

    /**
     * Requires that no field is another spelling of a contract field, such as {@code campaign_id} for {@code
     * campaignId}: the message would seem to belong to no campaign. Any other field is allowed in an event: cleared
     * events go on unchanged, to readers that know the field.
     *
     * @throws UndecodableException if a field is another spelling
     */
    void requireNoneMisspelt() throws UndecodableException {
        if (!misspelt.isEmpty()) {
            throw new UndecodableException(
                    UndecodableException.Reason.INCOMPATIBLE_SCHEMA,
                    "the writer's schema has fields of the contract in another spelling: " + String.join(", ", misspelt)
                            + "; name them as the contract does, or mark them with consent-gate: ignored");
        }
    }

    private void compare(Schema writer, Schema contract, String path) {
        if (!compared.computeIfAbsent(writer, any -> new HashSet<>()).add(contract)) {
            return;
        }
        for (Schema.Field field : writer.getFields()) {
            Schema.Field known = contract.getField(field.name());
            if (known == null && !isIgnorable(field)) {
                boolean isMisspelt = contract.getFields().stream()
                        .map(Schema.Field::name)
                        .anyMatch(ours -> writer.getField(ours) == null && isMisspelt(field.name(), ours));
                name(path + field.name(), found);
                if (isMisspelt) {
                    name(path + field.name(), misspelt);
                }
            } else if (known != null) {
                records(known.schema())
                        .forEach(ours -> records(field.schema())
                                .forEach(theirs -> compare(theirs, ours, path + field.name() + ".")));
            }
        }
    }

    private static void name(String field, List<String> fields) {
        if (fields.size() < MOST_NAMED) {
            fields.add(field);
        }
    }

    private static boolean isMisspelt(String theirs, String ours) {
        return theirs.replace("_", "").equalsIgnoreCase(ours.replace("_", ""));
    }

    private static boolean isIgnorable(Schema.Field field) {
        return IGNORED.equals(field.getObjectProp(PROPERTY))
                || (field.doc() != null && MARKED.matcher(field.doc()).find())
                || OF_THE_SOURCE.matcher(field.name()).matches();
    }

    /** The records that a value of this schema may be or contain, at the next level. */
    private static Stream<Schema> records(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> Stream.of(schema);
            case ARRAY -> records(schema.getElementType());
            case MAP -> records(schema.getValueType());
            case UNION -> schema.getTypes().stream().flatMap(UnknownFields::records);
            default -> Stream.of();
        };
    }
}
