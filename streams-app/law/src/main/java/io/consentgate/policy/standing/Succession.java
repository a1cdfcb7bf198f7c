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
 * How the versions of one person's record follow each other. A version replaces the version before it as a whole, except what
 * the person forbade: that lasts until the person allows it later, or until a version says that it was recorded in error.
 *
 * <ul>
 *   <li>An act against that a newer version leaves out is kept. So is a consent with an end: it allows nothing, but an earlier
 *       consent does not outlast it.
 *   <li>A newer version that states the same act at another time gives an unknown time a real one, where it is certain that
 *       it is the same act. Else the later of both times holds, unless the version corrects the act. A newer version may give
 *       a day its hour.
 *   <li>An objection without an id is another objection at another time: both hold, and each needs its own correction.
 *   <li>A correction holds for acts of versions before it, no matter when those arrive; see {@link Corrections}. A correction
 *       without a reference has no effect.
 *   <li>An answered inquiry stays closed when a newer version leaves out the answer.
 *   <li>The same version with other content leaves the row in doubt, and so does an older version that forbids what nothing on
 *       record forbids: what it forbids holds, and nothing that any version allows. A higher version ends the doubt. So does
 *       the row's own version when it is read again, as in a replay of the topic.
 *   <li>A version so high that none could follow counts as one that contradicts.
 *   <li>So does the same version where it drops the proof of the consent before an act, or dates that proof later.
 *   <li>An erasure leaves what was forbidden and when, without the publisher's names for it. It also leaves digests of the
 *       proofs, so that no import can date them later than the erasure.
 * </ul>
 *
 * <p>{@code latest} is everywhere the latest instant that a publisher whose clock is ahead can have stated truthfully.
 */
public final class Succession {

    /** Far above any count of versions and any time in nanoseconds; above it lie the largest numbers of a type. */
    public static final long HIGHEST_VERSION = Long.MAX_VALUE / 2;

    private Succession() {}

    /** What became of a version. */
    public enum Outcome {
        /** It is the person's record now. */
        TAKEN,
        /** It says what the record says. */
        REPEATED,
        /** A newer one is on record, and all that it forbids is known. */
        OUTDATED,
        /** It contradicts what is on record. */
        DOUBTFUL
    }

    /** What became of a version, and the row after it. */
    public record Step(Outcome outcome, ConsentRow row) {}

    /** A version arrives. */
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
     * A version arrives that cannot follow what is on record, since that cannot be read now, or was written later. What the
     * version forbids is kept, and nothing that it allows counts.
     *
     * @return to be in doubt, which only a version above both ends
     */
    public static ConsentRow apart(ConsentRow row, ConsentFacts version, Instant latest) {
        return seen(adding(row, version, latest), version.version());
    }

    /** The same row, which only a version above that one can follow. */
    public static ConsentRow seen(ConsentRow row, long version) {
        boolean isCounted = version > row.version() && version <= HIGHEST_VERSION;
        return isCounted ? new ConsentRow(row.state(), version, row.newest(), row.kept()) : row;
    }

    /**
     * The row of a person whose record cannot be read, and is about to go. It may have held objections, which would outlast an
     * erasure; grants do not.
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

    /** A record arrives that nobody can read: what the newest one forbade is kept, and nothing that it allowed counts. */
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
     * The person is erased. Acts of unknown time were done before that, or they would not be known.
     *
     * @param erasedAt when, by the publisher; what is on record was said, proven and written before, whatever the clocks say
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

    /** A version arrives that was written before the person was erased. Nothing is kept of it but what it forbids. */
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

    /** Where a record could not be read nothing is allowed anyway, and only a higher version ends that. */
    private static Step contradicted(ConsentRow row, ConsentFacts version, Instant latest) {
        ConsentRow after = adding(row, version, latest);
        return new Step(Outcome.DOUBTFUL, row.isUnreadable() ? after : after.as(State.IN_DOUBT));
    }

