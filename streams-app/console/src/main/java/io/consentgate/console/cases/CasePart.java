// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import io.consentgate.review.facts.Evidence;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The parts of a case that a reviewer looks at. The words go on record as the evidence that was opened. */
public enum CasePart {
    EVENT("event"),
    VIOLATIONS("violations"),
    CONSENT(Evidence.CONSENT.word()),
    CONSENT_HISTORY(Evidence.CONSENT_HISTORY.word()),
    CONTENT(Evidence.CONTENT.word()),
    /** What would replace the content if the verdict that waits were confirmed. */
    AMENDMENT(Evidence.AMENDMENT.word()),
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

    /**
     * What a reviewer still has to open before such a verdict of theirs counts: the gate refuses it until then. Either of
     * the consent and its history does for both.
     *
     * @param confirmsAmendment whether it confirms another's verdict that replaces the content
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
