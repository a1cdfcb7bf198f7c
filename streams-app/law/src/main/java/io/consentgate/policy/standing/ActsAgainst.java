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
 * The acts against in a record, and the time of each.
 *
 * <p>The time of an act is unknown if it is impossible or not stated. If an entry states several times, the latest
 * counts. A refusal is never dated by a grant or by the proof of a grant.
 */
final class ActsAgainst {
    private static final String OBJECTION = "objection:";

    private ActsAgainst() {}

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

    /**
     * The act against that an entry states, by its status or by the time of a withdrawal. That time counts under any
     * status.
     */
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

    /** The name by which a correction refers to an act. The name of an objection begins with {@code objection:}. */
    static @Nullable String nameOf(ActAgainst act) {
        String id = act.id();
        boolean isNamed = id == null || !act.isObjection() || id.startsWith(OBJECTION);
        return isNamed ? id : OBJECTION + id;
    }

    /** Whether the text can name one act; a placeholder may stand for many acts. */
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

    /** The publisher's id, or an id made of the objection's content, so that a correction can name it. */
    private static String idOf(Objection objection) {
        String id = objection.objectionId();
        return id != null && !id.isBlank()
                ? id
                : madeId(objection.controllerId(), objection.scope())
                        + objection.raisedAt().toEpochMilli();
    }

    /** Whether the publisher gave the objection no id. */
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

    /**
     * An act that names no controller, or a placeholder for one, concerns every controller, even if a controller has
     * that name.
     */
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
     * An entry of unknown status was true by the time at which the publisher made the record. If the record holds a
     * later time, its own stated time is wrong.
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

    /** A grant in the same entry came before the withdrawal. */
    private static @Nullable Instant endOf(Consent entry, Instant latest) {
        Instant withdrawnAt = Plausible.known(entry.withdrawnAt(), latest);
        return withdrawnAt == null ? null : later(withdrawnAt, Plausible.known(entry.grantedAt(), latest));
    }

    /** The evidence of a refusal may be the proof of an earlier grant. It makes the refusal later, never earlier. */
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
        // A date alone means the whole day, even if the entry states another time on that day.
        Instant endOfDay = ActAgainst.endOf(one);
        return endOfDay.isAfter(other) ? endOfDay : other;
    }
}
