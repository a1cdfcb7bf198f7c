// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import org.apache.avro.Schema;

/** Where writers' schemas come from. Implementations are thread-safe. */
@FunctionalInterface
public interface SchemaSource {

    /** Which addresses of a source give schemas at the moment. */
    enum Giving {
        /** It is away. */
        NO_ADDRESS,
        /** What the others have is not known. */
        SOME_ADDRESSES,
        EVERY_ADDRESS
    }

    /**
     * The schema that a record was written with.
     *
     * @throws UndecodableException if the source is healthy and says that there is no such schema, or that it is not
     *     Avro
     * @throws RegistryUnavailable if that could not be found out
     */
    Schema schema(SchemaRef ref) throws UndecodableException;

    /**
     * Whether the source gives any schema at the moment, which tells one that is missing from a source that is away.
     *
     * @return NO_ADDRESS, too, where that cannot be found out
     * @throws RegistryUnavailable of kind INTERRUPTED only
     */
    default Giving giving() {
        return Giving.NO_ADDRESS;
    }
}
