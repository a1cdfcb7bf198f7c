// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.standing.Grant;
import io.consentgate.policy.standing.StandingConsent;

/** What to tell of an act against that counts. */
final class ActFacts {
    private ActFacts() {}

    /**
     * Which version of the record it came with, if the newest does not repeat it; and which consent does not lift it, though it
     * states a later time, because its proof is older.
     */
    static Facts of(ActAgainst act, ConsentView consent, StandingConsent standing) {
        Facts facts = Facts.NONE;
        if (act.version() != Long.MIN_VALUE && consent.kept().acts().contains(act)) {
            facts = facts.and(Fact.KEPT_FROM_VERSION, act.version());
        }
        Grant older = standing.provenBefore(act);
        return older == null
                ? facts
                : facts.and(Fact.NEAREST_CONSENT, older.consent().consentId())
                        .and(Fact.GRANTED_AT, older.grantedAt())
                        .and(Fact.CAPTURED_AT, older.capturedAt());
    }

    /** When it was done, as far as that is known. */
    static Object time(ActAgainst act) {
        return act.at() == null ? Word.NOT_KNOWN : act.at();
    }

    /** What to call what is on record. */
    static Word record(ConsentView view) {
        if (view.isUnreadable()) {
            return Word.UNREADABLE;
        }
        if (view.isInDoubt()) {
            return Word.IN_DOUBT;
        }
        return view.newest() == null ? Word.NONE : Word.PRESENT;
    }
}
