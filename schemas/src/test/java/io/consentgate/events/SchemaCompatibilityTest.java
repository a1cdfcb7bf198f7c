// SPDX-License-Identifier: Apache-2.0
package io.consentgate.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the contract to BACKWARD_TRANSITIVE: the newest schema reads whatever any released one wrote. */
class SchemaCompatibilityTest {

    @ParameterizedTest
    @MethodSource("records")
    void shouldReadWhatEveryReleasedVersionWrote(String record) {
        Schema current = Contract.records().get(record);

        List<String> breaks = breaks(current, Contract.released(record));

        assertThat(breaks)
                .as(
                        "%s.avsc can no longer read records that are already in topics. Keep every field and type, "
                                + "give each new field a default, and never rename; what must break is a new record on a new topic",
                        record)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldBeReleasedAsItIs(String record) throws IOException {
        Schema current = Contract.records().get(record);
        List<Schema> released = Contract.released(record);

        // Compared as text: Schema.equals ignores docs, and a changed doc may be a changed meaning.
        boolean same = !released.isEmpty()
                && released.get(released.size() - 1).toString().equals(current.toString());

        Path proposal = Path.of("target/released", record, (released.size() + 1) + ".avsc");
        if (!same) {
            Files.createDirectories(proposal.getParent());
            Files.writeString(proposal, SchemaFormatter.format("json/pretty", current) + "\n");
        }
        assertThat(same)
                .as(
                        "%s.avsc differs from its newest released version. Undo the change, or release it: copy schemas/%s to schemas/%s "
                                + "and commit both; never edit or delete a released file",
                        record, proposal, Contract.releasedFile(record, released.size() + 1))
                .isTrue();
    }

    @Test
    void shouldKeepEveryReleasedRecord() throws IOException {
        try (var folders = Files.list(Contract.RELEASED)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .as("records with a released version; one whose source file is gone can no longer be read")
                    .containsExactlyInAnyOrderElementsOf(records());
        }
    }

    @Test
    void shouldFindNothingWrongWithANewFieldThatHasADefault() {
        Schema first = record("{'name':'id','type':'string'}");
        Schema second = record("{'name':'id','type':'string'},{'name':'note','type':'string','default':''}");

        assertThat(breaks(second, List.of(first))).isEmpty();
    }

    @Test
    void shouldFindANewFieldWithoutADefault() {
        Schema first = record("{'name':'id','type':'string'}");
        Schema second = record("{'name':'id','type':'string'},{'name':'note','type':'string'}");

        assertThat(breaks(second, List.of(first)))
                .singleElement()
                .asString()
                .contains("version 1", "READER_FIELD_MISSING_DEFAULT_VALUE", "note");
    }

    @Test
    void shouldFindARemovedDefaultThatOnlyAnOldVersionNeeds() {
        Schema first = record("{'name':'id','type':'string'}");
        Schema second = record("{'name':'id','type':'string'},{'name':'note','type':'string','default':''}");
        Schema third = record("{'name':'id','type':'string'},{'name':'note','type':'string'}");

        assertThat(breaks(third, List.of(second))).isEmpty();
        assertThat(breaks(third, List.of(first, second)))
                .singleElement()
                .asString()
                .contains("version 1");
    }

    @Test
    void shouldFindAChangedType() {
        Schema first = record("{'name':'id','type':'long'}");
        Schema second = record("{'name':'id','type':'int'}");

        assertThat(breaks(second, List.of(first))).singleElement().asString().contains("TYPE_MISMATCH");
    }

    @Test
    void shouldFindARenamedRecord() {
        Schema first = record("{'name':'id','type':'string'}");
        Schema second = parse("{'type':'record','name':'Renamed','fields':[{'name':'id','type':'string'}]}");

        assertThat(breaks(second, List.of(first))).singleElement().asString().contains("NAME_MISMATCH");
    }

    @Test
    void shouldFindARemovedSymbolThatNoDefaultStandsInFor() {
        Schema first = record("{'name':'e','type':{'type':'enum','name':'E','symbols':['A','B'],'default':'A'}}");
        Schema second = record("{'name':'e','type':{'type':'enum','name':'E','symbols':['A']}}");

        assertThat(breaks(second, List.of(first))).singleElement().asString().contains("MISSING_ENUM_SYMBOLS");
    }

    private static Set<String> records() {
        return Contract.records().keySet();
    }

    /** What keeps the reader from reading each of the written versions, in words; empty when nothing does. */
    private static List<String> breaks(Schema reader, List<Schema> written) {
        List<String> breaks = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            for (var found : SchemaCompatibility.checkReaderWriterCompatibility(reader, written.get(i))
                    .getResult()
                    .getIncompatibilities()) {
                breaks.add("version " + (i + 1) + ": " + found.getType() + " at " + found.getLocation() + ": "
                        + found.getMessage());
            }
        }
        return breaks;
    }

    private static Schema record(String fields) {
        return parse("{'type':'record','name':'R','fields':[" + fields + "]}");
    }

    private static Schema parse(String json) {
        return SchemaParser.parseSingle(json.replace('\'', '"'));
    }
}
