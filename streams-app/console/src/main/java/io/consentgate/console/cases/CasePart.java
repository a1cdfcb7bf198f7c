// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import io.consentgate.review.facts.Evidence;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The parts of a case that a reviewer can open. Their words are recorded as the evidence that was opened. */
public enum CasePart {
    EVENT("event"),
    VIOLATIONS("violations"),
    CONSENT(Evidence.CONSENT.word()),
    CONSENT_HISTORY(Evidence.CONSENT_HISTORY.word()),
    CONTENT(Evidence.CONTENT.word()),
    /** The content that a pending verdict would put in place, once confirmed. */
    AMENDMENT(Evidence.AMENDMENT.word()),
    /** The result of each outcome. */
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

    /**
     * The parts that a reviewer must still open before such a verdict counts: until then, the gate refuses it. For
     * consent and its history, opening one of the two suffices.
     *
     * @param confirmsAmendment whether it confirms another reviewer's verdict that replaces the content
     * @param opened the parts that they have opened
     */
    public static Set<CasePart> unopened(VerdictOutcome outcome, boolean confirmsAmendment, Set<CasePart> opened) {
        Set<Evidence> unopened = Evidence.unopened(
                io.consentgate.review.facts.VerdictOutcome.valueOf(outcome.name()),
                confirmsAmendment,
                opened.stream().map(CasePart::word).collect(Collectors.toSet()));
        return Collections.unmodifiableSet(unopened.stream()
                .flatMap(evidence -> of(evidence.word()).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(CasePart.class))));
    }
}
