// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.util.UUID;

/** How a record names its writer's schema. */
public sealed interface SchemaRef {

    /** The registry's number, as in the classic prefix. */
    record ById(int id) implements SchemaRef {
        @Override
        public String toString() {
            return "schema id " + id;
        }
    }

    /** The registry's globally unique id, as in header mode. Always looked up, never computed. */
    record ByGuid(UUID guid) implements SchemaRef {
        @Override
        public String toString() {
            return "schema guid " + guid;
        }
    }
}
