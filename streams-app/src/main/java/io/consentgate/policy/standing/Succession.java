// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.Plausible;
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Correction;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentRow;
import io.consentgate.policy.facts.ConsentRow.State;
import io.consentgate.policy.facts.KeptActs;
import io.consentgate.policy.facts.KeptActs.Corrected;
import io.consentgate.policy.facts.KeptActs.KnownProof;
import io.consentgate.policy.facts.KeptActs.Limit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the versions of one person's record follow each other. A version replaces the one before it as a whole, save what the
 * person forbade: that lasts until they allow it later, or until a version says that it was recorded in error.
 *
 * <ul>
 *   <li>An act against that a newer version leaves out is kept.
 *   <li>A newer version that states the same act at another time gives an unknown time a real one; else the later of both
 *       times holds, unless it corrects the act.
 *   <li>So is a consent with an end: it allows nothing, but an earlier consent does not outlast it.
 *   <li>An objection without an id is another one at another time: then both hold, and each is corrected by itself.
 *   <li>A correction holds for acts of versions before it, whenever those arrive. One without a reference is none.
 *   <li>The same version with other content, or an older one that forbids what nothing on record forbids, leaves the row in
 *       doubt: what it forbids holds, and nothing that any version allows. A higher version ends the doubt, and so does the
 *       row's own version read once more, as in a replay of the topic.
 *   <li>A version so high that none could follow is no count. It is treated like one that contradicts.
 *   <li>One that drops the proof of the consent before it, or dates that proof later, is another one, too.
 *   <li>An erasure leaves what was forbidden and when, without the publisher's names for it.
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
        ConsentRow corrected = corrected(row, version);
        return forbidsMore(version, corrected, latest)
                ? contradicted(corrected, version, latest)
                : new Step(Outcome.OUTDATED, adding(corrected, version, latest));
    }

    /** A record arrives that nobody can read: what the newest one forbade is kept, and nothing that it allowed counts. */
    public static ConsentRow unreadable(ConsentRow row, Instant latest) {
        return new ConsentRow(
                State.UNREADABLE,
                row.version(),
                null,
                keeping(
                        known(row, latest),
                        row.kept().corrected(),
                        Limits.kept(knownLimits(row, latest), List.of()),
                        KnownProofs.kept(knownProofs(row, latest), List.of()),
                        row.kept().erasedAt()));
    }

    /**
     * The person is erased. Acts of unknown time were done before that, or they would not be known.
     *
     * @param erasedAt when, by the publisher; what is on record was said, proven and written before, whatever the clocks say
     */
    public static ConsentRow erased(ConsentRow row, Instant erasedAt, Instant latest) {
        Instant last = later(erasedAt, row.kept().erasedAt());
        for (ActAgainst act : known(row, latest)) {
            last = later(last, act.at());
        }
        if (row.newest() != null) {
            last = later(last, Plausible.known(row.newest().updatedAt(), latest));
            for (Consent entry : row.newest().consents()) {
                Evidence evidence = entry.evidence();
                last = later(last, evidence == null ? null : Plausible.known(evidence.capturedAt(), latest));
            }
        }
        return ConsentRow.EMPTY.keeping(new KeptActs(
                Bounds.kept(Bounds.merged(nameless(known(row, latest), last))), List.of(), List.of(), List.of(), last));
    }

    /** A version arrives that was written before the person was erased. Nothing is kept of it but what it forbids. */
    public static ConsentRow overtaken(ConsentRow row, ConsentFacts version, Instant latest) {
        Instant erasedAt = row.kept().erasedAt();
        List<ActAgainst> acts = Stream.concat(
                        row.kept().acts().stream(),
                        nameless(ActsAgainst.in(version, latest), erasedAt == null ? latest : erasedAt).stream())
                .distinct()
                .toList();
        return row.keeping(keeping(
                acts, row.kept().corrected(), row.kept().limits(), row.kept().proofs(), erasedAt));
    }

    private static boolean isNewer(ConsentFacts version, ConsentRow row) {
        return switch (row.state()) {
            case NONE -> true;
            case CURRENT, UNREADABLE -> version.version() > row.version();
            case IN_DOUBT -> row.newest() == null || version.version() > row.version();
        };
    }

    private static ConsentRow after(ConsentRow row, ConsentFacts version, Instant latest) {
        ConsentRow corrected = corrected(row, version);
        List<ActAgainst> stated = ActsAgainst.in(version, latest);
        List<ActAgainst> kept = new ArrayList<>();
        for (ActAgainst act : known(corrected, latest)) {
            if (!isCorrected(act, corrected.kept().corrected()) && !isRestated(act, stated)) {
                kept.add(act);
            }
        }
        return new ConsentRow(
                State.CURRENT,
                version.version(),
                version,
                keeping(
                        kept,
                        corrected.kept().corrected(),
                        Limits.kept(knownLimits(corrected, latest), Limits.in(version, latest)),
                        KnownProofs.kept(knownProofs(corrected, latest), KnownProofs.in(version, latest)),
                        row.kept().erasedAt()));
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
        List<ActAgainst> kept = new ArrayList<>(row.kept().acts());
        // One act of a version may take the place of a kept act that stood for another act of that version.
        boolean replaced = true;
        while (replaced) {
            replaced = false;
            for (ActAgainst act : acts) {
                if (!isOnRecord(act, row, stated, kept)) {
                    replaced |= kept.removeIf(other -> restates(act, other));
                    kept.add(act);
                }
            }
        }
        KeptActs before = row.kept();
        return row.keeping(keeping(
                kept,
                before.corrected(),
                Limits.kept(
                        Stream.concat(before.limits().stream(), Limits.in(version, latest).stream())
                                .toList(),
                        Limits.in(row.newest(), latest)),
                KnownProofs.kept(
                        Stream.concat(before.proofs().stream(), KnownProofs.in(version, latest).stream()),
                        KnownProofs.in(row.newest(), latest)),
                before.erasedAt()));
    }

    private static boolean forbidsMore(ConsentFacts version, ConsentRow row, Instant latest) {
        List<ActAgainst> stated = stated(row, latest);
        List<ActAgainst> known = known(row, latest);
        return ActsAgainst.in(version, latest).stream()
                .anyMatch(act -> !isOnRecord(act, row, stated, row.kept().acts())
                        && known.stream().noneMatch(other -> other.covers(act) && !act.isLaterThan(other)));
    }

    private static boolean isOnRecord(ActAgainst act, ConsentRow row, List<ActAgainst> stated, List<ActAgainst> kept) {
        return isCorrected(act, row.kept().corrected())
                || isRestated(act, stated)
                // One of an older version does not stand for it: a version in between may correct only the older one.
                || kept.stream().anyMatch(other -> other.version() >= act.version() && restates(other, act));
    }

    private static List<ActAgainst> stated(ConsentRow row, Instant latest) {
        return row.newest() == null ? List.of() : ActsAgainst.in(row.newest(), latest);
    }

    private static List<ActAgainst> known(ConsentRow row, Instant latest) {
        return Stream.concat(stated(row, latest).stream(), row.kept().acts().stream())
                .toList();
    }

    private static List<Limit> knownLimits(ConsentRow row, Instant latest) {
        return Stream.concat(row.kept().limits().stream(), Limits.in(row.newest(), latest).stream())
                .toList();
    }

    private static Stream<KnownProof> knownProofs(ConsentRow row, Instant latest) {
        return Stream.concat(row.kept().proofs().stream(), KnownProofs.in(row.newest(), latest).stream());
    }

    private static boolean isRestated(ActAgainst act, List<ActAgainst> stated) {
        return stated.stream().anyMatch(other -> restates(other, act));
    }

    /** Whether a statement is one made before once more, and holds in its place: it forbids as much, and does not date it back. */
    private static boolean restates(ActAgainst again, ActAgainst before) {
        if (!isSame(again, before) || !(again.covers(before) || isUnderAnotherKey(again, before))) {
            return false;
        }
        if (!again.keepsProofOf(before)) {
            return false;
        }
        if (again.kind() == ActAgainst.Kind.UNKNOWN && before.kind() != ActAgainst.Kind.UNKNOWN) {
            // Of an unknown status it is not known that it forbids as much.
            return false;
        }
        // An unknown time does not replace a known one: the next version may state a real one that is earlier than
        // both.
        return before.at() == null
                ? again.at() == null || again.version() > before.version()
                : again.at() != null && !again.at().isBefore(before.at());
    }

    private static boolean isSame(ActAgainst again, ActAgainst before) {
        if (again.id() == null || before.id() == null) {
            return false;
        }
        return again.id().equals(before.id())
                || (ActsAgainst.isNamedByTheGate(before)
                        && (before.at() == null || before.at().equals(again.at())));
    }

    /**
     * Keys are rotated, and the publisher states the same act, of the same time, under the new one. Of another time it may be
     * about another contact: then both are kept, and a later consent lifts both.
     */
    private static boolean isUnderAnotherKey(ActAgainst again, ActAgainst before) {
        return again.version() > before.version()
                && again.at() != null
                && again.at().equals(before.at())
                && again.coversAllButContact(before)
                && again.contactKeyId() != null
                && before.contactKeyId() != null
                && !again.contactKeyId().equals(before.contactKeyId());
    }

    /** With what a version corrects, and without the kept acts that it corrects. What of them share a name are all meant. */
    private static ConsentRow corrected(ConsentRow row, ConsentFacts version) {
        KeptActs before = row.kept();
        if (version.corrects().isEmpty()) {
            return row;
        }
        Map<String, Long> byAct = new HashMap<>();
        before.corrected().forEach(each -> byAct.put(each.act(), each.version()));
        for (Correction correction : version.corrects()) {
            if (ActsAgainst.isName(correction.act()) && Text.isPresent(correction.reference())) {
                byAct.merge(correction.act(), version.version(), Math::max);
            }
        }
        List<Corrected> corrected = Bounds.corrected(byAct.entrySet().stream()
                .map(each -> new Corrected(each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(Corrected::version).reversed().thenComparing(Corrected::act))
                .toList());
        return row.keeping(keeping(
                before.acts().stream()
                        .filter(act -> !isCorrected(act, corrected))
                        .toList(),
                corrected,
                before.limits(),
                before.proofs(),
                before.erasedAt()));
    }

    private static boolean isCorrected(ActAgainst act, List<Corrected> corrected) {
        for (Corrected each : corrected) {
            if (each.act().equals(ActsAgainst.nameOf(act)) && act.version() < each.version()) {
                return true;
            }
        }
        return false;
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
                        null))
                .toList();
    }

    private static KeptActs keeping(
            List<ActAgainst> acts,
            List<Corrected> corrected,
            List<Limit> limits,
            List<KnownProof> proofs,
            @Nullable Instant erasedAt) {
        return acts.isEmpty() && corrected.isEmpty() && limits.isEmpty() && proofs.isEmpty() && erasedAt == null
                ? KeptActs.NONE
                : new KeptActs(Bounds.kept(acts), corrected, limits, proofs, erasedAt);
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other == null || one.isAfter(other) ? one : other;
    }
}
