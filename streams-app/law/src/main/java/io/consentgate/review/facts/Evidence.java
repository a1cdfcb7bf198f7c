// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.facts;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * The parts of a case that an outcome can turn on. Whoever says that a consent has come has opened it; whoever says what
 * a message truly is, or decides anew, has opened the content (WP251 rev.01 IV.A: considering all the relevant data). To
 * hold an event back takes no more than the reason that it was held for.
 */
public enum Evidence {
    CONSENT("consent"),
    /** Shows the consent, too. */
    CONSENT_HISTORY("consent-history"),
    CONTENT("content"),
    /** What would replace the content if the verdict that waits were confirmed. */
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
     * What is still to be opened before a verdict counts. Where the consent or its history would do, the consent is named.
     *
     * @param confirmsAmendment whether it confirms another's verdict that replaces the content
     * @param opened words of the parts that were opened, of whatever else, too
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
