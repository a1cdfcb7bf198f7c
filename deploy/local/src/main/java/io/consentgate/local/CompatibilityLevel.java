// SPDX-License-Identifier: Apache-2.0
package io.consentgate.local;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** Which other versions of a schema a new version must be compatible with; the levels of the Confluent registry. */
public enum CompatibilityLevel {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean readsEarlier;
    private final boolean readByEarlier;
    private final boolean allEarlier;

    CompatibilityLevel(boolean readsEarlier, boolean readByEarlier, boolean allEarlier) {
        this.readsEarlier = readsEarlier;
        this.readByEarlier = readByEarlier;
        this.allEarlier = allEarlier;
    }

    /**
     * Why the candidate may not follow the earlier versions, by Avro's schema resolution.
     *
     * @param earlier oldest first
     * @return one sentence per conflict; empty when it may follow
     */
    List<String> conflicts(Schema candidate, List<Schema> earlier) {
        int first = allEarlier ? 0 : Math.max(0, earlier.size() - 1);
        List<String> conflicts = new ArrayList<>();
        for (Schema version : earlier.subList(first, earlier.size())) {
            if (readsEarlier) {
                conflicts.addAll(conflicts(candidate, version, "the new schema cannot read data of the earlier one"));
            }
            if (readByEarlier) {
                conflicts.addAll(conflicts(version, candidate, "the earlier schema cannot read data of the new one"));
            }
        }
        return conflicts;
    }

    private static List<String> conflicts(Schema reader, Schema writer, String meaning) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(conflict -> meaning + ": " + conflict.getType() + " at " + conflict.getLocation() + ": "
                        + conflict.getMessage())
                .toList();
    }
}
