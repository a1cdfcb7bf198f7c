// SPDX-License-Identifier: Apache-2.0
package io.consentgate.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/** The records as the source files state them, and as they were released. Files are found from the module's folder. */
final class Contract {

    private static final Path SOURCES = Path.of("src/main/avro");
    static final Path RELEASED = Path.of("src/test/resources/released");

    private Contract() {}

    /** The schema of each record that is a topic's value, by the name of its source file without the ending. */
    static Map<String, Schema> records() {
        SchemaParser parser = new SchemaParser();
        Map<String, SchemaParser.ParseResult> parsed = new TreeMap<>();
        for (Path file : avscFilesBelow(SOURCES)) {
            SchemaParser.ParseResult result = parse(parser, file);
            if (SOURCES.equals(file.getParent())) {
                parsed.put(nameOf(file), result);
            }
        }
        Map<String, Schema> records = new TreeMap<>();
        parsed.forEach((name, result) -> records.put(name, result.mainSchema()));
        return records;
    }

    /** Every named type of the contract, shared and nested ones included. */
    static List<Schema> namedTypes() {
        SchemaParser parser = new SchemaParser();
        avscFilesBelow(SOURCES).forEach(file -> parse(parser, file));
        return parser.getParsedNamedSchemas();
    }

    /** The released versions of one record: the first at index 0. Fails on a gap in their numbers. */
    static List<Schema> released(String record) {
        List<Schema> versions = new ArrayList<>();
        for (int version = 1; Files.exists(releasedFile(record, version)); version++) {
            versions.add(
                    parse(new SchemaParser(), releasedFile(record, version)).mainSchema());
        }
        List<Path> present = avscFilesBelow(RELEASED.resolve(record));
        if (present.size() != versions.size()) {
            throw new IllegalStateException("Released versions of " + record
                    + " must be numbered 1, 2, 3 ... without a gap, but are " + present);
        }
        return versions;
    }

    static Path releasedFile(String record, int version) {
        return RELEASED.resolve(record).resolve(version + ".avsc");
    }

    private static List<Path> avscFilesBelow(Path folder) {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Listing " + folder, e);
        }
    }

    private static SchemaParser.ParseResult parse(SchemaParser parser, Path file) {
        try {
            return parser.parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Parsing " + file, e);
        }
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replaceFirst("\\.avsc$", "");
    }
}
