// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentRow;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.QuarantineCase.ConsentSeen;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of the gate's consent store, whether from the store or from its changelog ({@link Topics#consentChangelog}),
 * whose keys are subject ids in UTF-8, save a few that {@link #isOfSubject} tells. Whoever decides by a row sees what the gate sees, through this and nothing else.
 */
public final class ConsentRows {
    private ConsentRows() {}

    /**
     * What a row says.
     *
     * @param view what the policy is given
     * @param seen the record that it was read from; null where there is none, or none that can be read
     */
    public record Read(ConsentView view, @Nullable ConsentSeen seen) {
        /** Of a subject without a row. */
        public static final Read NOTHING = new Read(ConsentView.NoRecord.NO_RECORD, null);
    }

    /**
     * What a row says of itself, whether or not its record can be read.
     *
     * @param version of the newest record that could be read; {@link Long#MIN_VALUE} if there was none
     * @param partition partition of the consent topic that the publisher wrote the row's record or erasure to
     * @param offset its offset there
     * @param recordedAt its timestamp there
     * @param erasedAt when the person was erased last; null if never
     */
    public record Outline(
            ConsentRow.State state,
            long version,
            int partition,
            long offset,
            Instant recordedAt,
            @Nullable Instant erasedAt) {}

    /**
     * A row of a changelog.
     *
     * @param view what the policy is given
     * @param schema the header that names the record's schema, where there was one
     * @param record the newest record as its publisher wrote it; empty where there is none
     */
    public record Held(Outline outline, ConsentView view, Headers schema, byte[] record) {}

    /**
     * Reads a row.
     *
     * @param row null where there is none, as after a null value in the changelog
     * @param reader waits for the registry where it must
     * @throws IllegalStateException if it is no row, or one of a newer gate
     */
    public static Read read(byte @Nullable [] row, FactsReader reader) {
        if (row == null) {
            return Read.NOTHING;
        }
        StoredConsent stored = StoredConsent.fromBytes(row);
        ConsentRow read = stored.row(reader);
        ConsentFacts newest = read.newest();
        return new Read(
                read.view(),
                newest == null
                        ? null
                        : new ConsentSeen(newest.version(), newest.updatedAt(), stored.partition(), stored.offset()));
    }

    /**
     * Reads a row that others than a gate may have written.
     *
     * @param reader waits for the registry where it must
     * @return empty if it is no row, or one of a newer gate
     */
    public static Optional<Held> held(byte[] row, FactsReader reader) {
        return stored(row)
                .map(stored ->
                        new Held(outline(stored), stored.row(reader).view(), stored.schemaHeaders(), stored.value()));
    }

    /**
     * The outline of a row that others than a gate may have written; its record is not read.
     *
     * @return empty if it is no row, or one of a newer gate
     */
    public static Optional<Outline> outline(byte[] row) {
        return stored(row).map(ConsentRows::outline);
    }

    /** Whether a key of the changelog is a subject's; a row under another one says something of the store itself. */
    public static boolean isOfSubject(byte[] key) {
        return ConsentProgress.isOfSubject(key);
    }

    /** The partition that a subject's row and records belong on, where all topics have as many partitions. */
    public static int partitionOf(String subjectId, int partitions) {
        return new Placement(partitions).partitionOf(subjectId.getBytes(UTF_8));
    }

    private static Optional<StoredConsent> stored(byte[] row) {
        try {
            return Optional.of(StoredConsent.fromBytes(row));
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static Outline outline(StoredConsent stored) {
        return new Outline(
                stored.state(),
                stored.version(),
                stored.partition(),
                stored.offset(),
                Instant.ofEpochMilli(stored.timestamp()),
                stored.kept().erasedAt());
    }
}
