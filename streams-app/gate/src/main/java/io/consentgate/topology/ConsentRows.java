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
 * Reads rows of the gate's consent store, from the store or from its changelog ({@link Topics#consentChangelog}). Keys
 * are subject ids in UTF-8, except the few that {@link #isOfSubject} excludes. All decisions on a row read it through
 * this class, so that they see what the gate sees.
 */
public final class ConsentRows {
    private ConsentRows() {}

    /**
     * The content of a row.
     *
     * @param view the policy's input
     * @param seen the record that the row was read from; null when there is no readable record
     */
    public record Read(ConsentView view, @Nullable ConsentSeen seen) {
        /** For a subject without a row. */
        public static final Read NOTHING = new Read(ConsentView.NoRecord.NO_RECORD, null);
    }

    /**
     * The metadata of a row, known even when its record cannot be read.
     *
     * @param version of the newest readable record; {@link Long#MIN_VALUE} if there was none
     * @param partition partition of the consent topic to which the publisher wrote the row's record or erasure
     * @param offset its offset there
     * @param recordedAt its timestamp there
     * @param erasedAt when the person was last erased; null if never
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
     * @param view the policy's input
     * @param schema the header that names the record's schema, if there was one
     * @param record the newest record as its publisher wrote it; empty when there is none
     */
    public record Held(Outline outline, ConsentView view, Headers schema, byte[] record) {}

    /**
     * Reads a row.
     *
     * @param row null when there is none, as after a null value in the changelog
     * @param reader waits for the registry when it must
     * @throws IllegalStateException if the bytes are no row, or a newer gate wrote the row
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
     * Reads a row whose writer may not be a gate.
     *
     * @param reader waits for the registry when it must
     * @return empty if the bytes are no row, or a newer gate wrote the row
     */
    public static Optional<Held> held(byte[] row, FactsReader reader) {
        return stored(row)
                .map(stored ->
                        new Held(outline(stored), stored.row(reader).view(), stored.schemaHeaders(), stored.value()));
    }

    /**
     * The outline of a row whose writer may not be a gate. Does not read the row's record.
     *
     * @return empty if the bytes are no row, or a newer gate wrote the row
     */
    public static Optional<Outline> outline(byte[] row) {
        return stored(row).map(ConsentRows::outline);
    }

    /** Whether a changelog key belongs to a subject. Rows under other keys describe the store itself. */
    public static boolean isOfSubject(byte[] key) {
        return ConsentProgress.isOfSubject(key);
    }

    /** The partition of a subject's row and records, when all topics have this partition count. */
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
