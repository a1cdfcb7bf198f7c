// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.law;

import io.consentgate.policy.Act;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import java.time.Instant;
import java.time.LocalDate;

/**
 * The member states of the Union and of the EEA without a pack of their own. Their laws on marketing differ. The gate
 * clears what the strictest reading of the ePrivacy Directive allows in all of them, and cites no national law.
 */
public final class MemberStates {
    /** The name by which a rule refers to this legal order. */
    public static final String NAME = "EU-STRICT";

    /**
     * Privacy in electronic communications; art. 13 as amended by Directive 2009/136/EC, which states had to apply by
     * 25 May 2011.
     */
    public static final Act EPRIVACY =
            Act.statute("eprivacy", "https://eur-lex.europa.eu/eli/dir/2002/58/oj", LocalDate.of(2011, 5, 25));

    /** Electronic commerce; defines commercial communication. */
    public static final Act ECOMMERCE =
            Act.statute("e-commerce", "https://eur-lex.europa.eu/eli/dir/2000/31/oj", LocalDate.of(2002, 1, 17));

    private static final int MONTHS_OF_CONSENT = 24;

    static final RulePack PACK = EuropeanUnion.PACK
            .under(NAME)
            .forCountries(
                    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS",
                    "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PT", "RO", "SE", "SI", "SK")
            .withActs(EPRIVACY, ECOMMERCE)
            .diverting(RuleCode.MSG_CONSENT_IMPLICIT, Release.RECLASSIFY, Release.RECHECK)
            .diverting(RuleCode.MSG_OPT_OUT_PATH, Release.RECLASSIFY)
            .diverting(RuleCode.MSG_SENDER_UNIDENTIFIED, Release.RECLASSIFY);

    private MemberStates() {}

    /** Whether a consent to marketing is too old to rely on at an instant. */
    public static boolean hasLapsed(Instant provenFrom, Instant at) {
        return !provenFrom
                .atZone(PACK.zone())
                .plusMonths(MONTHS_OF_CONSENT)
                .toInstant()
                .isAfter(at);
    }
}
