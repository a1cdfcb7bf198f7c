// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.Plausible;
import io.consentgate.policy.Reference;
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ActAgainst.Kind;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentFacts.Objection;
import io.consentgate.policy.facts.ObjectionScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The acts against in a record, and when each was done.
 *
 * <p>A time that cannot be true is not known, and so is one that is not stated. Where an entry states several, the latest
 * counts, save that a refusal is never dated by a grant or by the proof of one.
 */
final class ActsAgainst {
    private static final String OBJECTION = "objection:";

    private ActsAgainst() {}

    /** All acts against of a record. */
    static List<ActAgainst> in(ConsentFacts record, Instant latest) {
        List<ActAgainst> acts = new ArrayList<>();
        for (Consent entry : record.consents()) {
            ActAgainst act = of(entry, record, latest);
            if (act != null) {
                acts.add(act);
            }
        }
        for (Objection objection : record.objections()) {
            acts.add(of(objection, record.version(), latest));
        }
        return acts;
    }

    /** The act against that an entry states: by its status, or by the time of a withdrawal, whatever its status. */
    static @Nullable ActAgainst of(Consent entry, ConsentFacts record, Instant latest) {
        return switch (entry.status()) {
            case GRANTED, PENDING ->
                entry.withdrawnAt() == null
                        ? null
                        : act(
                                Kind.WITHDRAWAL,
                                entry,
                                Plausible.known(entry.withdrawnAt(), latest),
                                record.version(),
                                latest);
            case WITHDRAWN -> act(Kind.WITHDRAWAL, entry, endOf(entry, latest), record.version(), latest);
            case UNKNOWN -> act(Kind.UNKNOWN, entry, statusOf(entry, record, latest), record.version(), latest);
            case REFUSED -> act(Kind.REFUSAL, entry, refusalOf(entry, latest), record.version(), latest);
        };
    }

    /** The name by which a correction means an act: that of an objection begins with {@code objection:}. */
    static @Nullable String nameOf(ActAgainst act) {
        String id = act.id();
        boolean isNamed = id == null || !act.isObjection() || id.startsWith(OBJECTION);
        return isNamed ? id : OBJECTION + id;
    }

    /** Whether it can be the name of one act; a word that stands in for an id may be that of many. */
    static boolean isName(String name) {
        return Reference.isGiven(name.startsWith(OBJECTION) ? name.substring(OBJECTION.length()) : name);
    }

    static ActAgainst of(Objection objection, long version, Instant latest) {
        return ActAgainst.objection(
                idOf(objection),
                named(objection.controllerId()),
                objection.scope(),
                Plausible.known(objection.raisedAt(), latest),
                version);
    }

    /** The publisher's id, or one made of what the objection says, by which a correction can name it. */
    private static String idOf(Objection objection) {
        String id = objection.objectionId();
        return id != null && !id.isBlank()
                ? id
                : madeId(objection.controllerId(), objection.scope())
                        + objection.raisedAt().toEpochMilli();
    }

    /** Whether it is an objection that its publisher gave no id. */
    static boolean isNamedByTheGate(ActAgainst act) {
        ObjectionScope scope = act.kind().objectsTo();
        return scope != null
                && act.id() != null
                && act.controllerId() != null
                && act.id().startsWith(madeId(act.controllerId(), scope));
    }

    private static String madeId(String controllerId, ObjectionScope scope) {
        return OBJECTION + controllerId + ':' + scope + ':';
    }

    /** What names no controller, or has a word that may stand in for one, is said to all of them, even if one is called that. */
    private static @Nullable String named(String controllerId) {
        return Reference.orNull(controllerId);
    }

    private static ActAgainst act(Kind kind, Consent entry, @Nullable Instant at, long version, Instant latest) {
        boolean named = Text.isPresent(entry.contactRef());
        return new ActAgainst(
                kind,
                entry.consentId(),
                named(entry.controllerId()),
                entry.purpose(),
                entry.channel(),
                named ? entry.contactRef() : null,
                named ? entry.contactKeyId() : null,
                at,
                version,
                KnownProofs.of(entry, latest),
                at == null ? Plausible.known(entry.grantedAt(), latest) : null);
    }

    /**
     * What an unknown status says happened by the time at which the record was made. A record that holds something later was
     * not made at the time that it states.
     */
    private static @Nullable Instant statusOf(Consent entry, ConsentFacts record, Instant latest) {
        if (entry.withdrawnAt() != null) {
            return endOf(entry, latest);
        }
        Instant made = Plausible.known(record.updatedAt(), latest);
        return made == null || holdsLater(record, made) ? null : made;
    }

    private static boolean holdsLater(ConsentFacts record, Instant made) {
        return record.consents().stream()
                .flatMap(other -> Stream.of(
                        Optional.ofNullable(other.grantedAt()),
                        Optional.ofNullable(other.evidence()).map(Evidence::capturedAt)))
                .flatMap(Optional::stream)
                .anyMatch(stated -> stated.isAfter(made));
    }

    /** A grant that the entry states came before its end. */
    private static @Nullable Instant endOf(Consent entry, Instant latest) {
        Instant withdrawnAt = Plausible.known(entry.withdrawnAt(), latest);
        return withdrawnAt == null ? null : later(withdrawnAt, Plausible.known(entry.grantedAt(), latest));
    }

    /** The evidence of a refusal may be the proof of a grant before it, and makes the refusal later but never earlier. */
    private static @Nullable Instant refusalOf(Consent entry, Instant latest) {
        Instant stated = endOf(entry, latest);
        Evidence evidence = entry.evidence();
        return stated == null || evidence == null
                ? stated
                : later(stated, Plausible.known(evidence.capturedAt(), latest));
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        if (other == null || !other.isAfter(one)) {
            return one;
        }
        // Of a date alone the whole day is meant, also if something else is stated of that day.
        Instant endOfDay = ActAgainst.endOf(one);
        return endOfDay.isAfter(other) ? endOfDay : other;
    }
}
