// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.serde.AvroDeserializer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** Stands still at some records until it is let go on, as a loop without an end would: alive, and not advancing. */
public final class StandingDeserializer implements Deserializer<Object> {

    static final byte[] STANDS_STILL = "stands still".getBytes(UTF_8);

    /** One for the process: the gate makes the deserializer. */
    private static volatile CountDownLatch standing = new CountDownLatch(1);

    private final AvroDeserializer others = new AvroDeserializer();

    /** From here on it stands still at such a record. */
    static void stand() {
        standing = new CountDownLatch(1);
    }

    /** From here on it does not. */
    static void letGoOn() {
        standing.countDown();
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        others.configure(configs, isKey);
    }

    @Override
    public Object deserialize(String topic, Headers headers, byte[] data) {
        if (Arrays.equals(data, STANDS_STILL)) {
            boolean interrupted = false;
            CountDownLatch letGo = standing;
            while (letGo.getCount() > 0) {
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
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
