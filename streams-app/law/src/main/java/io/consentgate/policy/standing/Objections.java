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
 * Objections that still stand (GDPR art. 21(2)–(3)). An objection is to a controller; no channel or contact narrows it.
 */
public final class Objections {
    private Objections() {}

    /**
     * The latest objection of a scope against a controller, including objections kept from earlier versions.
     *
     * @param latest the latest instant that a publisher with a fast clock can state truthfully
     * @param asOf when the controller already did what the objection forbids, so that a later objection does not count;
     *     null if that is still to come
     * @param lifting finds the valid consent that lifts an objection, or null; called only if there is an objection
     * @return null if no objection stands
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

    /** A consent that lifts the latest objection also lifts the earlier ones. */
    private static boolean isLifted(ActAgainst objection, @Nullable Grant lifting) {
        return lifting != null && lifting.lifts(objection);
    }
}
