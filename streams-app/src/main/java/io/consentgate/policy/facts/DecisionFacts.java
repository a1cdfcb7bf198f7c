// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the policy reads of an offer decision; its content is not among it.
 *
 * @param subjectId pseudonym of the person; empty when the publisher left it empty
 * @param reliance how a score is relied on; null when not stated
 * @param profiling null when the publisher declares that there was none
 * @param effects empty when the publisher named none, which is invalid
 * @param priceDelta decimal difference to the standard price, null when none was stated
 * @param safeguards null when none are declared
 * @param contentKeyId key that the content is encrypted under; null when it is not encrypted
 */
public record DecisionFacts(
        String decisionId,
        String subjectId,
        SubjectKind subjectKind,
        Minor minor,
        String controllerId,
        String jurisdiction,
        Instant decidedAt,
        @Nullable Instant expiresAt,
        DecisionRole role,
        @Nullable Reliance reliance,
        @Nullable Profiling profiling,
        Automation automation,
        Set<Effect> effects,
        boolean termsIndividualised,
        @Nullable Double priceDelta,
        Ground ground,
        @Nullable String groundReference,
        @Nullable Safeguards safeguards,
        @Nullable String explanationRef,
        @Nullable Boolean priceNoticeShown,
        @Nullable String contentKeyId) {

    /** The profile that the decision rests on (GDPR art. 4(4)). */
    public record Profiling(
            String modelId,
            String modelVersion,
            List<String> aspects,
            boolean inference,
            boolean specialCategoryData,
            boolean forDirectMarketing) {

        /** The one aspect by a code of the contract that is of a special category in any case (GDPR art. 9(1)). */
        public static final String HEALTH = "health";

        /** Whether health is among its aspects. */
        public boolean evaluatesHealth() {
            return aspects.stream().anyMatch(Profiling::isHealth);
        }

        /** Whether an aspect is health, in capitals and with blanks about it, too. */
        public static boolean isHealth(String aspect) {
            return aspect.strip().equalsIgnoreCase(HEALTH);
        }
    }

    /** How far a machine decided alone; {@code human} is null when no human is claimed. */
    public record Automation(AutomationMode mode, @Nullable Human human) {}

    /** Evidence that a human really decided (WP251 rev.01, IV.A). */
    public record Human(
            String reviewerRef,
            String role,
            @Nullable String authorityRef,
            Instant startedAt,
            Instant decidedAt,
            List<String> inputsSeen,
            boolean mayChange,
            boolean changed,
            int batchSize,
            @Nullable String systemProposal) {}

    /** The safeguards of art. 22(3) GDPR and the duty to inform. */
    public record Safeguards(boolean humanIntervention, boolean expressView, boolean contest, boolean informed) {}
}
