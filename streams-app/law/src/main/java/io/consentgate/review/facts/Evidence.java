// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.facts;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * The parts of a case that an outcome can depend on. A reviewer who says that a consent has arrived has opened the
 * consent. A reviewer who says what a message truly is, or decides again, has opened the content (WP251 rev.01 IV.A:
 * considering all the relevant data). To hold an event back, the reviewer needs only the reason for which it was held.
 */
public enum Evidence {
    CONSENT("consent"),
    /** Also shows the consent. */
    CONSENT_HISTORY("consent-history"),
    CONTENT("content"),
    /** The content that would replace the original if the waiting verdict were confirmed. */
    AMENDMENT("amendment");

    private final String word;

    Evidence(String word) {
        this.word = word;
    }

    /** The part's name among {@link VerdictFacts#evidenceOpened}. */
    public String word() {
        return word;
    }

    /**
     * The parts that a reviewer must still open before the verdict counts. Where the consent or its history would do,
     * the result names the consent.
     *
     * @param confirmsAmendment whether the verdict confirms another verdict that replaces the content
     * @param opened words of the parts that were opened; other words may be among them
     */
    public static Set<Evidence> unopened(VerdictOutcome outcome, boolean confirmsAmendment, Collection<String> opened) {
        Set<Evidence> unopened = EnumSet.noneOf(Evidence.class);
        switch (outcome) {
            case RECHECK -> {
                if (!opened.contains(CONSENT.word) && !opened.contains(CONSENT_HISTORY.word)) {
                    unopened.add(CONSENT);
                }
            }
            case RECLASSIFY, DECIDE_UPHOLD, DECIDE_AMEND, DECIDE_OVERTURN -> {
                if (!opened.contains(CONTENT.word)) {
                    unopened.add(CONTENT);
                }
            }
            case REJECT, ESCALATE, UNKNOWN -> {}
        }
        if (confirmsAmendment && !opened.contains(AMENDMENT.word)) {
            unopened.add(AMENDMENT);
        }
        return unopened;
    }
}
