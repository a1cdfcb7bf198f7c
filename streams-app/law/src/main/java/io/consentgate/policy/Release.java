// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.Set;

/** A lawful way out of quarantine. A rule that names none leaves only {@link Outcome#REJECT}. */
public enum Release {
    /** A wrong label is corrected. */
    RECLASSIFY,
    /** The state of consent, or the policy, has changed since. */
    RECHECK,
    /** A human really takes the decision (GDPR art. 22(3)). For decisions only, not for messages. */
    DECIDE,
    /** As {@link #DECIDE}, provided that the special-category inputs are left out (GDPR art. 9, 22(4)). */
    DECIDE_WITHOUT_SPECIAL_CATEGORY;

    private static final Set<Outcome> DECISIONS =
            Set.of(Outcome.DECIDE_UPHOLD, Outcome.DECIDE_AMEND, Outcome.DECIDE_OVERTURN);

    /** The outcomes that this way out consists of. */
    public Set<Outcome> outcomes() {
        return switch (this) {
            case RECLASSIFY -> Set.of(Outcome.RECLASSIFY);
            case RECHECK -> Set.of(Outcome.RECHECK);
            case DECIDE, DECIDE_WITHOUT_SPECIAL_CATEGORY -> DECISIONS;
        };
    }
}
