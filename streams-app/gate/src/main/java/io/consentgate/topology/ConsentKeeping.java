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
 * What records, erasures and what nobody can read make of a person's row. How versions follow each other is the policy's to
 * say ({@link Succession}); here is what follows from where a record stood in the log, and when.
 *
 * <p>In the log of the subject's own partition, what follows an erasure is news. Where one of the two was on its way there, the
 * erasure may be the younger one: their times say so, but clocks differ, so that alone must never lose what takes consent
 * back. Used by one task at a time.
 */
final class ConsentKeeping {

    private static final byte[] NOTHING = {};

    private final ConsentTable consents;
    private final Duration clockSkew;

    /** @param clockSkew how far a publisher's clock may be ahead */
    ConsentKeeping(ConsentTable consents, Duration clockSkew) {
        this.consents = consents;
        this.clockSkew = clockSkew;
    }

    /**
     * Takes a record that was read. One whose schema has fields that this version does not know may say less than it seems to,
     * as with {@code expires_at} for {@code expiresAt}: it is in doubt until a higher version comes without them. The same version
     * without them leaves it in doubt, for it does not say that they said nothing.
     *
     * @param misplaced whether it was brought to its subject from another place in the log
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
        // Of two records that say the same, the one with fields that are not known is kept, so that they stay known of.
        if (step.outcome() == Outcome.TAKEN || doubtful) {
            consents.put(subject, stored.replacedBy(record, origin, after));
        } else {
            change(subject, stored, before, after);
        }
        return doubtful ? Outcome.DOUBTFUL : step.outcome();
    }

    /** Takes it that a record came that nobody can read. */
    void keepUnreadable(byte[] subject, Record<byte[], byte[]> record, Origin origin, boolean misplaced, Instant now) {
        StoredConsent stored = consents.stored(subject);
        ConsentRow before = consents.row(stored);
        if (stored.isUnreadNow(before)) {
            // What it says may follow the record on record, which must not end the doubt by coming once more.
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

    /** Nothing that the person said is kept, save what they forbade. An erasure of a time that cannot be true is one of now. */
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

    /** The same record, of which something else is known now. */
    private void change(byte[] subject, StoredConsent stored, ConsentRow before, ConsentRow after) {
        if (!after.equals(before)) {
            consents.put(subject, stored.with(after));
        }
    }

    /**
     * Clocks alone say that it was written before the erasure. So a version that is newer than what is on record leaves a sign
     * that something was not read, unless all that it holds are grants, which the erasure has ended.
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
     * What could not be read may be younger than an erasure that was on its way, and forbid something.
     *
     * @param mayForbidMore whether something may be forbidden that the row does not tell, if it is unreadable
     */
    private ConsentRow erased(ConsentRow row, Instant erasedAt, boolean mayForbidMore, Instant now) {
        ConsentRow erased = Succession.erased(row, erasedAt, latestPlausible(now));
        return mayForbidMore && row.isUnreadable()
                ? new ConsentRow(State.UNREADABLE, row.version(), null, erased.kept())
                : erased;
    }

    /** It stays on record that something is not known, and up to which version. */
    private ConsentRow erasedPerhaps(ConsentRow row, Instant erasedAt, Instant now) {
        ConsentRow unread = Succession.unreadable(row, latestPlausible(now));
        KeptActs kept = unread.kept();
        Instant before = kept.erasedAt();
        return unread.keeping(KeptActsBuilder.builder(kept)
                .erasedAt(before == null || before.isBefore(erasedAt) ? erasedAt : before)
                .build());
    }

    /** The latest instant that a publisher whose clock is ahead can have stated truthfully. */
    private Instant latestPlausible(Instant now) {
        return now.plus(clockSkew);
    }

    private static Record<byte[], byte[]> withoutContent(Record<byte[], byte[]> record) {
        return record.withValue(NOTHING).withHeaders(new RecordHeaders());
    }
}
