// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.Claim;
import io.consentgate.console.cases.Closing;
import io.consentgate.console.cases.EventKind;
import io.consentgate.console.cases.VerdictOutcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads cases from the index. Thread-safe. */
final class CaseRows {

    static final String COLUMNS = "c.id, c.subject, c.facet, c.outcomes, c.digest, c.quarantined_at, c.due,"
            + " c.retain_until, c.state, c.escalated, c.pending_verdict, c.claim_holder, c.claim_since, c.claim_until,"
            + " c.closed_as, c.closed_outcome, c.closed_by, c.released_topic, c.closed_at, c.partition, c.position";

    private static final Facet UNKNOWN = new Facet(EventKind.UNKNOWN, null, null, null, List.of());

    private final Facets facets;
    private final Clock clock;

    CaseRows(Facets facets, Clock clock) {
        this.facets = facets;
        this.clock = clock;
    }

    /**
     * A case with its background in the log.
     *
     * @param pendingVerdict id of the verdict that waits for a second reviewer; null when there is none
     */
    record Row(CaseSummary summary, String digest, @Nullable String pendingVerdict, int partition, long offset) {}

    Optional<Row> find(Handle handle, String caseId) {
        return handle.createQuery("select " + COLUMNS + " from cases c where c.id = ?")
                .bind(0, caseId)
                .map((row, context) -> row(row))
                .findOne();
    }

    Row row(ResultSet row) throws SQLException {
        Facet facet = Optional.ofNullable(facets.get(row.getInt("facet"))).orElse(UNKNOWN);
        return new Row(
                new CaseSummary(
                        row.getString("id"),
                        row.getString("subject"),
                        facet.kind(),
                        facet.channel(),
                        facet.campaignId(),
                        facet.controllerId(),
                        facet.rules(),
                        outcomes(row.getString("outcomes")),
                        Instant.ofEpochMilli(row.getLong("quarantined_at")),
                        Instant.ofEpochMilli(row.getLong("due")),
                        Instant.ofEpochMilli(row.getLong("retain_until")),
                        StateCode.state(row.getInt("state")),
                        row.getBoolean("escalated"),
                        claim(row),
                        closing(row)),
                row.getString("digest"),
                row.getString("pending_verdict"),
                row.getInt("partition"),
                row.getLong("position"));
    }

    private @Nullable Claim claim(ResultSet row) throws SQLException {
        String holder = row.getString("claim_holder");
        Instant until = Instant.ofEpochMilli(row.getLong("claim_until"));
        return holder == null || !until.isAfter(clock.instant())
                ? null
                : new Claim(holder, Instant.ofEpochMilli(row.getLong("claim_since")), until);
    }

    private static @Nullable Closing closing(ResultSet row) throws SQLException {
        String closedAs = row.getString("closed_as");
        if (closedAs == null) {
            return null;
        }
        Closing.Kind kind = switch (closedAs) {
            case "ERASED" -> Closing.Kind.ERASED;
            case "EXPIRED" -> Closing.Kind.EXPIRED;
            case "UNRELEASABLE" -> Closing.Kind.UNRELEASABLE;
            case "CLEARED" -> Closing.Kind.CLEARED;
            default -> Closing.Kind.VERDICT;
        };
        return new Closing(
                kind,
                outcome(row.getString("closed_outcome")).orElse(null),
                row.getString("closed_by"),
                row.getString("released_topic"),
                Instant.ofEpochMilli(row.getLong("closed_at")));
    }

    /** An outcome by the contract's name; empty if this version does not know it. */
    static Optional<VerdictOutcome> outcome(@Nullable String name) {
        return Arrays.stream(VerdictOutcome.values())
                .filter(outcome -> outcome.name().equals(name))
                .findFirst();
    }

    private static Set<VerdictOutcome> outcomes(String names) {
        return Arrays.stream(names.split(",", -1))
                .flatMap(name -> outcome(name).stream())
                .collect(Collectors.toSet());
    }
}
