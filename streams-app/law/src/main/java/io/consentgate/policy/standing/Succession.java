// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.Plausible;
import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentFacts.Inquiry;
import io.consentgate.policy.facts.ConsentRow;
import io.consentgate.policy.facts.ConsentRow.State;
import io.consentgate.policy.facts.ContactReferences;
import io.consentgate.policy.facts.KeptActs;
import io.consentgate.policy.facts.KeptActs.Answered;
import io.consentgate.policy.facts.KeptActs.Corrected;
import io.consentgate.policy.facts.KeptActs.KnownProof;
import io.consentgate.policy.facts.KeptActs.Limit;
import io.consentgate.policy.facts.KeptActs.SharedName;
import io.consentgate.policy.facts.KeptActsBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the versions of one person's record follow each other. A version replaces the previous version as a whole, except
 * what the person forbade. A prohibition lasts until the person later allows the same, or until a version says that it
 * was recorded in error.
 *
 * <ul>
 *   <li>The gate keeps an act against that a newer version leaves out. It also keeps a consent with an end: that
 *       consent allows nothing, but an earlier consent does not outlast it.
 *   <li>A newer version may state the same act at another time. It gives an unknown time a real one only where it
 *       certainly means the same act. Otherwise the later of both times holds, unless the version corrects the act. A
 *       newer version may add the hour to a day.
 *   <li>An objection without an id, at another time, is another objection: both hold, and each needs its own
 *       correction.
 *   <li>A correction holds for acts of earlier versions, no matter when those arrive; see {@link Corrections}. A
 *       correction without a reference has no effect.
 *   <li>An answered inquiry stays closed when a newer version leaves out the answer.
 *   <li>The same version with other content leaves the row in doubt. So does an older version that forbids what nothing
 *       on record forbids. In doubt, the prohibitions of both versions hold, and neither version allows anything. A
 *       higher version ends the doubt. So does the row's own version when it is read again, as in a replay of the
 *       topic.
 *   <li>A version so high that no version could follow it contradicts the record.
 *   <li>The same version contradicts the record, too, if it drops the proof of the consent before an act, or dates that
 *       proof later.
 *   <li>An erasure leaves what was forbidden and when, without the publisher's names for it. It also leaves digests of
 *       the proofs, so that no import can date them later than the erasure.
 * </ul>
 *
 * <p>{@code latest} is everywhere the latest instant that a publisher with a fast clock can state truthfully.
 */
public final class Succession {

    /**
     * Far above any count of versions and any time in nanoseconds. Numbers above it are fillers, such as the largest of
     * a type.
     */
    public static final long HIGHEST_VERSION = Long.MAX_VALUE / 2;

    private Succession() {}

    public enum Outcome {
        /** The version is now the person's record. */
        TAKEN,
        /** The version says the same as the record. */
        REPEATED,
        /** A newer version is on record, and the gate already knows all that this version forbids. */
        OUTDATED,
        /** The version contradicts the record. */
        DOUBTFUL
    }

    /** The outcome for a version, and the row after it. */
    public record Step(Outcome outcome, ConsentRow row) {}

    /** Applies an arriving version to the row. */
    public static Step next(ConsentRow row, ConsentFacts version, Instant latest) {
        if (version.version() > HIGHEST_VERSION) {
            return contradicted(row, version, latest);
        }
        if (isNewer(version, row)) {
            return new Step(Outcome.TAKEN, after(row, version, latest));
        }
        ConsentFacts newest = row.newest();
        if (newest != null && version.version() == row.version()) {
            return isSame(version, newest)
                    ? new Step(Outcome.REPEATED, row.as(State.CURRENT))
                    : contradicted(row, version, latest);
        }
        ConsentRow corrected = corrected(row, version, latest);
        return forbidsMore(version, corrected, latest)
                ? contradicted(corrected, version, latest)
                : new Step(Outcome.OUTDATED, adding(corrected, version, latest));
    }

    /**
     * Applies a version that cannot follow the record, because the record is unreadable or was written later. The
     * prohibitions of the version hold, and nothing that it allows counts.
     *
     * @return the row, which the caller must put in doubt; only a version above both ends the doubt
     */
    public static ConsentRow apart(ConsentRow row, ConsentFacts version, Instant latest) {
        return seen(adding(row, version, latest), version.version());
    }

