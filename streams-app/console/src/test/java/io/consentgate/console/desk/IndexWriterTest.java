// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.console.cases.EventKind;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.topology.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the index forgets, and what it must not. */
class IndexWriterTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String CHANGELOG = Topics.consentChangelog("consent-gate");
    private static final Duration RETENTION = Duration.ofDays(1095);
    private static final Instant OLD = NOW.minus(RETENTION).minusSeconds(1);
    private static final Instant RECENT = NOW.minus(RETENTION).plusSeconds(1);

    private IndexStore store;
    private Facets facets;
    private IndexWriter writer;
    private int position;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = IndexStore.open(folder, "a log");
        facets = new Facets();
        writer = new IndexWriter(store, facets, new Tally(facets), null, Topics.prefixed(""), CHANGELOG, RETENTION);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldForgetWhatBecameOfACaseOnceTheReviewsRetentionHasEnded() {
        history("old", OLD);
        history("recent", RECENT);
        history("open", OLD);
        store.writer()
                .execute("insert into cases (id, subject, facet, outcomes, digest, quarantined_at, due, retain_until,"
                        + " partition, position) values ('open', 's', 1, '', 'd', 0, 0, 0, 0, 0)");

        writer.forget(NOW);

        for (String table : List.of("acts", "verdicts", "outcomes")) {
            assertThat(ids("select case_id from " + table)).as(table).containsExactlyInAnyOrder("recent", "open");
        }
    }

    /** A publisher may write another campaign into each message. */
    @Test
    void shouldForgetWhatNoCaseIsCountedByAnyMore() {
        int gone = facet("gone");
        int kept = facet("kept");
        aCase("gone", gone, NOW.minusSeconds(1));
        aCase("kept", kept, NOW.plusSeconds(1));

        writer.forget(NOW);

        assertThat(ids("select campaign from facets")).containsExactly("kept");
        assertThat(ids("select distinct facet from tally")).containsExactly(String.valueOf(kept));
        assertThat(facets.get(gone)).isNull();
        assertThat(facets.get(kept)).isNotNull();
        int again = facet("gone");
        assertThat(facets.get(again).campaignId()).isEqualTo("gone");
        assertThat(ids("select campaign from facets where id = " + again)).containsExactly("gone");
    }

    private int facet(String campaign) {
        return facets.id(
                store.writer(), Facet.of(EventKind.OUTBOUND_MESSAGE, "SMS", campaign, "acme", List.of("MSG-EXPIRED")));
    }

    private void aCase(String id, int facet, Instant retainUntil) {
        store.writer()
                .execute(
                        "insert into cases (id, subject, facet, outcomes, digest, quarantined_at, due, retain_until, state,"
                                + " partition, position) values (?, 's', ?, '', 'd', 0, 0, ?, 2, 0, 0)",
                        id,
                        facet,
                        retainUntil.toEpochMilli());
    }

    @Test
    void shouldKeepLongIdsShortAndApart() {
        String id = "c".repeat(1 << 20);

        Facet one = Facet.of(EventKind.OUTBOUND_MESSAGE, "SMS", id + "1", id, List.of());
        Facet other = Facet.of(EventKind.OUTBOUND_MESSAGE, "SMS", id + "2", id, List.of());

        assertThat(one.campaignId()).hasSizeLessThan(300).isNotEqualTo(other.campaignId());
        assertThat(one.controllerId()).hasSizeLessThan(300).isEqualTo(other.controllerId());
        assertThat(one).isEqualTo(Facet.of(EventKind.OUTBOUND_MESSAGE, "SMS", id + "1", id, List.of()));
        String whole = "c".repeat(Facet.LONGEST_ID);
        assertThat(Facet.of(EventKind.OUTBOUND_MESSAGE, "SMS", whole, null, List.of())
                        .campaignId())
                .isEqualTo(whole);
        assertThat(one.meets(QueueFilter.OPEN.withCampaignId(one.campaignId())))
                .as("as a page links to it")
                .isTrue();
    }

    private void history(String caseId, Instant at) {
        Handle handle = store.writer();
        long millis = at.toEpochMilli();
        position++;
        handle.execute(
                "insert into acts values (0, ?, ?, 's', 'anna', 'OPENED', null, null, 0, ?)", position, caseId, millis);
        handle.execute(
                "insert into verdicts (partition, position, verdict_id, case_id, subject, reviewer, outcome, opened_at,"
                        + " active_seconds, decided_at, bulk, fails_control, rationale) values (0, ?, ?, ?, 's', 'anna', 'REJECT',"
                        + " 0, 1, ?, 0, 0, x'00')",
                position,
                "v-" + caseId,
                caseId,
                millis);
        handle.execute(
                "insert into outcomes values (0, ?, ?, 's', null, 'APPLIED', 'REJECT', 0, 0, null, 'anna', ?, 1)",
                position,
                caseId,
                millis);
    }

    @Test
    void shouldForgetSupersededConsentsButNotTheOneThatCounts() {
        consent("kept", ConsentKind.RECORD, 1, OLD);
        consent("superseded", ConsentKind.RECORD, 1, OLD);
        consent("superseded", ConsentKind.RECORD, 3, OLD);
        consent("superseded", ConsentKind.RECORD, 2, OLD);
        consent("erased", ConsentKind.RECORD, 1, OLD);
        consent("erased", ConsentKind.ERASURE, null, OLD);
        consent("erased-lately", ConsentKind.RECORD, 1, OLD);
        consent("erased-lately", ConsentKind.ERASURE, null, RECENT);
        consent("blocked", ConsentKind.RECORD, 2, OLD);
        consent("blocked", ConsentKind.UNREADABLE, null, OLD);
        consent("blocked", ConsentKind.RECORD, 1, OLD);

        writer.forget(NOW);

        assertThat(ids("select subject || ' ' || kind || ' ' || coalesce(version, '') from consents"
                        + " order by subject, position"))
                .containsExactly(
                        "blocked RECORD 2",
                        "blocked UNREADABLE ",
                        "blocked RECORD 1",
                        "erased-lately ERASURE ",
                        "kept RECORD 1",
                        "superseded RECORD 3",
                        "superseded RECORD 2");
    }

    private void consent(String subject, ConsentKind kind, Integer version, Instant at) {
        store.writer()
                .execute(
                        "insert into consents values (?, 0, ?, ?, ?, ?)",
                        subject,
                        position++,
                        kind.name(),
                        version,
                        at.toEpochMilli());
    }

    @Test
    void shouldForgetOldRowsOfTheGateButNeverTheLastOne() {
        held("kept", 0, OLD);
        held("replaced", 0, OLD);
        held("replaced", 1, OLD);
        held("of-a-case", 0, OLD);
        held("of-a-case", 1, OLD);
        held("recent", 0, RECENT);
        held("recent", 1, RECENT);
        store.writer()
                .execute("insert into cases (id, subject, facet, outcomes, digest, quarantined_at, due, retain_until,"
                        + " partition, position) values ('open', 'of-a-case', 1, '', 'd', 0, 0, 0, 0, 0)");

        writer.forget(NOW);

        assertThat(ids("select subject || ' ' || position from held_consents order by subject, position"))
                .containsExactly("kept 0", "of-a-case 0", "of-a-case 1", "recent 0", "recent 1", "replaced 1");
    }

    private void held(String subject, int at, Instant written) {
        store.writer()
                .execute(
                        "insert into held_consents values (?, 0, ?, 'ROW', 'CURRENT', 1, 0, 0, ?, null)",
                        subject,
                        at,
                        written.toEpochMilli());
    }

    @Test
    void shouldKeepAChangelogsRowsUnlessItIsAnotherOne() {
        Changelog first = new Changelog("first", List.of());
        assertThat(writer.begins(first)).isTrue();
        held("s", 0, RECENT);
        store.writer().execute("insert into positions values (?, 0, 1)", CHANGELOG);

        assertThat(writer.begins(first)).isFalse();
        assertThat(ids("select subject from held_consents")).hasSize(1);
        assertThat(writer.positions()).hasSize(1);

        assertThat(writer.begins(new Changelog("second", List.of()))).isTrue();
        assertThat(ids("select subject from held_consents")).isEmpty();
        assertThat(writer.positions()).isEmpty();
    }

    private List<String> ids(String query) {
        return store.writer().createQuery(query).mapTo(String.class).list();
    }
}
