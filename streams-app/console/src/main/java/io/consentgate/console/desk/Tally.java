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
 * Numbers of cases by facet and state, in memory, as counted by the index's triggers. Also the open cases with their
 * age, because counts alone cannot answer an age condition. Some hundred bytes per open case. Written by one thread,
 * read by many.
 */
final class Tally {

    private static final int STATES = CaseState.values().length;

    private final Facets facets;
    private final Map<Integer, long[]> counts = new ConcurrentHashMap<>();
    private final Map<String, Entry> open = new ConcurrentHashMap<>();

    /** A case as counted. */
    record Entry(String caseId, Integer facet, int state, long quarantinedAt) {}

    Tally(Facets facets) {
        this.facets = facets;
    }

    /** Reloads everything. */
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

    /** Counts of these facets as a transaction sees them; take effect by {@link #put} after the commit. */
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

    /** Applies committed cases and counts. */
    void put(List<Entry> cases, Map<Integer, long[]> committed) {
        cases.forEach(this::keep);
        counts.putAll(committed);
    }

    /** Passes each facet's number of open cases in these states, quarantined by the given time, if above 0. */
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

    /** Passes each facet's number of cases in these states, if above 0. */
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