    /** The same row, which only a version above the given version can follow. */
    public static ConsentRow seen(ConsentRow row, long version) {
        boolean isCounted = version > row.version() && version <= HIGHEST_VERSION;
        return isCounted ? new ConsentRow(row.state(), version, row.newest(), row.kept()) : row;
    }

    /**
     * The row of a person whose unreadable record is about to be erased. The record may have held objections, which
     * outlast an erasure; grants do not.
     */
    public static ConsentRow unknown(ConsentRow row, Instant until) {
        Stream<ActAgainst> objections = Stream.of(
                        ActAgainst.Kind.OBJECTION_TO_MARKETING, ActAgainst.Kind.OBJECTION_TO_PROFILING)
                .map(kind ->
                        new ActAgainst(kind, null, null, null, null, null, null, until, row.version(), null, null));
        return row.keeping(KeptActsBuilder.builder(row.kept())
                .acts(Bounds.kept(
                        Stream.concat(row.kept().acts().stream(), objections).toList()))
                .build());
    }

    /**
     * The row after an unreadable record arrives: the prohibitions of the newest record hold, and nothing that it
     * allowed counts.
     */
    public static ConsentRow unreadable(ConsentRow row, Instant latest) {
        return new ConsentRow(
                State.UNREADABLE,
                row.version(),
                null,
                keeping(
                        sharing(row, List.of(), latest),
                        all(row, latest).toList(),
                        List.of(),
                        builder -> builder.limits(Limits.kept(knownLimits(row, latest), List.of()))
                                .proofs(KnownProofs.kept(knownProofs(row, latest), List.of()))
                                .answered(AnsweredInquiries.kept(knownAnswers(row, latest), List.of(), latest))));
    }

    /**
     * The row after the person is erased. Acts of unknown time are dated at the erasure, because the gate already knows
     * them.
     *
     * @param erasedAt when, by the publisher's clock. Everything on record was said, proven and written earlier, even
     *     if its dates are later
     */
    public static ConsentRow erased(ConsentRow row, Instant erasedAt, Instant latest) {
        Instant last = later(erasedAt, row.kept().erasedAt());
        for (Answered answered : row.kept().answered()) {
            last = later(last, Plausible.known(answered.openedAt(), latest));
            last = later(last, answered.answeredAt());
        }
        for (ActAgainst act : known(row, latest)) {
            last = later(last, act.at());
        }
        if (row.newest() != null) {
            last = later(last, Plausible.known(row.newest().updatedAt(), latest));
            for (Consent entry : row.newest().consents()) {
                Evidence evidence = entry.evidence();
                last = later(last, evidence == null ? null : Plausible.known(evidence.capturedAt(), latest));
            }
            for (Inquiry inquiry : row.newest().inquiries()) {
                last = later(last, Plausible.known(inquiry.openedAt(), latest));
                last = later(last, Plausible.known(inquiry.answeredAt(), latest));
            }
        }
        return ConsentRow.EMPTY.keeping(KeptActsBuilder.builder(KeptActs.NONE)
                .acts(Bounds.kept(Bounds.merged(nameless(known(row, latest), last))))
                .proofs(KnownProofs.erased(knownProofs(row, latest), last))
                .erasedAt(last)
                .build());
    }

    /**
     * The row after a version arrives that was written before the person was erased. The gate keeps only what the
     * version forbids, and digests of its proofs.
     */
    public static ConsentRow overtaken(ConsentRow row, ConsentFacts version, Instant latest) {
        KeptActs before = row.kept();
        Instant erasedAt = before.erasedAt() == null ? latest : before.erasedAt();
        List<ActAgainst> acts = Stream.concat(
                        before.acts().stream(), nameless(ActsAgainst.in(version, latest), erasedAt).stream())
                .distinct()
                .toList();
        Stream<KnownProof> proofs = KnownProofs.erased(KnownProofs.in(version, latest).stream(), erasedAt).stream();
        return row.keeping(KeptActsBuilder.builder(before)
                .acts(Bounds.kept(acts))
                .proofs(KnownProofs.kept(Stream.concat(before.proofs().stream(), proofs), List.of()))
                .build());
    }

