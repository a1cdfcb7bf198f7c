// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

/** Why a gate that comes back would not go on where it stopped. An operator may accept each for one start. */
public enum Discontinuity {

    /** Retention took records that the gate had not read. They are skipped. */
    RECORDS_GONE("--skip-gone-records"),

    /** The gate's position is forgotten or void. What it judged before is judged, and may be sent, again. */
    POSITION_LOST("--judge-again");

    private final String option;

    Discontinuity(String option) {
        this.option = option;
    }

    /** The option of {@code gate run} that accepts it. */
    public String option() {
        return option;
    }
}
