// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Objection;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.ObjectionScope;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Objections that still stand (GDPR art. 21(2)–(3)). */
final class Objections {
    private Objections() {}

    /**
     * The latest objection of a scope against a controller.
     *
     * @param lifting a valid grant, which lifts every objection raised before it; one raised at the same instant stands.
     *     Gives null if there is none; asked only if there is an objection
     * @return null if none stands, or if there is no record to find one in
     */
    static @Nullable Objection standing(
            ConsentView view, String controllerId, ObjectionScope scope, Supplier<? extends @Nullable Grant> lifting) {
        if (!(view instanceof ConsentFacts record)) {
            return null;
        }
        Objection latest = null;
        for (Objection objection : record.objections()) {
            boolean concerns =
                    objection.scope() == scope && objection.controllerId().equals(controllerId);
            if (concerns && (latest == null || objection.raisedAt().isAfter(latest.raisedAt()))) {
                latest = objection;
            }
        }
        return latest == null || isLifted(latest, lifting.get()) ? null : latest;
    }

    /** What lifts the latest lifts those before it, too. */
    private static boolean isLifted(Objection objection, @Nullable Grant lifting) {
        return lifting != null && lifting.grantedAt().isAfter(objection.raisedAt());
    }
}
