// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.facts;

import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.Purpose;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reviewer's verdict as it arrived: the gate trusts nothing in it before judging it.
 *
 * @param reviewer pseudonym of the member of staff who decided
 * @param reviewerRole role of the acting person: of the second reviewer if there is one, else of the reviewer; the same
 *     holds for openedAt, evidenceOpened, activeSeconds, decidedAt and rationale
 * @param evidenceOpened names of the parts of the case that were opened
 * @param trueClassification null when the verdict states none
 * @param specialCategoryExcluded null when not stated
 * @param secondReviewer pseudonym of the person who confirms another's verdict; null when there is none
 * @param confirms id of the confirmed verdict
 * @param explanationRef where the human decision is explained; null when there is none
 * @param amendedContent between position and limit; null when there is none
 */
@RecordBuilder
public record VerdictFacts(
        String verdictId,
        String caseId,
        String caseDigest,
        String subjectId,
        String reviewer,
        String reviewerRole,
        Instant openedAt,
        List<String> evidenceOpened,
        int activeSeconds,
        Instant decidedAt,
        VerdictOutcome outcome,
        String rationale,
        @Nullable TrueClassification trueClassification,
        @Nullable Boolean specialCategoryExcluded,
        @Nullable String secondReviewer,
        @Nullable String confirms,
        @Nullable String explanationRef,
        @Nullable ByteBuffer amendedContent) {

    /** A rejection of a whole campaign names only this as opened evidence. */
    public static final String CAMPAIGN = "campaign";

    /**
     * Whether the reviewer rejected the whole campaign, and this case with it. Hundreds of such verdicts at once are
     * lawful, and would otherwise push all other verdicts out of the reviewer's figures.
     */
    public boolean isBulkRejection() {
        return isBulkRejection(outcome, evidenceOpened);
    }

    /** As {@link #isBulkRejection()}, for a verdict of which only these two fields are known. */
    public static boolean isBulkRejection(VerdictOutcome outcome, List<String> evidenceOpened) {
        return outcome == VerdictOutcome.REJECT && evidenceOpened.equals(List.of(CAMPAIGN));
    }

    /** Pseudonym of the acting person. */
    public String actor() {
        return secondReviewer == null ? reviewer : secondReviewer;
    }

    /**
     * What the event truly is, where its publisher stated something else.
     *
     * @param purpose of a message; null when the label stands
     * @param effects of a decision; empty when the label stands
     * @param basisRef what shows the purpose or effects; null when there is nothing
     * @param commercialContent how much of a message promotes; null when the publisher's label stands
     * @param inCampaign false when the message belongs to no campaign; null when the label stands
     * @param inAudience false when no segment chose the person; null when the label stands
     * @param jurisdiction the country whose rules apply; null when the label stands
     * @param forDirectMarketing whether the profile serves marketing; null when the label stands
     * @param references what shows each label except purpose and effects
     */
    @RecordBuilder
    public record TrueClassification(
            @Nullable Purpose purpose,
            Set<Effect> effects,
            @Nullable String basisRef,
            @Nullable CommercialContent commercialContent,
            @Nullable Boolean inCampaign,
            @Nullable Boolean inAudience,
            @Nullable String jurisdiction,
            @Nullable Boolean forDirectMarketing,
            List<LabelReference> references) {

        /** A classification that states only purpose, effects and their reference. */
        public TrueClassification(@Nullable Purpose purpose, Set<Effect> effects, @Nullable String basisRef) {
            this(purpose, effects, basisRef, null, null, null, null, null, List.of());
        }

        /** The labels that the classification states; the others stay as the publisher stated them. */
        public Set<Label> restated() {
            return Label.statedIn(this);
        }

        /** The reference that shows a label; null when the classification names none. */
        public @Nullable String reference(Label label) {
            return label.referenceIn(this);
        }
    }

    /**
     * What shows that a label is wrong.
     *
     * @param field name of the component of {@link TrueClassification} that the reference concerns
     */
    public record LabelReference(String field, String reference) {}
}
