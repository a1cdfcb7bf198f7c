// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Objection;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.ObjectionScope;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Objections that still stand (GDPR art. 21(2)–(3)). They are to a controller, and never narrowed to a channel or contact.
 */
public final class Objections {
    private Objections() {}

    /**
     * The latest objection of a scope against a controller, those that the gate keeps of earlier versions among them.
     *
     * @param latest the latest instant that a publisher whose clock is ahead can have stated truthfully
     * @param asOf when what it forbids was done already, so that one raised afterwards does not count; null if it is still to be
     *     done
     * @param lifting the valid consent by which an objection is lifted. Gives null if there is none; asked only if there is an
     *     objection
     * @return null if none stands
     */
    public static @Nullable ActAgainst standing(
            ConsentView view,
            String controllerId,
            ObjectionScope scope,
            Instant latest,
            @Nullable Instant asOf,
            Function<ActAgainst, ? extends @Nullable Grant> lifting) {
        ActAgainst found = null;
        for (ActAgainst kept : view.kept().acts()) {
            found = later(found, kept, controllerId, scope, asOf);
        }
        ConsentFacts record = view.newest();
        if (record != null) {
            for (Objection objection : record.objections()) {
                if (objection.scope() == scope) {
                    found = later(
                            found, ActsAgainst.of(objection, record.version(), latest), controllerId, scope, asOf);
                }
            }
        }
        return found == null || isLifted(found, lifting.apply(found)) ? null : found;
    }

    private static @Nullable ActAgainst later(
            @Nullable ActAgainst found,
            ActAgainst act,
            String controllerId,
            ObjectionScope scope,
            @Nullable Instant asOf) {
        boolean afterwards = asOf != null && act.at() != null && act.at().isAfter(asOf);
        boolean concerns = act.kind().objectsTo() == scope && act.mayConcern(controllerId) && !afterwards;
        return concerns && (found == null || act.isLaterThan(found)) ? act : found;
    }

    /** What lifts the latest lifts those before it, too. */
    private static boolean isLifted(ActAgainst objection, @Nullable Grant lifting) {
        return lifting != null && lifting.lifts(objection);
    }
}
