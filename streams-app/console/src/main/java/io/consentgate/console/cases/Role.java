// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/** What a member of staff may do in the console. Configuration and verdicts use the same words. */
public enum Role {
    /** Reads cases, claims them, decides. */
    REVIEWER("reviewer"),
    /** A reviewer who also takes over claims, confirms other reviewers' verdicts, and sees all figures. */
    SECOND_REVIEWER("second-reviewer"),
    /** Reads everything except masked content; decides nothing. */
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
