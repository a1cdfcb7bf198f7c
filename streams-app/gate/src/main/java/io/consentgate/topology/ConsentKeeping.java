// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.policy.Plausible;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentRow;
import io.consentgate.policy.facts.ConsentRow.State;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.KeptActs;
import io.consentgate.policy.facts.KeptActsBuilder;
import io.consentgate.policy.standing.Succession;
import io.consentgate.policy.standing.Succession.Outcome;
import io.consentgate.serde.ConsentReading;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Decides how consent records, erasures and unreadable records change a subject's row. {@link Succession} decides how
 * versions follow each other. This class adds what follows from a record's place and time in the log.
 *
 * <p>On the subject's own partition, a record after an erasure is newer than the erasure. If either of the two was
 * rerouted, the erasure may be the newer one. Their timestamps then decide. Publishers' clocks differ, so timestamps
 * alone must never lose a withdrawal or an objection. Used by one task at a time.
 */
final class ConsentKeeping {

    private static final byte[] NOTHING = {};

    private final ConsentTable consents;
    private final Duration clockSkew;

    /** @param clockSkew how far a publisher's clock may run ahead */
    ConsentKeeping(ConsentTable consents, Duration clockSkew) {
        this.consents = consents;
        this.clockSkew = clockSkew;
    }

    /**
     * Applies a consent record. A record with fields unknown to this version may grant less than it appears to, for
     * example with {@code expires_at} in place of {@code expiresAt}. The row is then in doubt until a higher version
     * arrives without unknown fields. The same version without these fields does not end the doubt: it does not retract
     * what they said.
     *
     * @param misplaced whether the record was rerouted to its subject's partition
     */
    Outcome keep(
            byte[] subject,
            Record<byte[], byte[]> record,
            Origin origin,
            ConsentReading reading,
            boolean misplaced,
            Instant now) {
        ConsentFacts facts = reading.facts();
        StoredConsent stored = consents.stored(subject);
        if (stored.erasures().cover(origin.timestamp(), misplaced)) {
            keepOvertaken(subject, stored, record, origin, facts, now);
            return Outcome.OUTDATED;
        }
        if (stored.isSame(record)) {
            return Outcome.REPEATED;
        }
        ConsentRow before = consents.row(stored);
        if (stored.isUnreadNow(before) || !stored.mayBeFollowedBy(origin, latestPlausible(now))) {
            ConsentRow apart = Succession.apart(before, facts, latestPlausible(now));
            change(subject, stored, before, stored.isUnreadNow(before) ? apart.as(State.IN_DOUBT) : apart);
            return Outcome.DOUBTFUL;
        }
        Succession.Step step = Succession.next(before, facts, latestPlausible(now));
        boolean isNewest = step.outcome() == Outcome.TAKEN || step.outcome() == Outcome.REPEATED;
        boolean doubtful = isNewest && !reading.unknownFields().isEmpty();
        boolean remainsDoubtful =
                step.outcome() == Outcome.REPEATED && before.isInDoubt() && consents.hasUnknownFields(stored);
        ConsentRow after = doubtful || remainsDoubtful ? step.row().as(ConsentRow.State.IN_DOUBT) : step.row();
        // Of two equal records, the store keeps the one with unknown fields, so that the gate still knows of these
        // fields.
        if (step.outcome() == Outcome.TAKEN || doubtful) {
            consents.put(subject, stored.replacedBy(record, origin, after));
        } else {
            change(subject, stored, before, after);
        }
        return doubtful ? Outcome.DOUBTFUL : step.outcome();
    }

    /** Applies a record that the gate cannot read. */
    void keepUnreadable(byte[] subject, Record<byte[], byte[]> record, Origin origin, boolean misplaced, Instant now) {
        StoredConsent stored = consents.stored(subject);
        ConsentRow before = consents.row(stored);
        if (stored.isUnreadNow(before)) {
            // The unreadable record may be the version after the stored one. The stored record must not end the doubt
            // when repeated.
            ConsentRow doubted = Succession.seen(before, before.version() + 1);
            consents.put(subject, stored.with(doubted.as(State.IN_DOUBT)));
            return;
        }
        boolean overtaken = stored.erasures().cover(origin.timestamp(), misplaced);
        consents.put(
                subject,
                stored.replacedBy(
                        overtaken ? withoutContent(record) : record,
                        origin,
                        Succession.unreadable(before, latestPlausible(now))));
    }

