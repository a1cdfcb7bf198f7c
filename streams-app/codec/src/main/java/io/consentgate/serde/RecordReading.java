// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads whole records with any writer's schema. */
@FunctionalInterface
interface RecordReading {

    /**
     * Reads an Avro record of any schema and class.
     *
     * @throws UndecodableException if the value is proven bad, null included, or is no Avro record
     * @throws RegistryUnavailable if the registry could not be asked
     */
    IndexedRecord read(String topic, Headers headers, byte @Nullable [] value) throws UndecodableException;
}