    private static boolean isNewer(ConsentFacts version, ConsentRow row) {
        return switch (row.state()) {
            case NONE -> true;
            case CURRENT, UNREADABLE -> version.version() > row.version();
            case IN_DOUBT -> row.newest() == null || version.version() > row.version();
        };
    }

    private static ConsentRow after(ConsentRow row, ConsentFacts version, Instant latest) {
        ConsentRow corrected = corrected(row, version, latest);
        List<ActAgainst> stated = ActsAgainst.in(version, latest);
        List<ActAgainst> before = known(corrected, latest);
        List<ActAgainst> ever = all(corrected, latest).toList();
        List<ActAgainst> dated =
                before.stream().filter(act -> isDated(act, stated, ever)).toList();
        List<ActAgainst> known = Stream.concat(
                        before.stream().filter(act -> !isRestated(act, stated, before) && !dated.contains(act)),
                        corrected.kept().lifted().stream())
                .toList();
        KeptActs kept = keeping(
                sharing(corrected, stated, latest),
                known,
                stated,
                builder -> builder.dated(
                                Bounds.newest(Stream.concat(corrected.kept().dated().stream(), dated.stream())))
                        .limits(Limits.kept(knownLimits(corrected, latest), Limits.in(version, latest)))
                        .proofs(KnownProofs.kept(knownProofs(corrected, latest), KnownProofs.in(version, latest)))
                        .answered(AnsweredInquiries.kept(
                                knownAnswers(corrected, latest), AnsweredInquiries.in(version, latest), latest)));
        return new ConsentRow(State.CURRENT, version.version(), version, kept);
    }

    /** With an unreadable record nothing is allowed anyway, and only a higher version ends that state. */
    private static Step contradicted(ConsentRow row, ConsentFacts version, Instant latest) {
        ConsentRow after = adding(row, version, latest);
        return new Step(Outcome.DOUBTFUL, row.isUnreadable() ? after : after.as(State.IN_DOUBT));
    }

    /** The row with all that a version forbids and that is not on record yet. */
    private static ConsentRow adding(ConsentRow row, ConsentFacts version, Instant latest) {
        List<ActAgainst> stated = stated(row, latest);
        List<ActAgainst> acts = ActsAgainst.in(version, latest);
        List<ActAgainst> known = all(row, latest).toList();
        // An act on record dated other acts when the gate first read it. It may since have replaced the older act of
        // its time.
        List<ActAgainst> unread = acts.stream()
                .filter(act -> !isOnRecord(act, acts, row, stated, row.kept().acts()))
                .toList();
        // A newer version that states an act of the same time, or of a later time, may stand for several older acts.
        List<ActAgainst> dating = unread.stream()
                .filter(late ->
                        known.stream().noneMatch(other -> other.version() > late.version() && isNoEarlier(other, late)))
                .toList();
        List<ActAgainst> dated = row.kept().acts().stream()
                .filter(act -> isDated(act, dating, known))
                .toList();
        List<ActAgainst> kept = new ArrayList<>(row.kept().acts());
        kept.removeAll(dated);
        // An added act may replace a kept act that stood for another act of the same version, so the loop starts again.
        boolean replaced = true;
        while (replaced) {
            replaced = false;
            for (ActAgainst act : acts) {
                if (!isOnRecord(act, acts, row, stated, kept)) {
                    // A newer version may be corrected by itself, so its statement stays apart.
                    replaced |= kept.removeIf(other -> restates(act, other, known));
                    kept.add(act);
                }
            }
        }
        KeptActs before = row.kept();
        List<ActAgainst> misdated = misdated(row, acts, unread, stated);
        return row.keeping(keeping(
                sharingLate(row, acts, latest),
                Stream.of(kept, misdated, before.lifted())
                        .flatMap(Collection::stream)
                        .toList(),
                stated,
                builder -> builder.dated(Bounds.newest(Stream.concat(
                                before.dated().stream().filter(act -> !misdated.contains(act)), dated.stream())))
                        .limits(Limits.kept(
                                Stream.concat(before.limits().stream(), Limits.in(version, latest).stream())
                                        .toList(),
                                Limits.in(row.newest(), latest)))
                        .proofs(KnownProofs.kept(
                                Stream.concat(before.proofs().stream(), KnownProofs.in(version, latest).stream()),
                                KnownProofs.in(row.newest(), latest)))
                        .answered(AnsweredInquiries.kept(
                                Stream.concat(
                                        before.answered().stream(), AnsweredInquiries.in(version, latest).stream()),
                                AnsweredInquiries.in(row.newest(), latest),
                                latest))));
    }

