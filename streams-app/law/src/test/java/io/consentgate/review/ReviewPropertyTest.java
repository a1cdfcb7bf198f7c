// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import static io.consentgate.review.VerdictFixture.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.Assessment.Diverted;
import io.consentgate.policy.NearlyLawful;
import io.consentgate.policy.NearlyLawful.DecisionCase;
import io.consentgate.policy.NearlyLawful.MessageCase;
import io.consentgate.policy.Outcome;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFactsBuilder;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionFactsBuilder;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.MessageFactsBuilder;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.Trigger;
import io.consentgate.review.facts.Label;
import io.consentgate.review.facts.VerdictFacts.TrueClassification;
import io.consentgate.review.facts.VerdictFactsTrueClassificationBuilder;
import io.consentgate.review.facts.VerdictOutcome;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** What holds for any event, any consent and any verdict. */
class ReviewPropertyTest {

    /** Seen by the rules as they run on the event alone, not by the code under test. */
    @Property(shrinking = ShrinkingMode.OFF)
    void shouldReleaseNothingThatThePolicyDiverts(@ForAll long seed) {
        VerdictFixture fixture = fixture(seed);

        if (fixture.ruling() instanceof Ruling.Released released) {
            assertThat(released.event().assess(POLICY, fixture.consent, VerdictFixture.AT))
                    .isNotInstanceOf(Diverted.class);
            if (fixture.outcome == VerdictOutcome.RECHECK) {
                assertThat(released.event()).isEqualTo(fixture.event);
            }
        }
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void shouldTakeNoOutcomeThatTheBrokenRulesDoNotLeaveOpen(@ForAll long seed) {
        VerdictFixture fixture = fixture(seed);

        if (!(fixture.ruling() instanceof Ruling.Refused) && fixture.outcome != VerdictOutcome.ESCALATE) {
            assertThat(fixture.allowed).contains(Outcome.valueOf(fixture.outcome.name()));
        }
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void shouldApplyNoVerdictTwice(@ForAll long seed) {
        VerdictFixture fixture = fixture(seed);
        fixture.ruling();
        fixture.seen = true;

        assertThat(fixture.ruling()).isInstanceOf(Ruling.Refused.class);
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void shouldNeverReleaseAPlantedCaseNorOneWhoseTimeIsOver(@ForAll long seed) {
        VerdictFixture fixture = fixture(seed);
        fixture.control = true;
        assertThat(fixture.ruling()).isNotInstanceOf(Ruling.Released.class);
        fixture.control = false;
        fixture.closesAt = VerdictFixture.AT;
        assertThat(fixture.ruling()).isInstanceOf(Ruling.Refused.class);
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void shouldNotTakeAVerdictBecauseOfAWithdrawal(@ForAll long seed, @ForAll("restrictions") Consent restriction) {
        VerdictFixture fixture = fixture(seed);
        if (fixture.consent instanceof ConsentFacts record && fixture.ruling() instanceof Ruling.Refused) {
            fixture.consent = plus(record, restriction);

            assertThat(fixture.ruling()).isInstanceOf(Ruling.Refused.class);
        }
    }

    /** What a verdict does not restate is as its publisher had it, so that nothing looks like service by omission. */
    @Property(shrinking = ShrinkingMode.OFF)
    void shouldChangeNothingOfAMessageButTheLabelsThatAreRestated(@ForAll long seed) {
        VerdictFixture fixture = fixture(seed);

        if (fixture.ruling() instanceof Ruling.Released released
                && released.event() instanceof ReviewedEvent.Message corrected
                && fixture.event instanceof ReviewedEvent.Message original) {
            Set<Label> restated = fixture.truth == null ? Set.of() : fixture.truth.restated();
            MessageFacts before = original.facts();
            MessageFactsBuilder undone = MessageFactsBuilder.builder(corrected.facts());
            if (restated.contains(Label.PURPOSE)) {
                undone.purpose(before.purpose()).basisRef(before.basisRef()).inquiryId(before.inquiryId());
            }
            if (restated.contains(Label.COMMERCIAL_CONTENT)) {
                undone.commercialContent(before.commercialContent());
            }
            if (restated.contains(Label.IN_CAMPAIGN)) {
                undone.campaignId(before.campaignId());
                if (before.trigger() == Trigger.CAMPAIGN) {
                    undone.trigger(Trigger.CAMPAIGN);
                }
            }
            if (restated.contains(Label.IN_AUDIENCE)) {
                undone.audienceId(before.audienceId()).audienceProfiled(before.audienceProfiled());
            }
            if (restated.contains(Label.JURISDICTION)) {
                undone.jurisdiction(before.jurisdiction());
            }
            assertThat(undone.build()).isEqualTo(before);
        }
    }

    /** The same of a decision that was called something else, and not taken by a human. */
    @Property(shrinking = ShrinkingMode.OFF)
    void shouldChangeNothingOfADecisionButTheLabelsThatAreRestated(@ForAll long seed) {
        VerdictFixture fixture = fixture(seed);

        if (fixture.ruling() instanceof Ruling.Released released
                && fixture.truth != null
                && fixture.outcome == VerdictOutcome.RECLASSIFY
                && released.event() instanceof ReviewedEvent.Decision corrected
                && fixture.event instanceof ReviewedEvent.Decision original) {
            Set<Label> restated = fixture.truth.restated();
            DecisionFacts before = original.facts();
            DecisionFactsBuilder undone = DecisionFactsBuilder.builder(corrected.facts());
            if (restated.contains(Label.EFFECTS)) {
                undone.effects(before.effects()).groundReference(before.groundReference());
            }
            if (restated.contains(Label.FOR_DIRECT_MARKETING)) {
                undone.profiling(before.profiling());
            }
            if (restated.contains(Label.JURISDICTION)) {
                undone.jurisdiction(before.jurisdiction());
            }
            assertThat(undone.build()).isEqualTo(before);
        }
    }

    /** Each label that a released event carries by a reviewer's word has what shows it. */
    @Property(shrinking = ShrinkingMode.OFF)
    void shouldReleaseNothingByALabelThatNothingShows(@ForAll long seed) {
        VerdictFixture fixture = fixture(seed);

        if (fixture.outcome == VerdictOutcome.RECLASSIFY && fixture.ruling() instanceof Ruling.Released) {
            assertThat(fixture.truth.restated())
                    .isNotEmpty()
                    .allSatisfy(
                            label -> assertThat(fixture.truth.reference(label)).isNotBlank());
        }
    }

    /** Times that cannot be true show no time spent. */
    @Property(shrinking = ShrinkingMode.OFF)
    void shouldTakeNoVerdictByTimesThatCannotBe(@ForAll long seed) {
        VerdictFixture fixture = fixture(seed);
        long unit = seed % 2 == 0 ? 1_000 : 1_000_000;
        fixture.openedAt = Instant.ofEpochMilli(fixture.openedAt.toEpochMilli() / unit);
        fixture.decidedAt = Instant.ofEpochMilli(fixture.decidedAt.toEpochMilli() / unit);

        assertThat(fixture.ruling()).isInstanceOf(Ruling.Refused.class);
    }

    /** The other properties would hold for a policy that refuses everything. */
    @Example
    void shouldReachEveryKindOfRuling() {
        Map<String, Long> rulings = new SplittableRandom(1)
                .longs(10_000)
                .mapToObj(seed -> kind(fixture(seed)))
                .collect(Collectors.groupingBy(kind -> kind, Collectors.counting()));

        assertThat(rulings)
                .containsOnlyKeys(
                        "Refused",
                        "Rejected",
                        "Escalated",
                        "Released Message",
                        "Released Message, restated",
                        "Released Decision",
                        "Released Decision, restated")
                .allSatisfy((kind, count) -> assertThat(count).as(kind).isGreaterThan(50));
    }

    private static String kind(VerdictFixture fixture) {
        return fixture.ruling() instanceof Ruling.Released released
                ? "Released " + released.event().getClass().getSimpleName()
                        + (fixture.outcome == VerdictOutcome.RECLASSIFY ? ", restated" : "")
                : fixture.ruling().getClass().getSimpleName();
    }

    @Provide
    Arbitrary<Consent> restrictions() {
        return NearlyLawful.restrictions();
    }

    /** An event as good as lawful, its case as the policy makes it, and a verdict that nearly always is in order. */
    private static VerdictFixture fixture(long seed) {
        Random random = new Random(seed);
        VerdictFixture fixture = new VerdictFixture();
        if (random.nextBoolean()) {
            MessageCase message = NearlyLawful.message(seed);
            fixture.event = new ReviewedEvent.Message(message.message(), facts -> message.memory());
            fixture.consent = message.consent();
        } else {
            DecisionCase decision = NearlyLawful.decision(seed);
            fixture.event = new ReviewedEvent.Decision(decision.decision(), facts -> HumanHistory.EMPTY);
            fixture.consent = decision.consent();
        }
        if (fixture.event.assess(POLICY, fixture.consent, VerdictFixture.AT) instanceof Diverted diverted) {
            fixture.allowed = diverted.allowedOutcomes();
            fixture.mustExclude = diverted.mustExcludeSpecialCategory();
        }
        fixture.outcome = any(random, VerdictOutcome.values());
        boolean label = fixture.outcome == VerdictOutcome.RECLASSIFY || random.nextInt(20) == 0;
        if (label) {
            fixture.truth = truth(random, fixture.event instanceof ReviewedEvent.Message);
        }
        if (fixture.outcome.isChange() || random.nextInt(20) == 0) {
            fixture.content = ByteBuffer.wrap(new byte[] {1});
        }
        fixture.excluded = random.nextBoolean();
        fixture.activeSeconds = random.nextInt(20) == 0 ? 3 : 120;
        return fixture;
    }

    /** Some labels, nearly always of that kind of event and each with what shows it. */
    private static TrueClassification truth(Random random, boolean ofMessage) {
        boolean message = random.nextInt(20) == 0 ? !ofMessage : ofMessage;
        Set<Label> labels = EnumSet.noneOf(Label.class);
        for (Label label : Label.values()) {
            if ((message ? label.isOfMessages() : label.isOfDecisions()) && random.nextInt(3) > 0) {
                labels.add(label);
            }
        }
        VerdictFactsTrueClassificationBuilder truth = VerdictFixture.truly();
        List<String> shown = new ArrayList<>();
        for (Label label : labels) {
            boolean named = random.nextInt(15) > 0;
            if (!label.isShownByBasis() && named) {
                shown.add(label.field());
            }
            switch (label) {
                case PURPOSE ->
                    truth.purpose(random.nextBoolean() ? Purpose.SERVICE_NOTICE : any(random, Purpose.values()))
                            .basisRef(named ? "basis-1" : null);
                case COMMERCIAL_CONTENT ->
                    truth.commercialContent(
                            random.nextBoolean() ? CommercialContent.NONE : any(random, CommercialContent.values()));
                case IN_CAMPAIGN -> truth.inCampaign(random.nextInt(15) == 0);
                case IN_AUDIENCE -> truth.inAudience(random.nextInt(15) == 0);
                case JURISDICTION -> truth.jurisdiction(random.nextInt(5) == 0 ? "XX" : "PL");
                case EFFECTS ->
                    truth.effects(Set.of(any(random, Effect.values()))).basisRef(named ? "basis-1" : null);
                case FOR_DIRECT_MARKETING -> truth.forDirectMarketing(random.nextBoolean());
            }
        }
        return truth.references(VerdictFixture.shown(shown.toArray(String[]::new)))
                .build();
    }

    private static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static ConsentFacts plus(ConsentFacts record, Consent consent) {
        List<Consent> consents = new ArrayList<>(record.consents());
        consents.add(consent);
        return ConsentFactsBuilder.builder(record).consents(consents).build();
    }
}
