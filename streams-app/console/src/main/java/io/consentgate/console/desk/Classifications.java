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

/** What a reviewer says an event truly is: in the console's words, as it goes to the gate, and as the gate's rules take it. */
final class Classifications {

    private Classifications() {}

    /** As it goes to the gate. */
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

    /** As it was published. */
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

    /** As the gate's rules take it. */
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
