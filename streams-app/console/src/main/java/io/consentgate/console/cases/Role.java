// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/** What a member of staff may do in the console. The words are what configuration and verdicts say. */
public enum Role {
    /** Reads cases, claims them, decides. */
    REVIEWER("reviewer"),
    /** All that, and takes over claims, confirms what needs a second pair of eyes, sees everybody's figures. */
    SECOND_REVIEWER("second-reviewer"),
    /** Reads everything but masked content; decides nothing. */
    AUDITOR("auditor");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /** The role as configuration, verdicts and the API name it. */
    public String word() {
        return word;
    }
}