    private static boolean forbidsMore(ConsentFacts version, ConsentRow row, Instant latest) {
        List<ActAgainst> stated = stated(row, latest);
        List<ActAgainst> known = known(row, latest);
        List<ActAgainst> acts = ActsAgainst.in(version, latest);
        List<Corrected> corrected = row.kept().corrected();
        List<SharedName> shared = sharingLate(row, acts, latest).shared();
        return acts.stream()
                .anyMatch(act -> !Corrections.lift(act, corrected, shared)
                        && !isOnRecord(act, acts, row, stated, row.kept().acts())
                        && known.stream().noneMatch(other -> other.covers(act) && !act.isLaterThan(other)));
    }

    /**
     * @param acts the acts of the version that states the act
     * @param kept kept acts of the row
     */
    private static boolean isOnRecord(
            ActAgainst act, List<ActAgainst> acts, ConsentRow row, List<ActAgainst> stated, List<ActAgainst> kept) {
        ActAgainst asKept = Bounds.shortened(act);
        return row.kept().lifted().contains(asKept)
                || stated.contains(act)
                || isRestated(act, stated, acts)
                // An act of an older version does not stand for this act: a version in between may correct only the
                // older act.
                || Stream.concat(kept.stream(), row.kept().dated().stream())
                        .anyMatch(other -> other.equals(asKept) || restates(other, act, acts));
    }

    private static List<ActAgainst> stated(ConsentRow row, Instant latest) {
        return row.newest() == null ? List.of() : ActsAgainst.in(row.newest(), latest);
    }

    private static List<ActAgainst> known(ConsentRow row, Instant latest) {
        return Stream.concat(stated(row, latest).stream(), row.kept().acts().stream())
                .toList();
    }

    private static Stream<ActAgainst> withLifted(KeptActs kept) {
        return Stream.concat(kept.acts().stream(), kept.lifted().stream());
    }

    private static Stream<Answered> knownAnswers(ConsentRow row, Instant latest) {
        return Stream.concat(row.kept().answered().stream(), AnsweredInquiries.in(row.newest(), latest).stream());
    }

    private static List<Limit> knownLimits(ConsentRow row, Instant latest) {
        return Stream.concat(row.kept().limits().stream(), Limits.in(row.newest(), latest).stream())
                .toList();
    }

    private static Stream<KnownProof> knownProofs(ConsentRow row, Instant latest) {
        return Stream.concat(row.kept().proofs().stream(), KnownProofs.in(row.newest(), latest).stream());
    }

    /** @param known the acts of the same version, and those on record */
    private static boolean isRestated(ActAgainst act, List<ActAgainst> stated, List<ActAgainst> known) {
        return stated.stream().anyMatch(other -> restates(other, act, known));
    }

    /**
     * Whether a newer version states an act again, so that the new statement replaces the earlier one: it forbids at
     * least as much, and does not move the act to an earlier time.
     */
    private static boolean restates(ActAgainst again, ActAgainst before, List<ActAgainst> known) {
        if (again.version() <= before.version()
                || !isStricter(again, before)
                || !isSame(again, before)
                || !(again.covers(before) || isUnderAnotherKey(again, before, known))) {
            return false;
        }
        // An unknown time does not replace a known time: the next version may state a real time that is earlier than
        // both.
        return again.keepsProofOf(before)
                && (before.at() == null
                        ? again.at() == null && again.keepsGrantOf(before)
                        : again.at() != null && !again.at().isBefore(before.at()));
    }

    /** An act of unknown status may forbid less. */
    private static boolean isStricter(ActAgainst again, ActAgainst before) {
        return again.kind() != ActAgainst.Kind.UNKNOWN || before.kind() == ActAgainst.Kind.UNKNOWN;
    }

    private static boolean isSame(ActAgainst again, ActAgainst before) {
        if (again.id() == null || before.id() == null) {
            return false;
        }
        return again.id().equals(before.id())
                || (ActsAgainst.isNamedByTheGate(before)
                        && before.at() != null
                        && before.at().equals(again.at()));
    }

