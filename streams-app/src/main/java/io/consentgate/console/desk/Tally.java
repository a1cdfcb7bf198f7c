// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.CaseState;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjLongConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * How many cases there are of each facet and state, in memory, as the index's triggers have counted them. Written by one
 * thread, read by many.
 */
final class Tally {

    private static final int STATES = CaseState.values().length;

    private final Facets facets;
    private final Map<Integer, long[]> counts = new ConcurrentHashMap<>();

    Tally(Facets facets) {
        this.facets = facets;
    }

    /** Reads all of it anew. */
    void load(Handle handle) {
        counts.clear();
        counts.putAll(read(handle.createQuery("select facet, state, n from tally")));
    }

    /** Counts of these facets as a transaction sees them, to be put in force once it is committed. */
    static Map<Integer, long[]> read(Handle handle, Collection<Integer> changed) {
        return read(handle.createQuery(
                        "select facet, state, n from tally where facet in (select value from json_each(:changed))")
                .bind("changed", changed.toString()));
    }

    private static Map<Integer, long[]> read(Query query) {
        Map<Integer, long[]> read = new HashMap<>();
        query.map((row, context) -> {
                    long[] byState = read.computeIfAbsent(row.getInt(1), facet -> new long[STATES]);
                    byState[row.getInt(2)] = row.getLong(3);
                    return byState;
                })
                .list();
        return read;
    }

    /** Puts counts that were committed in force. */
    void put(Map<Integer, long[]> committed) {
        counts.putAll(committed);
    }

    /** Tells each facet's count of cases in these states, where there are any. */
    void forEach(Set<CaseState> states, ObjLongConsumer<Facet> told) {
        counts.forEach((id, byState) -> {
            long n = 0;
            for (CaseState state : states) {
                n += byState[StateCode.of(state)];
            }
            Facet facet = facets.get(id);
            if (n > 0 && facet != null) {
                told.accept(facet, n);
            }
        });
    }
}
