// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.console.cases.Content;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;

class EventFieldsTest {

    /** Avro lets a reader that wants bytes read text, so that a publisher may write it. */
    @Test
    void shouldShowContentThatItsPublisherWroteAsText() {
        Schema schema = SchemaBuilder.record("OutboundMessage")
                .fields()
                .requiredString("content")
                .endRecord();
        GenericData.Record event = new GenericData.Record(schema);
        event.put("content", "Łatwa pożyczka");

        assertThat(EventFields.contentLength(event)).isEqualTo(16);
        assertThat(EventFields.unmasked(event)).isEqualTo(new Content("Łatwa pożyczka", false, false));
    }
}