    /**
     * Publishers rotate keys, and then state the same act, at the same time, under the new key. An act at another time
     * may concern another contact. So may the act if it already concerned several contacts. In both cases both acts are
     * kept, and a later consent lifts both.
     */
    private static boolean isUnderAnotherKey(ActAgainst again, ActAgainst before, List<ActAgainst> known) {
        return again.at() != null
                && again.at().equals(before.at())
                && again.coversAllButContact(before)
                && again.contactKeyId() != null
                && before.contactKeyId() != null
                && !again.contactKeyId().equals(before.contactKeyId())
                && known.stream().noneMatch(other -> isOfAnotherContact(other, before));
    }

    private static boolean isOfAnotherContact(ActAgainst other, ActAgainst act) {
        return isSame(other, act)
                && Objects.equals(act.at(), other.at())
                && Objects.equals(act.contactKeyId(), other.contactKeyId())
                && !ContactReferences.isSame(act.contactRef(), other.contactRef());
    }

    /**
     * Whether a newer version states the real time of an act whose time was unknown. The gate is certain only if one
     * act matches, has an id of the publisher's, and no earlier version stated the time. Otherwise the publisher must
     * send a correction. The gate keeps the date of the proof separately.
     *
     * @param stated acts that the newer version states
     * @param known acts that other versions stated
     */
    private static boolean isDated(ActAgainst act, List<ActAgainst> stated, List<ActAgainst> known) {
        return stated.stream()
                .anyMatch(again -> mayDate(again, act)
                        && known.stream().noneMatch(other -> !other.equals(act) && mayDate(again, other))
                        && known.stream()
                                .noneMatch(other -> other.version() < again.version() && isNoEarlier(other, again)));
    }

    /** Whether a newer statement gives an act of unknown time a time that the act can have. */
    private static boolean mayDate(ActAgainst again, ActAgainst act) {
        return act.at() == null
                && again.at() != null
                && again.version() > act.version()
                && act.id() != null
                && act.id().equals(again.id())
                && ActsAgainst.isName(act.id())
                && !ActsAgainst.isNamedByTheGate(act)
                && isStricter(again, act)
                && again.covers(act)
                && act.canBeOf(again.at());
    }

    /**
     * Acts whose dating no longer holds: a late version had already stated the time, or a later time, and no other
     * statement dates the act.
     *
     * @param acts the acts of the version that arrives late
     * @param unread those of the acts that are not on record
     */
    private static List<ActAgainst> misdated(
            ConsentRow row, List<ActAgainst> acts, List<ActAgainst> unread, List<ActAgainst> stated) {
        if (row.kept().dated().isEmpty()) {
            return List.of();
        }
        // An act of unknown time that is on record was counted when it was first read.
        List<ActAgainst> late = acts.stream()
                .filter(act -> act.at() != null || unread.contains(act))
                .toList();
        List<ActAgainst> known = Stream.of(stated, row.kept().acts(), row.kept().lifted(), late)
                .flatMap(Collection::stream)
                .toList();
        return row.kept().dated().stream()
                .filter(act ->
                        late.stream().anyMatch(other -> unsettles(other, act, known)) && !isDated(act, known, known))
                .toList();
    }

    private static boolean unsettles(ActAgainst late, ActAgainst act, List<ActAgainst> known) {
        return known.stream()
                .anyMatch(again -> mayDate(again, act)
                        && (mayDate(again, late) || (again.version() > late.version() && isNoEarlier(late, again))));
    }

    /**
     * Whether an earlier statement gives the same act the same time, or a later time. An act under another id may be
     * the same act if it has the same time and scope. Exports write one time in several precisions.
     */
    private static boolean isNoEarlier(ActAgainst before, ActAgainst again) {
        Instant from = before.at();
        Instant until = before.saidBy();
        Instant stated = again.at();
        Instant statedUntil = again.saidBy();
        if (from == null || until == null || stated == null || statedUntil == null) {
            return false;
        }
        boolean isSame = before.id() != null && before.id().equals(again.id());
        return !until.isBefore(stated.truncatedTo(ChronoUnit.SECONDS))
                && (isSame
                        || (!statedUntil.isBefore(from.truncatedTo(ChronoUnit.SECONDS))
                                && (before.covers(again) || again.covers(before))));
    }

