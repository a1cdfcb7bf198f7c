// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.CaseState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * How many cases there are of each facet and state, in memory, as the index's triggers have counted them; and the open
 * cases with their age, since no tally can tell how many are older than a moment. Some hundred bytes for an open case.
 * Written by one thread, read by many.
 */
final class Tally {

    private static final int STATES = CaseState.values().length;

    private final Facets facets;
    private final Map<Integer, long[]> counts = new ConcurrentHashMap<>();
    private final Map<String, Entry> open = new ConcurrentHashMap<>();

    /** A case as it is counted. */
    record Entry(String caseId, Integer facet, int state, long quarantinedAt) {}

    Tally(Facets facets) {
        this.facets = facets;
    }

    /** Reads all of it anew. */
    void load(Handle handle) {
        counts.clear();
        counts.putAll(read(handle.createQuery("select facet, state, n from tally")));
        open.clear();
        handle.createQuery("select id, facet, state, quarantined_at from cases where state < 2")
                .map((row, context) -> entry(row))
                .list()
                .forEach(this::keep);
    }

    static Entry entry(ResultSet row) throws SQLException {
        return new Entry(row.getString(1), row.getInt(2), row.getInt(3), row.getLong(4));
    }

    private void keep(Entry entry) {
        if (entry.state() == StateCode.CLOSED) {
            open.remove(entry.caseId());
        } else {
            open.put(entry.caseId(), entry);
        }
    }

    /** Counts of these facets as a transaction sees them, to be put in force once it is committed. */
    static Map<Integer, long[]> read(Handle handle, List<Entry> changedCases) {
        Set<Integer> changed = changedCases.stream().map(Entry::facet).collect(Collectors.toSet());
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

    /** Puts cases and counts that were committed in force. */
    void put(List<Entry> cases, Map<Integer, long[]> committed) {
        cases.forEach(this::keep);
        counts.putAll(committed);
    }

    /** Tells each facet's count of open cases in these states that were quarantined by then, where there are any. */
    void forEachOlder(Set<CaseState> states, Instant youngest, ObjLongConsumer<Facet> told) {
        long millis = youngest.toEpochMilli();
        Set<Integer> codes = states.stream().map(StateCode::of).collect(Collectors.toSet());
        Map<Integer, Long> older = new HashMap<>();
        for (Entry entry : open.values()) {
            if (entry.quarantinedAt() <= millis && codes.contains(entry.state())) {
                older.merge(entry.facet(), 1L, Long::sum);
            }
        }
        older.forEach((id, n) -> {
            Facet facet = facets.get(id);
            if (facet != null) {
                told.accept(facet, n);
            }
        });
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
