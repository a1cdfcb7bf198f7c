// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.facts;

import io.consentgate.review.facts.VerdictFacts.TrueClassification;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The publisher's statements about an event that a reviewer may correct. A label that a verdict does not restate stays
 * as the publisher stated it, so that no correction disguises marketing as service by omission.
 */
public enum Label {
    PURPOSE("purpose", true, false),
    COMMERCIAL_CONTENT("commercialContent", true, false),
    IN_CAMPAIGN("inCampaign", true, false),
    IN_AUDIENCE("inAudience", true, false),
    JURISDICTION("jurisdiction", true, true),
    EFFECTS("effects", false, true),
    FOR_DIRECT_MARKETING("forDirectMarketing", false, true);

    private final String field;
    private final boolean ofMessages;
    private final boolean ofDecisions;

    Label(String field, boolean ofMessages, boolean ofDecisions) {
        this.field = field;
        this.ofMessages = ofMessages;
        this.ofDecisions = ofDecisions;
    }

    /** The label's name among the fields of the contract's {@code TrueClassification}. */
    public String field() {
        return field;
    }

    public boolean isOfMessages() {
        return ofMessages;
    }

    public boolean isOfDecisions() {
        return ofDecisions;
    }

    /** Whether {@code basisRef} shows the label, rather than a reference of its own. */
    public boolean isShownByBasis() {
        return this == PURPOSE || this == EFFECTS;
    }

    /** The labels that a classification states. */
    static Set<Label> statedIn(TrueClassification truth) {
        Set<Label> stated = EnumSet.noneOf(Label.class);
        for (Label label : values()) {
            if (label.isStatedIn(truth)) {
                stated.add(label);
            }
        }
        return stated;
    }

    private boolean isStatedIn(TrueClassification truth) {
        return switch (this) {
            case PURPOSE -> truth.purpose() != null;
            case COMMERCIAL_CONTENT -> truth.commercialContent() != null;
            case IN_CAMPAIGN -> truth.inCampaign() != null;
            case IN_AUDIENCE -> truth.inAudience() != null;
            case JURISDICTION -> truth.jurisdiction() != null;
            case EFFECTS -> !truth.effects().isEmpty();
            case FOR_DIRECT_MARKETING -> truth.forDirectMarketing() != null;
        };
    }

    /** The reference that shows the label; null when the classification names none. */
    @Nullable
    String referenceIn(TrueClassification truth) {
        return isShownByBasis()
                ? truth.basisRef()
                : truth.references().stream()
                        .filter(reference -> reference.field().equals(field))
                        .map(VerdictFacts.LabelReference::reference)
                        .findFirst()
                        .orElse(null);
    }
}
