// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.console.cases.CaseChange;
import io.consentgate.console.cases.CaseQueue;
import io.consentgate.console.cases.CaseState;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.QueueCounts;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.console.cases.QueuePage;
import io.consentgate.console.cases.QueueSort;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.events.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Reads the queue from the index.
 *
 * <p>A page is read in the order of one index that covers all filter conditions: at worst 100,000 entries, and no row.
 * Counts come from the tally per facet and state, independent of the number of cases. Only a search, or an age
 * condition on closed cases, must count in the index.
 */
final class IndexedQueue implements CaseQueue {

    private static final Set<CaseState> OPEN = EnumSet.of(CaseState.OPEN, CaseState.AWAITING_SECOND);

    private final IndexStore store;
    private final Facets facets;
    private final Tally tally;
    private final CaseRows rows;
    private final LogFollower follower;
    private final Clock clock;

    IndexedQueue(IndexStore store, Facets facets, Tally tally, CaseRows rows, LogFollower follower, Clock clock) {
        this.store = store;
        this.facets = facets;
        this.tally = tally;
        this.rows = rows;
        this.follower = follower;
        this.clock = clock;
    }

    @Override
    public QueuePage page(QueueFilter filter, QueueSort sort, @Nullable String cursor, int size) {
        if (size < 1 || size > LARGEST_PAGE) {
            throw new IllegalArgumentException("A page holds from 1 to " + LARGEST_PAGE + " cases, not " + size + ".");
        }
        Place after = cursor == null ? null : Place.parse(cursor, sort);
        // Taken before reading: a concurrent change then makes the page out of date, but never hides behind a newer
        // number.
        long changeNumber = follower.changeNumber();
        return store.reader().inTransaction(handle -> {
            QueueCounts counts = counts(handle, filter);
            List<CaseSummary> cases = counts.total() == 0 ? List.of() : cases(handle, filter, sort, after, size + 1);
            boolean more = cases.size() > size;
            List<CaseSummary> page = more ? cases.subList(0, size) : cases;
            String next = more ? Place.of(page.get(size - 1), sort).format() : null;
            return new QueuePage(page, counts, next, changeNumber);
        });
    }

    private List<CaseSummary> cases(
            Handle handle, QueueFilter filter, QueueSort sort, @Nullable Place after, int limit) {
        Conditions conditions = conditions(filter);
        if (after != null) {
            conditions.add(
                    switch (sort) {
                        case DEADLINE_FIRST -> "(due, quarantined_at, id) > (:due, :quarantinedAt, :id)";
                        case OLDEST_FIRST -> "(quarantined_at, id) > (:quarantinedAt, :id)";
                        case NEWEST_FIRST -> "(quarantined_at, id) < (:quarantinedAt, :id)";
                    });
            conditions.values.put("due", after.due());
            conditions.values.put("quarantinedAt", after.quarantinedAt());
            conditions.values.put("id", after.id());
        }
        conditions.values.put("limit", limit);
        String order = switch (sort) {
            case DEADLINE_FIRST -> "due, quarantined_at, id";
            case OLDEST_FIRST -> "quarantined_at, id";
            case NEWEST_FIRST -> "quarantined_at desc, id desc";
        };
        // The inner query reads only the index; rows are fetched only for the page.
        return query(
                        handle,
                        "select " + CaseRows.COLUMNS + " from cases c where rowid in (select rowid from cases"
                                + conditions.where() + " order by " + order + " limit :limit) order by " + order,
                        conditions)
                .map((row, context) -> rows.row(row).summary())
                .list();
    }

    private QueueCounts counts(Handle handle, QueueFilter filter) {
        Counting counting = new Counting(filter);
        Duration olderThan = filter.olderThan();
        if (filter.search() == null && olderThan == null) {
            tally.forEach(filter.states(), counting::add);
        } else if (filter.search() == null && olderThan != null && OPEN.containsAll(filter.states())) {
            tally.forEachOlder(filter.states(), clock.instant().minus(olderThan), counting::add);
        } else {
            countCases(handle, filter, counting);
        }
        long total = counting.total;
        return new QueueCounts(
                total,
                highestFirst(counting.byRule),
                highestFirst(counting.byChannel),
                highestFirst(counting.byCampaign),
                highestFirst(counting.byController),
                total == 0 ? null : first(handle, filter, "quarantined_at"),
                total == 0 ? null : first(handle, filter, "due"));
    }

