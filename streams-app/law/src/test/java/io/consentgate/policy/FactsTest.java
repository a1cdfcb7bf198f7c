// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldStateTheLatestValueOfEachFactInTheirOrderWhateverTheOrderOfTelling(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Fact> told = new ArrayList<>(List.of(Fact.values()));
            Collections.shuffle(told, random);
            told = new ArrayList<>(told.subList(0, random.nextInt(8)));
            told.addAll(List.copyOf(told.subList(0, told.size() / 2)));
            Facts facts = Facts.NONE;
            Map<Fact, FactValue> expected = new EnumMap<>(Fact.class);

            for (Fact fact : told) {
                String value = String.valueOf(random.nextInt());
                facts = facts.and(fact, value);
                expected.put(fact, FactValue.of(value));
            }

            assertThat(facts.values()).containsExactlyEntriesOf(expected);
            assertThat(facts.isEmpty()).isEqualTo(told.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHANNEL", "PURPOSE"})
    void shouldLeaveTheFactsBeforeAsTheyWere(Fact added) {
        Facts before = Facts.of(Fact.CHANNEL, "SMS");

        before.and(added, "other");

        assertThat(before.values()).containsExactly(Map.entry(Fact.CHANNEL, FactValue.of("SMS")));
    }
}
