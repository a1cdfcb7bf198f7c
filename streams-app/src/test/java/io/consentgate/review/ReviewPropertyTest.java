// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import static io.consentgate.review.VerdictFixture.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.Assessment.Diverted;
import io.consentgate.policy.NearlyLawful;
import io.consentgate.policy.NearlyLawful.DecisionCase;
import io.consentgate.policy.NearlyLawful.MessageCase;
import io.consentgate.policy.Outcome;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.review.facts.VerdictFacts.TrueClassification;
import io.consentgate.review.facts.VerdictOutcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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

    /** To correct a label changes the label and nothing else that the rules look at. */
    @Property(shrinking = ShrinkingMode.OFF)
    void shouldCorrectOnlyTheLabelOfAMessage(@ForAll long seed) {
        VerdictFixture fixture = fixture(seed);

        if (fixture.ruling() instanceof Ruling.Released released
                && released.event() instanceof ReviewedEvent.Message corrected
                && fixture.event instanceof ReviewedEvent.Message original) {
            MessageFacts before = original.facts();
            MessageFacts after = corrected.facts();
            assertThat(after.subjectId()).isEqualTo(before.subjectId());
            assertThat(after.controllerId()).isEqualTo(before.controllerId());
            assertThat(after.channel()).isEqualTo(before.channel());
            assertThat(after.commercialContent()).isEqualTo(before.commercialContent());
            assertThat(after.contactRef()).isEqualTo(before.contactRef());
            assertThat(after.campaignId()).isEqualTo(before.campaignId());
            assertThat(after.expiresAt()).isEqualTo(before.expiresAt());
        }
    }

    /** The other properties would hold for a policy that refuses everything. */
    @Example
    void shouldReachEveryKindOfRuling() {
        Map<String, Long> rulings = new SplittableRandom(1)
                .longs(3_000)
                .mapToObj(seed -> fixture(seed).ruling())
                .map(ruling -> ruling instanceof Ruling.Released released
                        ? "Released " + released.event().getClass().getSimpleName()
                        : ruling.getClass().getSimpleName())
                .collect(Collectors.groupingBy(kind -> kind, Collectors.counting()));

        assertThat(rulings)
                .containsOnlyKeys("Refused", "Rejected", "Escalated", "Released Message", "Released Decision")
                .allSatisfy((kind, count) -> assertThat(count).isGreaterThan(50));
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
        if (label && fixture.event instanceof ReviewedEvent.Message) {
            fixture.truth = new TrueClassification(
                    any(random, Purpose.values()), Set.of(), random.nextBoolean() ? "basis" : null);
        } else if (label) {
            fixture.truth = new TrueClassification(
                    null, Set.of(any(random, Effect.values())), random.nextBoolean() ? "basis" : null);
        }
        if (fixture.outcome.isChange() || random.nextInt(20) == 0) {
            fixture.content = ByteBuffer.wrap(new byte[] {1});
        }
        fixture.excluded = random.nextBoolean();
        fixture.activeSeconds = random.nextInt(20) == 0 ? 3 : 120;
        return fixture;
    }

    private static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static ConsentFacts plus(ConsentFacts record, Consent consent) {
        List<Consent> consents = new ArrayList<>(record.consents());
        consents.add(consent);
        return new ConsentFacts(
                record.subjectId(),
                record.version(),
                record.updatedAt(),
                consents,
                record.objections(),
                record.inquiries());
    }
}