    /** The row with the corrections of a version, and without the kept acts that they correct. */
    private static ConsentRow corrected(ConsentRow row, ConsentFacts version, Instant latest) {
        List<Corrected> corrected = Corrections.with(row.kept().corrected(), version);
        if (corrected.equals(row.kept().corrected())) {
            return row;
        }
        KeptActs before = KeptActsBuilder.builder(sharing(row, List.of(), latest))
                .corrected(corrected)
                .build();
        return row.keeping(keeping(before, withLifted(before).toList(), stated(row, latest), UnaryOperator.identity()));
    }

    /** The order of entries, and the time at which the publisher wrote the version, make no difference. */
    private static boolean isSame(ConsentFacts one, ConsentFacts other) {
        return counted(one.consents()).equals(counted(other.consents()))
                && counted(one.objections()).equals(counted(other.objections()))
                && counted(one.inquiries()).equals(counted(other.inquiries()))
                && counted(one.corrects()).equals(counted(other.corrects()));
    }

    private static <E> Map<E, Long> counted(List<E> entries) {
        return entries.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static List<ActAgainst> nameless(List<ActAgainst> acts, Instant erasedAt) {
        return acts.stream()
                .map(act -> new ActAgainst(
                        act.kind(),
                        null,
                        act.controllerId(),
                        act.purpose(),
                        act.channel(),
                        act.contactRef(),
                        act.contactKeyId(),
                        act.at() == null ? erasedAt : act.at(),
                        Long.MIN_VALUE,
                        null,
                        null))
                .toList();
    }

    /** Adds the names that the acts of the next version share with acts on record, or with each other. */
    private static KeptActs sharing(ConsentRow row, List<ActAgainst> next, Instant latest) {
        return sharing(
                row,
                latest,
                Corrections.sharedBy(
                        Stream.concat(all(row, latest), next.stream()).toList()));
    }

    /** As {@link #sharing(ConsentRow, List, Instant)}, for the acts of a version that arrives late. */
    private static KeptActs sharingLate(ConsentRow row, List<ActAgainst> acts, Instant latest) {
        List<SharedName> known = sharing(row, latest, List.of()).shared();
        return sharing(row, latest, Corrections.sharedBy(acts, all(row, latest).toList(), known));
    }

    private static KeptActs sharing(ConsentRow row, Instant latest, List<SharedName> found) {
        List<SharedName> shared = new ArrayList<>(row.kept().shared());
        shared.addAll(Corrections.sharedBy(all(row, latest).toList()));
        shared.addAll(found);
        return KeptActsBuilder.builder(row.kept())
                .shared(Corrections.narrowest(shared))
                .build();
    }

    private static Stream<ActAgainst> all(ConsentRow row, Instant latest) {
        return Stream.concat(stated(row, latest).stream(), withLifted(row.kept()));
    }

    /**
     * Keeps the acts, and sets the corrected ones apart.
     *
     * @param stated acts of the newest version
     */
    private static KeptActs keeping(
            KeptActs before, List<ActAgainst> acts, List<ActAgainst> stated, UnaryOperator<KeptActsBuilder> rest) {
        Predicate<ActAgainst> isLifted = act -> Corrections.lift(act, before.corrected(), before.shared());
        List<ActAgainst> distinct = acts.stream().distinct().toList();
        List<ActAgainst> lifted =
                Bounds.lifted(distinct.stream().filter(isLifted).toList());
        List<ActAgainst> kept =
                Bounds.kept(distinct.stream().filter(isLifted.negate()).toList());
        // The row's acts already show these names, so they are not written again.
        Set<SharedName> evident =
                Set.copyOf(Corrections.sharedBy(Stream.of(stated.stream(), kept.stream(), lifted.stream())
                        .flatMap(Function.identity())
                        .toList()));
        List<SharedName> shared =
                before.shared().stream().filter(each -> !evident.contains(each)).toList();
        return rest.apply(KeptActsBuilder.builder(before)
                        .acts(kept)
                        .lifted(lifted)
                        .shared(Bounds.shared(shared)))
                .build();
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other == null || one.isAfter(other) ? one : other;
    }
}
