// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.consentgate.cli.CheckCommand.Kind;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Recognises the type of a JSON line by the names of its fields. */
final class CheckedLine {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> OF_CONSENT = Set.of("consents", "objections", "inquiries", "version", "erase");

    private static final String DECISION_ID = "decisionId";
    private static final Set<String> OF_EVENT = Set.of("messageId", DECISION_ID);

    private CheckedLine() {}

    /** Whether the line is a consent record or an erasure. */
    static boolean isConsent(String line) {
        return firstField(line, OF_CONSENT).isPresent();
    }

    /** The kind of event; empty when the line has neither kind's id. */
    static Optional<Kind> kindOf(String line) {
        return firstField(line, OF_EVENT).map(id -> id.equals(DECISION_ID) ? Kind.DECISION : Kind.MESSAGE);
    }

    /** The first of these fields in the object. Empty when the text is no object, or malformed before such a field. */
    private static Optional<String> firstField(String line, Set<String> names) {
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (names.contains(name)) {
                    return Optional.of(name);
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }
}
