// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.RuleCode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScenarioTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T09:00:00Z"), ZoneOffset.UTC);
    private static final Scenario.Mix MIX = new Scenario.Mix(0.2, 0.2);

    private static List<Story> stories(long seed, int count) {
        Scenario scenario = new Scenario(seed, CLOCK, MIX);
        return Stream.generate(scenario::next).limit(count).toList();
    }

    @Test
    void shouldTellTheSameStoriesForTheSameSeed() {
        assertThat(stories(7, 2_000)).isEqualTo(stories(7, 2_000));
        assertThat(stories(8, 10)).isNotEqualTo(stories(7, 10));
    }

    @Test
    void shouldHoldEverySystemOfTheArticle() {
        assertThat(Scenario.systems())
                .contains(
                        "birthday SMS",
                        "name-day SMS",
                        "holiday SMS",
                        "lapsed customers",
                        "abandoned basket",
                        "call-back widget",
                        "discount-code leads",
                        "chatbot",
                        "oral consents",
                        "loan decisions",
                        "price offers");
    }

    @Test
    void shouldShowEachSystemClearedAndDivertedInItsFirstRound() {
        var outcomes = new TreeMap<String, Set<Class<?>>>();
        for (Story story : stories(1, Scenario.acts())) {
            story.events()
                    .forEach(event -> outcomes.computeIfAbsent(story.system(), system -> new HashSet<>())
                            .add(event.expectation().getClass()));
        }

        assertThat(outcomes).containsOnlyKeys(Scenario.systems());
        outcomes.forEach((system, seen) -> {
            if (system.equals("broken publisher")) {
                assertThat(seen).containsExactly(Expectation.DeadLettered.class);
            } else {
                assertThat(seen).as(system).contains(Expectation.Cleared.class, Expectation.Quarantined.class);
            }
        });
    }

    @Test
    void shouldCallUponEveryRuleThatAPublisherCanBreak() {
        Set<RuleCode> expected = EnumSet.noneOf(RuleCode.class);
        for (Story story : stories(1, Scenario.acts())) {
            for (Event event : story.events()) {
                if (event.expectation() instanceof Expectation.Cleared cleared) {
                    expected.addAll(cleared.advice());
                } else if (event.expectation() instanceof Expectation.Quarantined quarantined) {
                    expected.addAll(quarantined.rules());
                }
            }
        }

        assertThat(EnumSet.complementOf(EnumSet.copyOf(expected)))
                .filteredOn(code -> !code.judgesVerdicts())
                .as("none breaks it alone, it binds in other countries only, or the gate's settings leave it off")
                .containsExactly(
                        RuleCode.MSG_CONSENT_AGED,
                        RuleCode.MSG_CONTACT_HOURS,
                        RuleCode.MSG_CONTACT_FREQUENCY,
                        RuleCode.ADM_HUMAN_PATTERN,
                        RuleCode.GATE_POLICY_ERROR);
    }

    @Test
    void shouldGiveEachSubjectOneStoryAndEachRecordItsOwnId() {
        List<Story> stories = stories(3, 3_000);

        assertThat(stories.stream().map(Story::subjectId)).doesNotHaveDuplicates();
    }

    @Test
    void shouldRaceAndMisplaceOnlyWhatIsAskedFor() {
        Scenario calm = new Scenario(5, CLOCK, new Scenario.Mix(0, 0));

        assertThat(Stream.generate(calm::next).limit(1_000)).allSatisfy(story -> {
            assertThat(story.racing()).isFalse();
            assertThat(story.consentPartitioning()).isEqualTo(Partitioning.JAVA_CLIENT);
            assertThat(story.eventPartitioning()).isEqualTo(Partitioning.JAVA_CLIENT);
        });
        List<Story> mixed = stories(5, 1_000);
        assertThat(mixed.stream().map(Story::eventPartitioning).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Partitioning.values());
        assertThat(mixed.stream().filter(Story::racing)).isNotEmpty().allSatisfy(story -> {
            assertThat(story.consentPartitioning()).isEqualTo(Partitioning.JAVA_CLIENT);
            assertThat(story.saidJustNow()).isNotNull();
        });
    }

    @Test
    void shouldNeverWriteWhatTheBrokerRefusesOrCannotBeErased() {
        assertThat(stories(11, 5_000)).allSatisfy(story -> {
            assertThat(story.consentPartitioning()).isNotEqualTo(Partitioning.NO_KEY);
            if (story.said().stream().anyMatch(said -> said.state() == null)) {
                assertThat(story.consentPartitioning()).isNotEqualTo(Partitioning.WRONG_KEY);
            }
        });
    }

    @Test
    void shouldKeepContactsOutOfEverythingButContent() {
        Set<String> texts = new TreeSet<>();
        for (Story story : stories(2, 500)) {
            story.said().forEach(said -> texts.add(String.valueOf(said.state())));
        }

        assertThat(texts).noneMatch(text -> text.contains("tel:") || text.contains("+48") || text.contains("@"));
    }
}
