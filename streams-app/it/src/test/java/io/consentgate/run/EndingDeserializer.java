// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.serde.AvroDeserializer;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** Ends the process at some records, as a fault in a native library would: nobody can catch it. */
public final class EndingDeserializer implements Deserializer<Object> {

    static final byte[] ENDS_THE_PROCESS = "ends the process".getBytes(UTF_8);
    static final int EXIT_CODE = 134;

    private final AvroDeserializer others = new AvroDeserializer();

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        others.configure(configs, isKey);
    }

    @Override
    public Object deserialize(String topic, Headers headers, byte[] data) {
        if (Arrays.equals(data, ENDS_THE_PROCESS)) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
        return others.deserialize(topic, headers, data);
    }

    @Override
    public Object deserialize(String topic, byte[] data) {
        return others.deserialize(topic, data);
    }

    @Override
    public void close() {
        others.close();
    }
}
