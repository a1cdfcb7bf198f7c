// SPDX-License-Identifier: Apache-2.0
package io.consentgate.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What every schema of the contract keeps to, so that a publisher can rely on it. */
class SchemaConventionsTest {

    /** Longs that count something; every other long is an instant. */
    private static final Set<String> COUNTS = Set.of("version", "offset");

    /** Fields that may be left out without a null; each one's absence can only divert or say less. */
    private static final Set<String> DEFAULTED = Set.of(
            "OutboundMessage.jurisdiction",
            "OfferDecision.jurisdiction",
            "QuarantinedEvent.advice",
            "TrueClassification.effects",
            "TrueClassification.references",
            "Evidence.statedEffects",
            "ConsentState.corrects",
            "ReviewOutcome.refusals",
            "ReviewOutcome.control");

    @Test
    void shouldDocumentEveryType() {
        assertThat(Contract.namedTypes())
                .allSatisfy(
                        type -> assertThat(type.getDoc()).as(type.getFullName()).isNotBlank());
    }

    @Test
    void shouldDocumentEveryField() {
        assertThat(fields())
                .allSatisfy(field ->
                        assertThat(field.schema().doc()).as(field.name()).isNotBlank());
    }

    @Test
    void shouldSayWhatNullMeans() {
        assertThat(fields(field -> field.type().isNullable()))
                .allSatisfy(field ->
                        assertThat(field.schema().doc()).as(field.name()).contains("Null "));
    }

    @Test
    void shouldReadAnUnknownSymbolAsUnknown() {
        assertThat(enums()).allSatisfy(type -> {
            assertThat(type.getEnumDefault()).as(type.getFullName()).isEqualTo("UNKNOWN");
            assertThat(type.getEnumSymbols())
                    .as("%s: a zeroed field reads as the first symbol", type.getFullName())
                    .startsWith("UNKNOWN");
        });
    }

    @Test
    void shouldLetNullableFieldsBeLeftOut() {
        assertThat(fields(field -> field.type().isNullable()))
                .allSatisfy(field ->
                        assertThat(field.schema().defaultVal()).as(field.name()).isEqualTo(JsonProperties.NULL_VALUE));
    }

    @Test
    void shouldDemandEveryOtherField() {
        assertThat(fields(field -> !field.type().isNullable() && field.schema().hasDefaultValue()))
                .extracting(Field::name)
                .containsExactlyInAnyOrderElementsOf(DEFAULTED);
    }

    @Test
    void shouldStateInstantsInMilliseconds() {
        assertThat(fields(field -> bare(field.type()).getType() == Schema.Type.LONG
                        && !COUNTS.contains(field.schema().name())))
                .isNotEmpty()
                .allSatisfy(field -> assertThat(bare(field.type()).getLogicalType())
                        .as(field.name())
                        .isEqualTo(LogicalTypes.timestampMillis()));
    }

    @Test
    void shouldMarkBytesAsContent() {
        assertThat(fields(field -> bare(field.type()).getType() == Schema.Type.BYTES))
                .isNotEmpty()
                .allSatisfy(field -> assertThat(field.schema().getProp("pii"))
                        .as(field.name())
                        .isEqualTo("content"));
    }

    @Test
    void shouldMarkTheSubjectAsPseudonym() {
        assertThat(fields(field -> field.schema().name().equals("subjectId")))
                .hasSameSizeAs(Contract.records().values())
                .allSatisfy(field -> assertThat(field.schema().getProp("pii"))
                        .as(field.name())
                        .isEqualTo("pseudonym"));
    }

    @Test
    void shouldUseOnlyKnownPersonalDataMarks() {
        assertThat(fields(field -> field.schema().getObjectProps().containsKey("pii")))
                .allSatisfy(field -> assertThat(field.schema().getProp("pii"))
                        .as(field.name())
                        .isIn("content", "pseudonym"));
    }

    @Test
    void shouldPutContentLastSoThatAReaderCanStopBeforeIt() {
        assertThat(Map.of(
                        "outbound-message", "content",
                        "offer-decision", "content",
                        "quarantined-event", "event",
                        "review-verdict", "amendedContent"))
                .allSatisfy((record, content) -> {
                    List<Schema.Field> fields = Contract.records().get(record).getFields();
                    assertThat(fields.get(fields.size() - 1).name()).as(record).isEqualTo(content);
                });
    }

    private record Field(Schema owner, Schema.Field schema) {
        String name() {
            return owner.getName() + "." + schema.name();
        }

        Schema type() {
            return schema.schema();
        }
    }

    private static Schema bare(Schema type) {
        return type.isUnion()
                ? type.getTypes().stream()
                        .filter(branch -> branch.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : type;
    }

    private static List<Field> fields() {
        return fields(field -> true);
    }

    private static List<Field> fields(Predicate<Field> condition) {
        return types(Schema.Type.RECORD)
                .flatMap(owner -> owner.getFields().stream().map(field -> new Field(owner, field)))
                .filter(condition)
                .toList();
    }

    private static List<Schema> enums() {
        return types(Schema.Type.ENUM).toList();
    }

    private static Stream<Schema> types(Schema.Type kind) {
        return Contract.namedTypes().stream().filter(type -> type.getType() == kind);
    }
}
