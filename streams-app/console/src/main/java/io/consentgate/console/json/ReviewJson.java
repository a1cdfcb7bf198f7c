// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.json;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.TrailEntry;

/**
 * The records of {@code console.cases} as JSON: names as in the records, times in ISO 8601, null as null, and a {@code
 * type} for sealed types. Names are a public contract, stated in openapi.yaml.
 */
public final class ReviewJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            // A misspelt field must not silently become a default.
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(Preview.class, PreviewTypes.class)
            .addMixIn(TrailEntry.class, TrailTypes.class)
            .build();

    private ReviewJson() {}

    /** Thread-safe; callers must not reconfigure it. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Preview.Ends.class, name = "ENDS"),
        @JsonSubTypes.Type(value = Preview.PassedOn.class, name = "PASSED_ON"),
        @JsonSubTypes.Type(value = Preview.Released.class, name = "RELEASED"),
        @JsonSubTypes.Type(value = Preview.Refused.class, name = "REFUSED"),
        @JsonSubTypes.Type(value = Preview.DependsOnInput.class, name = "DEPENDS_ON_INPUT"),
        @JsonSubTypes.Type(value = Preview.Unknown.class, name = "UNKNOWN")
    })
    private interface PreviewTypes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = TrailEntry.Quarantined.class, name = "QUARANTINED"),
        @JsonSubTypes.Type(value = TrailEntry.Act.class, name = "ACT"),
        @JsonSubTypes.Type(value = TrailEntry.VerdictGiven.class, name = "VERDICT"),
        @JsonSubTypes.Type(value = TrailEntry.Answered.class, name = "ANSWER")
    })
    private interface TrailTypes {}
}
