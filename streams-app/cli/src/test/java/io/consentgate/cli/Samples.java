// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of deploy/samples. */
final class Samples {

    static final Path FOLDER = Path.of("..", "..", "deploy", "samples");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Samples() {}

    static Path file(String topic) {
        return FOLDER.resolve(topic + ".jsonl");
    }

    /** What must become of each event, in the order of the files. */
    static List<Expected> expected() throws IOException {
        return Files.readAllLines(FOLDER.resolve("expected.jsonl")).stream()
                .map(line -> read(line, new TypeReference<Expected>() {}))
                .toList();
    }

    /** The ids of a topic's events. */
    static List<String> ids(String topic, String field) throws IOException {
        return Files.readAllLines(file(topic)).stream()
                .map(line ->
                        read(line, new TypeReference<JsonNode>() {}).path(field).asText())
                .toList();
    }

    private static <T> T read(String line, TypeReference<T> type) {
        try {
            return JSON.readValue(line, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    /**
     * One event's verdict.
     *
     * @param shows codes of the rules and marks of the article's rows that it is an example of
     * @param citing an act that some violation must cite; null when any will do
     */
    record Expected(
            String event,
            String topic,
            List<String> shows,
            String outcome,
            List<String> violations,
            List<String> advice,
            String because,
            @Nullable String citing) {

        boolean cleared() {
            return outcome.equals("CLEARED");
        }
    }
}
