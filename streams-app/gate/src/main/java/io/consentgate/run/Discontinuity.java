// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

/** Why a restarted gate would not continue where it stopped. An operator may accept each reason for one start. */
public enum Discontinuity {

    /** Retention deleted records that the gate had not read. They are skipped. */
    RECORDS_GONE("--skip-gone-records"),

    /**
     * The gate's position is deleted or invalid. Events that it judged before are judged again, and may be sent again.
     */
    POSITION_LOST("--judge-again");

    private final String option;

    Discontinuity(String option) {
        this.option = option;
    }

    /** The option of {@code gate run} that accepts this reason. */
    public String option() {
        return option;
    }
}