    /** With all that a version forbids and that is not on record yet. */
    private static ConsentRow adding(ConsentRow row, ConsentFacts version, Instant latest) {
        List<ActAgainst> stated = stated(row, latest);
        List<ActAgainst> acts = ActsAgainst.in(version, latest);
        List<ActAgainst> known = all(row, latest).toList();
        // An act on record dated others when it was first read. Meanwhile it may have replaced the older act of its
        // time.
        List<ActAgainst> unread = acts.stream()
                .filter(act -> !isOnRecord(act, acts, row, stated, row.kept().acts()))
                .toList();
        List<ActAgainst> dated = row.kept().acts().stream()
                .filter(act -> isDated(act, unread, known))
                .toList();
        List<ActAgainst> kept = new ArrayList<>(row.kept().acts());
        kept.removeAll(dated);
        // One act of a version may take the place of a kept act that stood for another act of that version.
        boolean replaced = true;
        while (replaced) {
            replaced = false;
            for (ActAgainst act : acts) {
                if (!isOnRecord(act, acts, row, stated, kept)) {
                    // What a newer version states may be corrected by itself.
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
     * @param acts the acts of the version that states it
     * @param kept of those on record
     */
    private static boolean isOnRecord(
            ActAgainst act, List<ActAgainst> acts, ConsentRow row, List<ActAgainst> stated, List<ActAgainst> kept) {
        ActAgainst asKept = Bounds.shortened(act);
        return row.kept().lifted().contains(asKept)
                || stated.contains(act)
                || isRestated(act, stated, acts)
                // One of an older version does not stand for it: a version in between may correct only the older one.
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

    /** @param known the acts that it was read with, and those on record */
    private static boolean isRestated(ActAgainst act, List<ActAgainst> stated, List<ActAgainst> known) {
        return stated.stream().anyMatch(other -> restates(other, act, known));
    }

    /**
     * Whether a newer version states an act once more, so that the new statement holds in place of the one before: it forbids as much,
     * and does not date the act back.
     */
    private static boolean restates(ActAgainst again, ActAgainst before, List<ActAgainst> known) {
        if (again.version() <= before.version()
                || !isStricter(again, before)
                || !isSame(again, before)
                || !(again.covers(before) || isUnderAnotherKey(again, before, known))) {
            return false;
        }
        // An unknown time does not replace a known one: the next version may state a real one that is earlier than
        // both.
        return again.keepsProofOf(before)
                && (before.at() == null
                        ? again.at() == null && again.keepsGrantOf(before)
                        : again.at() != null && !again.at().isBefore(before.at()));
    }

    /** Of an unknown status it is not known that it forbids as much. */
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
     * Keys are rotated, and the publisher states the same act, of the same time, under the new one. Of another time it may be
     * about another contact, and so it may if the act was about several: then both are kept, and a later consent lifts both.
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
     * Whether a newer version states the real time of an act whose time was unknown. That is certain only of one act with an id of
     * the publisher's, and of a time that no version had stated before; else a correction tells. The date of the proof is kept by
     * itself.
     *
     * @param stated what the newer version says
     * @param known what other versions said
     */
    private static boolean isDated(ActAgainst act, List<ActAgainst> stated, List<ActAgainst> known) {
        return stated.stream()
                .anyMatch(again -> mayDate(again, act)
                        && known.stream().noneMatch(other -> !other.equals(act) && mayDate(again, other))
                        && known.stream()
                                .noneMatch(other -> other.version() < again.version() && isNoEarlier(other, again)));
    }

    /** Whether a newer statement of an act of unknown time has a time that the act can be of. */
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
     * Those that were dated by a time which turns out to have been stated before, or a later one, and that no other one dates.
     *
     * @param acts what a version states that arrives late
     * @param unread those of them that are not on record
     */
    private static List<ActAgainst> misdated(
            ConsentRow row, List<ActAgainst> acts, List<ActAgainst> unread, List<ActAgainst> stated) {
        if (row.kept().dated().isEmpty()) {
            return List.of();
        }
        // One of unknown time that is on record was counted when it was first read.
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
     * Whether a time that was stated before is that of the same act, or a later one. Under another id an act of the same time and
     * for the same may be the same one, too. Exports write one time in several precisions.
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

    /** With what a version corrects, and without the kept acts that it corrects. */
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

    /** In whatever order the entries are listed; when the publisher wrote it down is not what it says. */
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

    /** With the names that the acts of the next version share with those on record, or among themselves. */
    private static KeptActs sharing(ConsentRow row, List<ActAgainst> next, Instant latest) {
        return sharing(
                row,
                latest,
                Corrections.sharedBy(
                        Stream.concat(all(row, latest), next.stream()).toList()));
    }

    /** The same for the acts of a version that arrives late. */
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
     * These acts, with those apart that were corrected.
     *
     * @param stated those of the newest version
     */
    private static KeptActs keeping(
            KeptActs before, List<ActAgainst> acts, List<ActAgainst> stated, UnaryOperator<KeptActsBuilder> rest) {
        Predicate<ActAgainst> isLifted = act -> Corrections.lift(act, before.corrected(), before.shared());
        List<ActAgainst> distinct = acts.stream().distinct().toList();
        List<ActAgainst> lifted =
                Bounds.lifted(distinct.stream().filter(isLifted).toList());
        List<ActAgainst> kept =
                Bounds.kept(distinct.stream().filter(isLifted.negate()).toList());
        // What the acts of the row tell is not written once more.
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
