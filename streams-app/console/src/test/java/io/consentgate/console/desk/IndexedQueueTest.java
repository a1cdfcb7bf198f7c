// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.console.cases.CaseState;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.EventKind;
import io.consentgate.console.cases.QueueCounts;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.console.cases.QueuePage;
import io.consentgate.console.cases.QueueSort;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Role;
import io.consentgate.topology.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue against a plain list of the same cases, asked with many filters. */
class IndexedQueueTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final List<String> RULES = List.of("MSG-OBJECTION", "MSG-CONSENT-MISSING", "MSG-CONTACT-MISMATCH");
    private static final List<String> CHANNELS = List.of("SMS", "EMAIL", "VOICE");
    private static final List<String> CAMPAIGNS = List.of("spring", "autumn");
    private static final List<String> CONTROLLERS = List.of("acme", "bank");
    private static final int CASES = 400;

    /** A case as the test knows it. */
    private record Known(
            String id, String subject, Facet facet, Instant quarantinedAt, Instant deadline, CaseState state) {}

    private final Random random = new Random(20_261_124);
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final List<Known> all = new ArrayList<>();
    private IndexStore store;
    private Facets facets;
    private Tally tally;
    private IndexedQueue queue;

    @BeforeEach
    void fill(@TempDir Path folder) {
        store = IndexStore.open(folder, "a log");
        facets = new Facets();
        tally = new Tally(facets);
        IndexWriter writer =
                new IndexWriter(store, facets, tally, null, Topics.prefixed(""), "changelog", Duration.ofDays(1095));
        Handle handle = store.writer();
        for (int n = 0; n < CASES; n++) {
            Known known = someCase(n);
            all.add(known);
            handle.execute(
                    "insert into cases (id, subject, facet, outcomes, digest, quarantined_at, due, retain_until,"
                            + " state, partition, position) values (?, ?, ?, 'REJECT', 'd', ?, ?, ?, ?, 0, ?)",
                    known.id(),
                    known.subject(),
                    facets.id(handle, known.facet()),
                    known.quarantinedAt().toEpochMilli(),
                    known.deadline().toEpochMilli(),
                    NOW.plusSeconds(3600).toEpochMilli(),
                    StateCode.of(CaseState.OPEN),
                    n);
            // Through an update, as it happens to a case: the count has to move along.
            handle.execute("update cases set state = ? where id = ?", StateCode.of(known.state()), known.id());
        }
        tally.load(handle);
        LogFollower follower =
                new LogFollower(new MockConsumer<>("earliest"), writer, List.of(), Optional::empty, clock);
        queue = new IndexedQueue(store, facets, tally, new CaseRows(facets, clock), follower, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Known someCase(int n) {
        Set<String> rules = new HashSet<>(List.of(any(RULES), any(RULES)));
        return new Known(
                "case-" + n,
                "subject-" + n / 3,
                new Facet(
                        EventKind.OUTBOUND_MESSAGE,
                        random.nextInt(5) == 0 ? null : any(CHANNELS),
                        random.nextBoolean() ? null : any(CAMPAIGNS),
                        any(CONTROLLERS),
                        rules.stream().sorted().toList()),
                // Whole minutes, so that many are of one instant.
                NOW.minus(Duration.ofMinutes(random.nextInt(60))),
                NOW.plus(random.nextInt(3) == 0 ? Duration.ofMinutes(random.nextInt(20)) : Duration.ofDays(30)),
                any(List.of(CaseState.values())));
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private QueueFilter someFilter() {
        QueueFilter filter = QueueFilter.OPEN;
        filter = random.nextBoolean() ? filter : filter.withRule(any(RULES));
        filter = random.nextBoolean() ? filter : filter.withChannel(any(CHANNELS));
        filter = random.nextInt(3) > 0 ? filter : filter.withCampaignId(any(CAMPAIGNS));
        filter = random.nextInt(3) > 0 ? filter : filter.withControllerId(any(CONTROLLERS));
        filter = random.nextInt(3) > 0 ? filter : filter.withOlderThan(Duration.ofMinutes(random.nextInt(60)));
        filter = random.nextInt(6) > 0 ? filter : filter.withSearch("subject-" + random.nextInt(CASES / 3));
        EnumSet<CaseState> states = EnumSet.allOf(CaseState.class);
        states.removeIf(state -> random.nextBoolean());
        return states.isEmpty() ? filter : filter.withStates(states);
    }

    private static boolean meets(Known known, QueueFilter filter) {
        return filter.states().contains(known.state())
                && known.facet().meets(filter)
                && (filter.olderThan() == null || !known.quarantinedAt().isAfter(NOW.minus(filter.olderThan())))
                && (filter.search() == null
                        || known.id().equals(filter.search())
                        || known.subject().equals(filter.search()));
    }

    private static Comparator<Known> order(QueueSort sort) {
        Comparator<Known> byAge = Comparator.comparing(Known::quarantinedAt).thenComparing(Known::id);
        return switch (sort) {
            case DEADLINE_FIRST -> Comparator.comparing(Known::deadline).thenComparing(byAge);
            case OLDEST_FIRST -> byAge;
            case NEWEST_FIRST -> byAge.reversed();
        };
    }

    @Test
    void shouldWalkEveryFilterPageByPageWithoutGapOrRepetition() {
        for (int round = 0; round < 200; round++) {
            QueueFilter filter = someFilter();
            QueueSort sort = any(List.of(QueueSort.values()));
            List<String> walked = new ArrayList<>();
            String cursor = null;
            do {
                QueuePage page = queue.page(filter, sort, cursor, 1 + random.nextInt(40));
                page.cases().stream().map(CaseSummary::caseId).forEach(walked::add);
                cursor = page.next();
            } while (cursor != null);

            assertThat(walked)
                    .as("%s by %s", filter, sort)
                    .containsExactlyElementsOf(all.stream()
                            .filter(known -> meets(known, filter))
                            .sorted(order(sort))
                            .map(Known::id)
                            .toList());
        }
    }

    @Test
    void shouldCountWhatAFilterLetsThrough() {
        for (int round = 0; round < 200; round++) {
            QueueFilter filter = someFilter();
            List<Known> met = all.stream().filter(known -> meets(known, filter)).toList();

            QueueCounts counts =
                    queue.page(filter, QueueSort.OLDEST_FIRST, null, 1).counts();

            assertThat(counts.total()).as("%s", filter).isEqualTo(met.size());
            assertThat(counts.byChannel())
                    .as("%s", filter)
                    .isEqualTo(counted(
                            met.stream().map(known -> known.facet().channel()).toList()));
            assertThat(counts.byRule())
                    .as("%s", filter)
                    .isEqualTo(counted(met.stream()
                            .flatMap(known -> known.facet().rules().stream())
                            .toList()));
            assertThat(counts.byCampaign())
                    .as("%s", filter)
                    .isEqualTo(counted(met.stream()
                            .map(known -> known.facet().campaignId())
                            .toList()));
            assertThat(counts.oldest())
                    .as("%s", filter)
                    .isEqualTo(met.stream()
                            .map(Known::quarantinedAt)
                            .min(Comparator.naturalOrder())
                            .orElse(null));
            assertThat(counts.nextDeadline())
                    .as("%s", filter)
                    .isEqualTo(met.stream()
                            .map(Known::deadline)
                            .min(Comparator.naturalOrder())
                            .orElse(null));
        }
    }

    @Test
    void shouldNameNoMoreCampaignsThanAPageCanShow() {
        Handle handle = store.writer();
        for (int n = 0; n < 3 * QueueCounts.MOST; n++) {
            Facet facet = Facet.of(EventKind.OUTBOUND_MESSAGE, "SMS", "single-" + n, "acme", List.of("MSG-OBJECTION"));
            handle.execute(
                    "insert into cases (id, subject, facet, outcomes, digest, quarantined_at, due, retain_until,"
                            + " state, partition, position) values (?, 's', ?, 'REJECT', 'd', 0, 0, 0, 0, 0, ?)",
                    "single-" + n,
                    facets.id(handle, facet),
                    CASES + n);
        }
        tally.load(handle);

        QueueCounts counts =
                queue.page(QueueFilter.OPEN, QueueSort.OLDEST_FIRST, null, 1).counts();

        assertThat(counts.byCampaign()).hasSize(QueueCounts.MOST).containsKeys("spring", "autumn");
        assertThat(List.copyOf(counts.byCampaign().values())).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(counts.byController().get("acme")).isGreaterThan(3L * QueueCounts.MOST);
    }

    private static Map<String, Long> counted(List<String> values) {
        Map<String, Long> counts = new HashMap<>();
        values.stream().filter(Objects::nonNull).forEach(value -> counts.merge(value, 1L, Long::sum));
        return counts;
    }

    /** The gate closes these by itself; until its word of that has come, they are nobody's next work. */
    @Test
    void shouldGiveNobodyWorkThatTheGateDoesItself() {
        Reviewer ewa = new Reviewer("ewa", Set.of(Role.REVIEWER));
        QueueFilter filter = QueueFilter.OPEN.withControllerId("shop");
        insert("past-its-time", "REJECT,RECHECK", NOW, "MSG-CONSENT-MISSING");
        insert("only-to-be-rejected", "REJECT", NOW.plusSeconds(1), "MSG-ALREADY-SENT");
        assertThat(queue.next(filter, ewa)).isEmpty();

        insert("releasable", "REJECT,RECHECK", NOW.plusSeconds(9), "MSG-CONSENT-MISSING");
        assertThat(queue.next(filter, ewa)).map(CaseSummary::caseId).contains("releasable");

        insert("unlawful-send", "REJECT", NOW.plusSeconds(5), "MSG-CONSENT-MISSING", "MSG-ALREADY-SENT");
        assertThat(queue.next(filter, ewa)).map(CaseSummary::caseId).contains("unlawful-send");
    }

    private void insert(String id, String outcomes, Instant due, String... rules) {
        Handle handle = store.writer();
        handle.execute(
                "insert into cases (id, subject, facet, outcomes, digest, quarantined_at, due, retain_until,"
                        + " partition, position) values (?, 'anna', ?, ?, 'd', ?, ?, ?, 1, 0)",
                id,
                facets.id(handle, new Facet(EventKind.OUTBOUND_MESSAGE, "SMS", null, "shop", List.of(rules))),
                outcomes,
                NOW.minusSeconds(60).toEpochMilli(),
                due.toEpochMilli(),
                NOW.plusSeconds(3600).toEpochMilli());
    }

    @Test
    void shouldTakeNoCursorOfAnotherOrder() {
        String cursor =
                queue.page(QueueFilter.OPEN, QueueSort.OLDEST_FIRST, null, 5).next();

        assertThatThrownBy(() -> queue.page(QueueFilter.OPEN, QueueSort.NEWEST_FIRST, cursor, 5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> queue.page(QueueFilter.OPEN, QueueSort.OLDEST_FIRST, "made up", 5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldFindEachPageByAnIndexAlone() {
        for (String order : List.of("due, quarantined_at, id", "quarantined_at, id", "quarantined_at desc, id desc")) {
            List<String> plan = store.writer()
                    .createQuery("explain query plan select rowid from cases where state < 2 and facet in"
                            + " (select value from json_each('[1,2]')) order by " + order + " limit 51")
                    .map((row, context) -> row.getString("detail"))
                    .list();

            assertThat(plan).as(order).anyMatch(step -> step.startsWith("SCAN cases USING COVERING INDEX"));
            assertThat(plan).as(order).noneMatch(step -> step.contains("TEMP B-TREE"));
        }
    }
}
