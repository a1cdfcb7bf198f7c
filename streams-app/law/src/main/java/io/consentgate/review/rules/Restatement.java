// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Reference;
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.review.ReviewedEvent;
import io.consentgate.review.facts.Label;
import io.consentgate.review.facts.VerdictFacts.LabelReference;
import io.consentgate.review.facts.VerdictFacts.TrueClassification;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which labels a reviewer may restate, each with a reference that shows it (GDPR art. 5(2)). The labels must belong to
 * this kind of event and have a meaningful value, and no reference may lack its label.
 */
final class Restatement {

    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    private Restatement() {}

    /** @param event null when it can no longer be read */
    static Facts judge(Facts known, TrueClassification truth, @Nullable ReviewedEvent event) {
        Set<Label> restated = truth.restated();
        boolean fits = !restated.isEmpty()
                && valuesFit(truth)
                && referencesFit(truth, restated)
                && (event == null || isOf(event, restated));
        Facts wrong = fits ? known : known.and(Fact.TRUE_CLASSIFICATION, Word.DIFFERS);
        List<String> unshown = restated.stream()
                .filter(label -> !isShown(truth, truth.reference(label)))
                .map(Label::field)
                .toList();
        return unshown.isEmpty() ? wrong : wrong.and(Fact.WITHOUT_REFERENCE, String.join(", ", unshown));
    }

    private static boolean isShown(TrueClassification truth, @Nullable String reference) {
        return truth.purpose() == Purpose.LEGAL_OBLIGATION
                ? Reference.showsDuty(reference)
                : Reference.isSpecific(reference);
    }

    /** Whether the classification states only the new effects of an overturned decision. */
    static boolean isOfEffectsAlone(TrueClassification truth) {
        return truth.basisRef() == null
                && truth.references().isEmpty()
                && Set.of(Label.EFFECTS).containsAll(truth.restated());
    }

    /** A reviewer cannot put a message into a campaign that its publisher does not name. */
    private static boolean valuesFit(TrueClassification truth) {
        String jurisdiction = truth.jurisdiction();
        return truth.purpose() != Purpose.UNKNOWN
                && truth.commercialContent() != CommercialContent.UNKNOWN
                && !Boolean.TRUE.equals(truth.inCampaign())
                && !Boolean.TRUE.equals(truth.inAudience())
                && (jurisdiction == null || COUNTRY.matcher(jurisdiction).matches());
    }

    private static boolean referencesFit(TrueClassification truth, Set<Label> restated) {
        List<String> shown =
                truth.references().stream().map(LabelReference::field).toList();
        Set<String> restatedFields = restated.stream().map(Label::field).collect(Collectors.toSet());
        boolean basisIsOfUse = truth.basisRef() == null || restated.stream().anyMatch(Label::isShownByBasis);
        return basisIsOfUse
                && restatedFields.containsAll(shown)
                && Set.copyOf(shown).size() == shown.size();
    }

    private static boolean isOf(ReviewedEvent event, Set<Label> restated) {
        if (event instanceof ReviewedEvent.Decision decision) {
            boolean profiled = decision.facts().profiling() != null;
            return restated.stream()
                    .allMatch(label -> label.isOfDecisions() && (profiled || label != Label.FOR_DIRECT_MARKETING));
        }
        return restated.stream().allMatch(Label::isOfMessages);
    }
}
