// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a member of staff may do. One person may have several. */
public enum Role {
    /** Works on cases and gives verdicts. */
    REVIEWER,
    /** Confirms the verdicts of others, takes over claims, sees everybody's figures; gives verdicts, too. */
    SECOND_REVIEWER,
    /** Reads everything that is on record, and changes nothing. */
    AUDITOR;

    private final String claim = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The role as it stands in a token and in a verdict, such as {@code second-reviewer}. */
    public String claim() {
        return claim;
    }

    /** Empty for a word that is none of ours: providers put many roles into one claim. */
    public static Optional<Role> of(String claim) {
        return Arrays.stream(values()).filter(role -> role.claim.equals(claim)).findFirst();
    }
}
