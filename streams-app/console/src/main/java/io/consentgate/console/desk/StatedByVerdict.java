// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.TrailEntry.Stated;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.events.TrueClassification;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A verdict's statements other than outcome and reasons, in the order of the contract. */
final class StatedByVerdict {

    private StatedByVerdict() {}

    static List<Stated> of(ReviewVerdict verdict) {
        List<Stated> stated = new ArrayList<>();
        TrueClassification published = verdict.getTrueClassification();
        if (published != null) {
            Classification truth = Classifications.stated(published);
            add(stated, "purpose", truth.purpose(), truth.basisRef());
            add(stated, truth, "commercialContent", truth.commercialContent());
            add(stated, truth, "inCampaign", truth.inCampaign());
            add(stated, truth, "inAudience", truth.inAudience());
            add(stated, truth, "jurisdiction", truth.jurisdiction());
            String effects = String.join(" ", truth.effects());
            add(stated, "effects", effects.isEmpty() ? null : effects, truth.basisRef());
            add(stated, truth, "forDirectMarketing", truth.forDirectMarketing());
        }
        add(stated, "specialCategoryExcluded", verdict.getSpecialCategoryExcluded(), null);
        add(stated, "explanationRef", verdict.getExplanationRef(), null);
        return stated;
    }

    private static void add(List<Stated> stated, Classification truth, String field, @Nullable Object value) {
        String reference = truth.references().stream()
                .filter(shown -> shown.field().equals(field))
                .map(Classification.Reference::reference)
                .findFirst()
                .orElse(null);
        add(stated, field, value, reference);
    }

    private static void add(List<Stated> stated, String field, @Nullable Object value, @Nullable String reference) {
        if (value != null) {
            stated.add(new Stated(field, value.toString(), reference));
        }
    }
}
