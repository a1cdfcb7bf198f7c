// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * A line that is no record of the contract: <code>{"erase": "subject-id"}</code>. It stands for a null value under this
 * key, and erases the person (GDPR art. 17). It must be spelt out, so that a missing value erases no person.
 */
final class Erasure {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String FIELD = "erase";

    private Erasure() {}

    /** The subject that a line erases; empty for any other line. */
    static Optional<String> subjectOf(String line) {
        if (!line.contains(FIELD)) {
            return Optional.empty();
        }
        try {
            JsonNode tree = JSON.readTree(line);
            JsonNode subject = tree.path(FIELD);
            boolean erases = tree.isObject() && tree.size() == 1 && subject.isTextual();
            return erases ? Optional.of(subject.textValue()).filter(id -> !id.isBlank()) : Optional.empty();
        } catch (JsonProcessingException notJson) {
            // The record reader reports the error with its place.
            return Optional.empty();
        }
    }
}
