// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Placeholder. */
public final class AvroDeserializer implements Deserializer<Object> {
    @Override
    public @Nullable Object deserialize(String topic, byte @Nullable [] data) {
        throw new UnsupportedOperationException();
    }
}
