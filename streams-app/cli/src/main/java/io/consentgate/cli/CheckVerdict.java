// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.policy.Assessment;
import java.util.Locale;

/** What the gate would do with an event. */
enum CheckVerdict {
    CLEARED,
    ADVICE,
    DIVERTED;

    static CheckVerdict of(Assessment assessment) {
        if (assessment instanceof Assessment.Diverted) {
            return DIVERTED;
        }
        return assessment.advice().isEmpty() ? CLEARED : ADVICE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
