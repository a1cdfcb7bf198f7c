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
 * Finds what a writer's schema says that the contract has no place for. Avro passes over it without a word: a publisher
 * who writes {@code expires_at} for {@code expiresAt} would have given a consent without an end.
 *
 * <p>A field may be passed over where
 *
 * <ul>
 *   <li>it says so: it has the property {@code "consent-gate": "ignored"}, or its doc has a sentence or line that begins with
 *       {@code consent-gate: ignored}. Later versions of the contract mark so what an older gate may ignore;
 *   <li>it is one by which Debezium tells where a row comes from, such as {@code __source_ts_ms} or {@code __lsn}. Those that tell
 *       what became of the row, {@code __deleted} and {@code __op}, are not passed over: the row may be deleted.
 * </ul>
 */
final class UnknownFields {

    private static final String PROPERTY = "consent-gate";
    private static final String IGNORED = "ignored";

    private static final Pattern MARKED = Pattern.compile("(^|[.;\\n])\\s*" + PROPERTY + ": " + IGNORED + "(?![\\w-])");

    /** Of a change event's metadata ({@code add.fields} of Debezium's ExtractNewRecordState), those about its source. */
    private static final Pattern OF_THE_SOURCE =
            Pattern.compile("__(source_\\w+|ts_(ms|us|ns)|lsn|table|db|schema|connector|file|pos|snapshot)");

    /** That are named; more say nothing that these do not. */
    private static final int MOST_NAMED = 10;

    private final List<String> found = new ArrayList<>();
    private final List<String> misspelt = new ArrayList<>();
    /** Records of the writer's, each with the contract's that it was compared with. */
    private final IdentityHashMap<Schema, Set<Schema>> compared = new IdentityHashMap<>();

    private UnknownFields() {}

    /** None: of a schema that cannot be read anyway. */
    static UnknownFields none() {
        return new UnknownFields();
    }

    /**
     * Compares two records and those within them.
     *
     * @param writer within {@link SchemaBudget}
     * @param contract a record
     */
    static UnknownFields of(Schema writer, Schema contract) {
        UnknownFields unknown = new UnknownFields();
        unknown.compare(writer, contract, "");
        return unknown;
    }

    /** The fields by their paths, such as {@code consents.expires_at}; the first few, if there are many. */
    List<String> paths() {
        return List.copyOf(found);
    }

    /**
     * Requires that none is a field of the contract in another spelling, such as {@code campaign_id} for {@code campaignId}: a message
     * would look as if it were of no campaign. An event may have any other field: what clears goes on unchanged, to readers
     * who know it.
     *
     * @throws UndecodableException if one is
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

    /** The records that a value may be or hold, at the next level. */
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
