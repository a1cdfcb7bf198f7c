// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consentgate.serde.SchemaDefinition.Reference;
import org.junit.jupiter.api.Test;

class SchemaDefinitionTest {

    @Test
    void shouldKeepTextAndReferencesOnly() throws JsonProcessingException {
        SchemaDefinition definition = of("""
                {"schema": "\\"int\\"", "metadata": {"properties": {"owner": "%s"}}, "ruleSet": {"domainRules": []},
                 "references": [{"name": "a.B", "subject": "b", "version": 3}]}""".formatted("x".repeat(1_000_000)));

        assertThat(definition.text()).isEqualTo("\"int\"");
        assertThat(definition.references()).containsExactly(new Reference("a.B", "b", 3));
        assertThat(definition.length()).isLessThan(100);
    }

    @Test
    void shouldCountReferences() throws JsonProcessingException {
        String references = "{\"name\": \"%s\"},".formatted("n".repeat(1_000)).repeat(100);

        SchemaDefinition definition = of("{\"schema\": \"\", \"references\": [" + references + "{}]}");

        assertThat(definition.length()).isGreaterThan(100_000);
    }

    private static SchemaDefinition of(String body) throws JsonProcessingException {
        return SchemaDefinition.of(new ObjectMapper().readTree(body));
    }
}
