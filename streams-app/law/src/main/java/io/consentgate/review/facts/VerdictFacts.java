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
 * A reviewer's verdict as it came: nothing in it is believed before it was judged.
 *
 * @param reviewer pseudonym of the member of staff who decided
 * @param reviewerRole role of who acts: of the second reviewer if there is one, else of the reviewer; the same holds for
 *     openedAt, evidenceOpened, activeSeconds, decidedAt and rationale
 * @param evidenceOpened names of the parts of the case that were opened
 * @param trueClassification null when the verdict states none
 * @param specialCategoryExcluded null when not stated
 * @param secondReviewer pseudonym of who confirms another's verdict; null when nobody does
 * @param confirms id of the verdict that is confirmed
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

    /** What a rejection of a whole campaign names as the only evidence that was opened. */
    public static final String CAMPAIGN = "campaign";

    /**
     * Whether the campaign was rejected, and this case with it. Hundreds of these at once are lawful, and would else push
     * all that was seen of the reviewer out of their figures.
     */
    public boolean isBulkRejection() {
        return isBulkRejection(outcome, evidenceOpened);
    }

    /** The same of a verdict that is known by these two alone. */
    public static boolean isBulkRejection(VerdictOutcome outcome, List<String> evidenceOpened) {
        return outcome == VerdictOutcome.REJECT && evidenceOpened.equals(List.of(CAMPAIGN));
    }

    /** Pseudonym of who acts. */
    public String actor() {
        return secondReviewer == null ? reviewer : secondReviewer;
    }

    /**
     * What the event truly is, as far as its publisher said otherwise.
     *
     * @param purpose of a message; null when the label stands
     * @param effects of a decision; empty when the label stands
     * @param basisRef what shows the purpose or effects; null when there is nothing
     * @param commercialContent how much of a message promotes; null when the publisher's label stands
     * @param inCampaign false when the message belongs to no campaign; null when the label stands
     * @param inAudience false when the person was not chosen by a segment; null when the label stands
     * @param jurisdiction whose rules apply; null when the label stands
     * @param forDirectMarketing whether the profile serves marketing; null when the label stands
     * @param references what shows each label but purpose and effects
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

        /** A classification by purpose, effects and their reference alone. */
        public TrueClassification(@Nullable Purpose purpose, Set<Effect> effects, @Nullable String basisRef) {
            this(purpose, effects, basisRef, null, null, null, null, null, List.of());
        }

        /** The labels that it states; the others stay as the publisher had them. */
        public Set<Label> restated() {
            return Label.statedIn(this);
        }

        /** What shows one of these labels; null when it names nothing. */
        public @Nullable String reference(Label label) {
            return label.referenceIn(this);
        }
    }

    /**
     * What shows that a label is wrong.
     *
     * @param field name of the component of {@link TrueClassification} that it is about
     */
    public record LabelReference(String field, String reference) {}
}
