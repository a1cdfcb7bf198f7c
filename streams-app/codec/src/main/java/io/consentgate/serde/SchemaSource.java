// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import org.apache.avro.Schema;

/** A source of writers' schemas. Implementations are thread-safe. */
@FunctionalInterface
public interface SchemaSource {

    /** Which addresses of a source return schemas at the moment. */
    enum Giving {
        /** The source is away. */
        NO_ADDRESS,
        /** The schemas of the other addresses are unknown. */
        SOME_ADDRESSES,
        EVERY_ADDRESS
    }

    /**
     * The schema that a record was written with.
     *
     * @throws UndecodableException if a healthy source says that the schema does not exist, or that it is not Avro
     * @throws RegistryUnavailable if the source gives no answer
     */
    Schema schema(SchemaRef ref) throws UndecodableException;

    /**
     * Whether the source returns any schema at the moment. This tells a missing schema from a source that is away.
     *
     * @return NO_ADDRESS also when this cannot be found out
     * @throws RegistryUnavailable of kind INTERRUPTED only
     */
    default Giving giving() {
        return Giving.NO_ADDRESS;
    }
}
