// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TimestampUnitTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Schema> contracts() {
        return Stream.of(FactsMapping.MESSAGE, FactsMapping.DECISION, FactsMapping.CONSENT_STATE, FactsMapping.VERDICT)
                .map(RecordShape::projection);
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void shouldFindNothingWrongWithTheContractItself(Schema contract) {
        assertThat(TimestampUnit.mismatch(contract, contract)).isEmpty();
    }

    /** In nested records, lists and unions, too. */
    @ParameterizedTest
    @MethodSource("contracts")
    void shouldFindEachInstantThatIsWrittenInAnotherUnit(Schema contract) throws Exception {
        int instants = instants(JSON.readTree(contract.toString())).size();

        assertThat(instants).isPositive();
        for (int i = 0; i < instants; i++) {
            JsonNode writer = JSON.readTree(contract.toString());
            instants(writer).get(i).put("logicalType", "timestamp-micros");

            assertThat(TimestampUnit.mismatch(new Schema.Parser().parse(writer.toString()), contract))
                    .as("instant %d of %s", i, contract.getFullName())
                    .hasValueSatisfying(problem -> assertThat(problem)
                            .startsWith(contract.getFullName() + ".")
                            .contains("is long of logical type timestamp-micros", "make it long of logical type"));
        }
    }

    @Test
    void shouldNameTheWholePath() {
        Schema contract = record("{\"type\": \"array\", \"items\": " + inner("timestamp-millis") + "}");
        Schema writer = record("[\"null\", {\"type\": \"array\", \"items\": " + inner("timestamp-micros") + "}]");

        assertThat(TimestampUnit.mismatch(writer, contract))
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("R.f.at is long of"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "long"                                               | long
            "int"                                                | int
            {"type": "int", "logicalType": "time-millis"}        | int of logical type time-millis
            ["null", "long"]                                     | long
            """)
    void shouldNotGuessTheUnitOfABareNumber(String type, String named) {
        assertThat(TimestampUnit.mismatch(record(type), record(instant("timestamp-millis"))))
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("R.f is " + named + " in the writer's"));
    }

    @Test
    void shouldLeaveToAvroWhatIsNoNumberAndWhatIsNotThere() {
        Schema contract = record("[\"null\", " + instant("timestamp-millis") + "]");

        assertThat(TimestampUnit.mismatch(record("\"string\""), contract)).isEmpty();
        assertThat(TimestampUnit.mismatch(record("\"null\""), contract)).isEmpty();
        assertThat(TimestampUnit.mismatch(Schema.createRecord("R", null, null, false, List.of()), contract))
                .isEmpty();
        assertThat(TimestampUnit.mismatch(record(instant("timestamp-micros")), record("\"long\"")))
                .as("a number that the contract takes for no instant")
                .isEqualTo(Optional.empty());
    }

    private static Schema record(String type) {
        return new Schema.Parser()
                .parse("{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"f\", \"type\": " + type
                        + "}]}");
    }

    private static String inner(String logicalType) {
        return "{\"type\": \"record\", \"name\": \"I\", \"fields\": [{\"name\": \"at\", \"type\": "
                + instant(logicalType) + "}]}";
    }

    private static String instant(String logicalType) {
        return "{\"type\": \"long\", \"logicalType\": \"" + logicalType + "\"}";
    }

    private static List<ObjectNode> instants(JsonNode schema) {
        return schema.findParents("logicalType").stream()
                .map(ObjectNode.class::cast)
                .filter(type -> type.get("logicalType").asText().equals("timestamp-millis"))
                .toList();
    }
}
