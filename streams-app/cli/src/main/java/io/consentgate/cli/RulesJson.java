// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.consentgate.rulebook.RuleList;

/** For programs: the list of rules as one JSON object. */
final class RulesJson {
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build()
            .writerWithDefaultPrettyPrinter();

    private RulesJson() {}

    static String of(RuleList list) {
        try {
            return WRITER.writeValueAsString(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A list of rules is always JSON", e);
        }
    }
}