    private static Map<String, Long> highestFirst(Map<String, Long> counts) {
        Comparator<Map.Entry<String, Long>> order = Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey());
        PriorityQueue<Map.Entry<String, Long>> highest = new PriorityQueue<>(order.reversed());
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            highest.add(count);
            if (highest.size() > QueueCounts.MOST) {
                highest.remove();
            }
        }
        return highest.stream()
                .sorted(order)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    private void countCases(Handle handle, QueueFilter filter, Counting counting) {
        Conditions conditions = conditions(filter);
        query(handle, "select facet, count(*) from cases" + conditions.where() + " group by facet", conditions)
                .map((row, context) -> {
                    Facet facet = facets.get(row.getInt(1));
                    if (facet != null) {
                        counting.add(facet, row.getLong(2));
                    }
                    return counting;
                })
                .list();
    }

    private @Nullable Instant first(Handle handle, QueueFilter filter, String column) {
        Conditions conditions = conditions(filter);
        return query(
                        handle,
                        "select " + column + " from cases" + conditions.where() + " order by " + column + " limit 1",
                        conditions)
                .mapTo(long.class)
                .findOne()
                .map(Instant::ofEpochMilli)
                .orElse(null);
    }

    private Conditions conditions(QueueFilter filter) {
        Conditions conditions = new Conditions();
        if (OPEN.containsAll(filter.states())) {
            // In the wording of the partial indexes, so that SQLite can use them.
            conditions.add("state < 2");
        }
        if (!filter.states().equals(OPEN) && filter.states().size() < CaseState.values().length) {
            // In the wording of the partial index for a single state.
            conditions.add(
                    filter.states().size() == 1 ? "state = " + states(filter) : "state in (" + states(filter) + ")");
        }
        if (filter.olderThan() != null) {
            conditions.add("quarantined_at <= :youngest");
            conditions.values.put(
                    "youngest", clock.instant().minus(filter.olderThan()).toEpochMilli());
        }
        if (filter.search() != null) {
            conditions.add("(id = :search or subject = :search)");
            conditions.values.put("search", filter.search());
        }
        if (Facet.narrows(filter)) {
            conditions.add("facet in (select value from json_each(:facets))");
            conditions.values.put("facets", facets.meeting(filter).toString());
        }
        return conditions;
    }

    private static String states(QueueFilter filter) {
        return filter.states().stream()
                .map(state -> String.valueOf(StateCode.of(state)))
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static Query query(Handle handle, String sql, Conditions conditions) {
        return handle.createQuery(sql).bindMap(conditions.values);
    }

    @Override
    public Optional<CaseSummary> find(String caseId) {
        return store.reader().withHandle(handle -> rows.find(handle, caseId).map(CaseRows.Row::summary));
    }

    @Override
    public Optional<CaseSummary> next(QueueFilter filter, Reviewer reviewer) {
        Conditions conditions = conditions(filter);
        conditions.add("(claim_holder is null or claim_holder = :me or claim_until <= :now)");
        conditions.values.put("me", reviewer.id());
        conditions.values.put("now", clock.millis());
        // Skips due cases: the gate closes them by itself, or its record of the closing has not arrived yet.
        conditions.add("due > :now");
        conditions.add("(outcomes <> :nothing or facet in (select value from json_each(:unlawfulSends)))");
        conditions.values.put("nothing", Outcome.REJECT.name());
        conditions.values.put("unlawfulSends", facets.ofUnlawfulSends().toString());
        return store.reader()
                .withHandle(handle -> query(
                                handle,
                                "select " + CaseRows.COLUMNS + " from cases c" + conditions.where()
                                        + " order by due, quarantined_at, id limit 1",
                                conditions)
                        .map((row, context) -> rows.row(row).summary())
                        .findOne());
    }

    @Override
    public long changeNumber() {
        return follower.changeNumber();
    }

    @Override
    public Subscription onChange(Consumer<CaseChange> listener) {
        follower.listen(listener);
        return () -> follower.unlisten(listener);
    }

    /** Counts of matching cases by rule, channel, campaign and controller. */
    private static final class Counting {
        private final QueueFilter filter;
        private final Map<String, Long> byRule = new HashMap<>();
        private final Map<String, Long> byChannel = new HashMap<>();
        private final Map<String, Long> byCampaign = new HashMap<>();
        private final Map<String, Long> byController = new HashMap<>();
        private long total;

        Counting(QueueFilter filter) {
            this.filter = filter;
        }

        void add(Facet facet, long n) {
            if (!facet.meets(filter)) {
                return;
            }
            total += n;
            for (String rule : facet.rules()) {
                byRule.merge(rule, n, Long::sum);
            }
            count(byChannel, facet.channel(), n);
            count(byCampaign, facet.campaignId(), n);
            count(byController, facet.controllerId(), n);
        }

        private static void count(Map<String, Long> counts, @Nullable String value, long n) {
            if (value != null) {
                counts.merge(value, n, Long::sum);
            }
        }
    }

    /** A where clause with its values. */
    private static final class Conditions {
        private final List<String> all = new ArrayList<>();
        private final Map<String, Object> values = new HashMap<>();

        void add(String condition) {
            all.add(condition);
        }

        String where() {
            return all.isEmpty() ? "" : " where " + String.join(" and ", all);
        }
    }

    /** The last case of a page, reduced to the sort keys. */
    private record Place(long due, long quarantinedAt, String id) {

        static Place of(CaseSummary summary, QueueSort sort) {
            return new Place(
                    summary.deadline().toEpochMilli(),
                    summary.quarantinedAt().toEpochMilli(),
                    sort.name() + " " + summary.caseId());
        }

        String format() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((due + " " + quarantinedAt + " " + id).getBytes(UTF_8));
        }

        static Place parse(String cursor, QueueSort sort) {
            try {
                String[] parts = new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split(" ", 4);
                if (parts.length == 4 && parts[2].equals(sort.name())) {
                    return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[3]);
                }
            } catch (IllegalArgumentException e) {
                // Not a cursor of this console; reported below.
            }
            throw new IllegalArgumentException("This is no cursor of the order " + sort
                    + "; take it from the page before, asked in the same order.");
        }
    }
}
