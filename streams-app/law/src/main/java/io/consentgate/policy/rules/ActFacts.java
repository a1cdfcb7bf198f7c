// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.standing.Grant;
import io.consentgate.policy.standing.StandingConsent;

/** The facts to report about an act against that counts. */
final class ActFacts {
    private ActFacts() {}

    /**
     * The record's version that stated the act, if the newest version does not repeat it. Also the consent with a later
     * time that does not lift the act, because its proof is too old or its date too doubtful.
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

    /** When the act was done, if known. */
    static Object time(ActAgainst act) {
        return act.at() == null ? Word.NOT_KNOWN : act.at();
    }

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
