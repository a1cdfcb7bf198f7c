// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static io.consentgate.demo.scenario.Decisions.event;
import static io.consentgate.demo.scenario.Expectation.cleared;
import static io.consentgate.demo.scenario.Expectation.quarantined;

import io.consentgate.events.Effect;
import io.consentgate.events.ObjectionScope;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.Surface;
import io.consentgate.policy.RuleCode;
import java.util.List;

/** Adverts shown on the business's own pages: automated and profiled, yet without effect on anyone's terms. */
final class Adverts implements PublishingSystem {

    @Override
    public String label() {
        return "adverts shown";
    }

    @Override
    public int weight() {
        return 6;
    }

    @Override
    public List<Act> acts() {
        return List.of(
                new Act(
                        10,
                        "shown by interests",
                        subject -> Story.of(subject)
                                .event(event(advert(subject), cleared()))
                                .build()),
                new Act(
                        3,
                        "after an objection to marketing",
                        subject -> afterObjection(subject, ObjectionScope.DIRECT_MARKETING)),
                new Act(
                        2,
                        "after an objection to profiling",
                        subject -> afterObjection(subject, ObjectionScope.PROFILING)),
                new Act(
                        2,
                        "not called marketing, after an objection",
                        subject -> afterObjection(
                                subject,
                                ObjectionScope.PROFILING,
                                advert(subject).setProfiling(Decisions.profile().build()))),
                new Act(
                        2,
                        "in an inbox, without consent",
                        subject -> Story.of(subject)
                                .event(event(
                                        advert(subject).setSurface(Surface.INBOX),
                                        quarantined(RuleCode.ADM_INBOX_ADVERT)))
                                .build()));
    }

    private static OfferDecision.Builder advert(Subject subject) {
        return Decisions.decision(subject, "{\"banner\":\"boots\"}", Effect.ADVERT_SHOWN)
                .setProfiling(Decisions.profile()
                        .setModelId("interest-model")
                        .setAspects(List.of("interests"))
                        .setForDirectMarketing(true)
                        .build());
    }

    private static Story afterObjection(Subject subject, ObjectionScope scope) {
        return afterObjection(subject, scope, advert(subject));
    }

    private static Story afterObjection(Subject subject, ObjectionScope scope, OfferDecision.Builder advert) {
        return Story.of(subject)
                .said(
                        Consents.state(subject, 1),
                        Consents.state(
                                subject, 2, List.of(), List.of(Consents.objection(scope, subject.now())), List.of()))
                .event(event(advert, quarantined(RuleCode.ADM_OBJECTION)))
                .build();
    }
}
