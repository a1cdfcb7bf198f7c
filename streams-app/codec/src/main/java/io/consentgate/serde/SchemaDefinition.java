// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What a registry's answer says of a schema that matters to a reader: its text, and to which others it refers. The rest, such as
 * metadata and rules, may be many times as long.
 */
record SchemaDefinition(String text, List<Reference> references) {

    /** For what a reference takes beside its characters. */
    private static final int PER_REFERENCE = 50;

    /** To a version of a subject, whose schema gives a type that name. */
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

    /** Characters of all that is kept here, about. */
    int length() {
        return text.length()
                + references.stream()
                        .mapToInt(reference -> PER_REFERENCE
                                + reference.name().length()
                                + reference.subject().length())
                        .sum();
    }
}
