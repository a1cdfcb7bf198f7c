// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The true labels of an event that its publisher labelled wrongly. Null or empty labels stay as the publisher set them.
 *
 * @param purpose a purpose of the contract, for a message
 * @param effects effects of the contract, for a decision
 * @param basisRef the contract, inquiry or statute that proves the purpose or effects
 * @param commercialContent how much of a message promotes, by the contract's symbols
 * @param inCampaign false when the message belongs to no campaign
 * @param inAudience false when the person was not chosen by a segment
 * @param jurisdiction country whose rules apply, as ISO 3166-1 alpha-2
 * @param forDirectMarketing whether the profile behind a decision serves direct marketing
 * @param references the proof of each of these other labels
 */
public record Classification(
        @Nullable String purpose,
        List<String> effects,
        @Nullable String basisRef,
        @Nullable String commercialContent,
        @Nullable Boolean inCampaign,
        @Nullable Boolean inAudience,
        @Nullable String jurisdiction,
        @Nullable Boolean forDirectMarketing,
        List<Reference> references) {

    public Classification {
        effects = List.copyOf(Objects.requireNonNullElse(effects, List.of()));
        references = List.copyOf(Objects.requireNonNullElse(references, List.of()));
    }

    /** A classification by purpose, effects and their reference alone. */
    public static Classification of(@Nullable String purpose, List<String> effects, @Nullable String basisRef) {
        return new Classification(purpose, effects, basisRef, null, null, null, null, null, List.of());
    }

    /**
     * The proof of one label.
     *
     * @param field name of the component
     * @param reference the contract, template, ticket or statute
     */
    public record Reference(String field, String reference) {}
}
