// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.Arrays;
import java.util.Optional;

/** The parts of a case that a reviewer looks at. The words go on record as the evidence that was opened. */
public enum CasePart {
    EVENT("event"),
    VIOLATIONS("violations"),
    CONSENT("consent"),
    CONSENT_HISTORY("consent-history"),
    CONTENT("content"),
    /** What would replace the content if the verdict that waits were confirmed. */
    AMENDMENT("amendment"),
    /** What would happen on each outcome. */
    OUTCOMES("outcomes"),
    TRAIL("trail");

    private final String word;

    CasePart(String word) {
        this.word = word;
    }

    /** The part's name in records and addresses. */
    public String word() {
        return word;
    }

    public static Optional<CasePart> of(String word) {
        return Arrays.stream(values()).filter(part -> part.word.equals(word)).findFirst();
    }
}
