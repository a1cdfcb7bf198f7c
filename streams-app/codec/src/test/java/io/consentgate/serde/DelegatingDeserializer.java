// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads as ours does, under another name, so that facts are taken from the records that it returns. */
public class DelegatingDeserializer implements Deserializer<Object> {

    private final AvroDeserializer ours = new AvroDeserializer();

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        ours.configure(configs, isKey);
    }

    @Override
    public Object deserialize(String topic, byte[] data) {
        return deserialize(topic, new RecordHeaders(), data);
    }

    @Override
    public Object deserialize(String topic, Headers headers, byte[] data) {
        return ours.deserialize(topic, headers, data);
    }

    @Override
    public void close() {
        ours.close();
    }
}
