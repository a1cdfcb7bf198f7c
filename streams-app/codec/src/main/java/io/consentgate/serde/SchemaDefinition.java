// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The parts of a registry's answer that a reader needs: a schema's text and references. Other parts, such as metadata
 * and rules, may be many times longer.
 */
record SchemaDefinition(String text, List<Reference> references) {

    /** Overhead of a reference beyond its characters. */
    private static final int PER_REFERENCE = 50;

    /** A reference to a version of a subject, whose schema defines the type with this name. */
    record Reference(String name, String subject, int version) {}

    static SchemaDefinition of(JsonNode body) {
        return new SchemaDefinition(
                body.path("schema").asText(),
                StreamSupport.stream(body.path("references").spliterator(), false)
                        .map(reference -> new Reference(
                                reference.path("name").asText(),
                                reference.path("subject").asText(),
                                reference.path("version").asInt()))
                        .toList());
    }

    /** Approximate size in characters. */
    int length() {
        return text.length()
                + references.stream()
                        .mapToInt(reference -> PER_REFERENCE
                                + reference.name().length()
                                + reference.subject().length())
                        .sum();
    }
}
