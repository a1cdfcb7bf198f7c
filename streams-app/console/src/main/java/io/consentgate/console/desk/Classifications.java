// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.Classification;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.Effect;
import io.consentgate.events.LabelReference;
import io.consentgate.events.Purpose;
import io.consentgate.events.TrueClassification;
import io.consentgate.review.facts.VerdictFacts;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Converts a reviewer's classification of an event between three forms: the console's words, the message to the gate,
 * and the input of the gate's rules.
 */
final class Classifications {

    private Classifications() {}

    /** The message to the gate. */
    static TrueClassification published(Classification stated) {
        String purpose = stated.purpose();
        String content = stated.commercialContent();
        return TrueClassification.newBuilder()
                .setPurpose(purpose == null ? null : Purpose.valueOf(purpose))
                .setEffects(stated.effects().stream().map(Effect::valueOf).toList())
                .setBasisRef(stated.basisRef())
                .setCommercialContent(content == null ? null : CommercialContent.valueOf(content))
                .setInCampaign(stated.inCampaign())
                .setInAudience(stated.inAudience())
                .setJurisdiction(stated.jurisdiction())
                .setForDirectMarketing(stated.forDirectMarketing())
                .setReferences(stated.references().stream()
                        .map(shown -> new LabelReference(shown.field(), shown.reference()))
                        .toList())
                .build();
    }

    /** The console's form of a published classification. */
    static Classification stated(TrueClassification published) {
        return new Classification(
                name(published.getPurpose()),
                published.getEffects().stream().map(Effect::name).toList(),
                published.getBasisRef(),
                name(published.getCommercialContent()),
                published.getInCampaign(),
                published.getInAudience(),
                published.getJurisdiction(),
                published.getForDirectMarketing(),
                published.getReferences().stream()
                        .map(shown -> new Classification.Reference(shown.getField(), shown.getReference()))
                        .toList());
    }

    /** The input of the gate's rules. */
    static VerdictFacts.TrueClassification facts(Classification stated) {
        String purpose = stated.purpose();
        String content = stated.commercialContent();
        return new VerdictFacts.TrueClassification(
                purpose == null ? null : io.consentgate.policy.facts.Purpose.valueOf(purpose),
                stated.effects().stream()
                        .map(io.consentgate.policy.facts.Effect::valueOf)
                        .collect(Collectors.toSet()),
                stated.basisRef(),
                content == null ? null : io.consentgate.policy.facts.CommercialContent.valueOf(content),
                stated.inCampaign(),
                stated.inAudience(),
                stated.jurisdiction(),
                stated.forDirectMarketing(),
                stated.references().stream()
                        .map(shown -> new VerdictFacts.LabelReference(shown.field(), shown.reference()))
                        .toList());
    }

    private static @Nullable String name(@Nullable Enum<?> symbol) {
        return symbol == null ? null : symbol.name();
    }
}