    /**
     * Erases everything that the person stated, except objections and withdrawals. An erasure with an implausible
     * timestamp counts as made now.
     */
    void erase(byte[] subject, Record<byte[], byte[]> tombstone, Origin origin, boolean misplaced, Instant now) {
        Instant dated = Instant.ofEpochMilli(origin.timestamp());
        Instant erasedAt = Plausible.isPast(dated, latestPlausible(now)) ? dated : now;
        StoredConsent stored = consents.stored(subject);
        ConsentRow known = consents.row(stored);
        boolean isUnread = stored.isUnreadNow(known);
        ConsentRow row = isUnread ? Succession.unknown(known, erasedAt) : known;
        boolean mayBeOlder = misplaced && stored.timestamp() > erasedAt.toEpochMilli();
        consents.put(
                subject,
                stored.with(stored.erasures().and(erasedAt.toEpochMilli(), misplaced))
                        .replacedBy(
                                withoutContent(tombstone),
                                origin,
                                mayBeOlder
                                        ? erasedPerhaps(row, erasedAt, now)
                                        : erased(row, erasedAt, misplaced || isUnread, now)));
    }

    /** Keeps the stored record and changes what is known about it. */
    private void change(byte[] subject, StoredConsent stored, ConsentRow before, ConsentRow after) {
        if (!after.equals(before)) {
            consents.put(subject, stored.with(after));
        }
    }

    /**
     * Only clocks say that this record was written before the erasure. If its version is newer than the stored one, the
     * row therefore becomes unreadable. On a row without a record, a record of grants alone does not count: the erasure
     * has ended its grants.
     */
    private void keepOvertaken(
            byte[] subject,
            StoredConsent stored,
            Record<byte[], byte[]> record,
            Origin origin,
            ConsentFacts facts,
            Instant now) {
        ConsentRow before = consents.row(stored);
        ConsentRow row = Succession.overtaken(before, facts, latestPlausible(now));
        if (stored.isUnreadNow(before)) {
            ConsentRow doubted = Succession.seen(row, facts.version());
            consents.put(subject, stored.with(doubted.as(State.IN_DOUBT)));
            return;
        }
        boolean isNews = before.hasNoRecord() ? !onlyGrants(facts) : facts.version() > before.version();
        if (isNews && facts.version() <= Succession.HIGHEST_VERSION) {
            KeptActs kept = Succession.unreadable(row, latestPlausible(now)).kept();
            consents.put(
                    subject,
                    stored.replacedBy(
                            withoutContent(record),
                            origin,
                            new ConsentRow(State.UNREADABLE, facts.version(), null, kept)));
        } else {
            change(subject, stored, before, row);
        }
    }

    private static boolean onlyGrants(ConsentFacts facts) {
        return !facts.consents().isEmpty()
                && facts.consents().stream()
                        .allMatch(consent -> consent.status() == ConsentStatus.GRANTED && consent.withdrawnAt() == null)
                && facts.objections().isEmpty();
    }

    /**
     * An unreadable record may be newer than a misplaced erasure, and may contain an objection or a withdrawal.
     *
     * @param mayForbidMore whether an unreadable row may hide an objection or a withdrawal
     */
    private ConsentRow erased(ConsentRow row, Instant erasedAt, boolean mayForbidMore, Instant now) {
        ConsentRow erased = Succession.erased(row, erasedAt, latestPlausible(now));
        return mayForbidMore && row.isUnreadable()
                ? new ConsentRow(State.UNREADABLE, row.version(), null, erased.kept())
                : erased;
    }

    /** The row stays unreadable, with the version up to which something is unknown. */
    private ConsentRow erasedPerhaps(ConsentRow row, Instant erasedAt, Instant now) {
        ConsentRow unread = Succession.unreadable(row, latestPlausible(now));
        KeptActs kept = unread.kept();
        Instant before = kept.erasedAt();
        return unread.keeping(KeptActsBuilder.builder(kept)
                .erasedAt(before == null || before.isBefore(erasedAt) ? erasedAt : before)
                .build());
    }

    /** The latest instant that a publisher with a fast clock can have stated truthfully. */
    private Instant latestPlausible(Instant now) {
        return now.plus(clockSkew);
    }

    private static Record<byte[], byte[]> withoutContent(Record<byte[], byte[]> record) {
        return record.withValue(NOTHING).withHeaders(new RecordHeaders());
    }
}
